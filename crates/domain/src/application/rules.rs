//! Who may do what from where: the one table.

use super::{CaseState, EventKind, Role};

/// The kinds of action, without what they carry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ActionKind {
    /// Keep the answers of a step.
    SaveStep,
    /// Keep a picture, the first or another one.
    AddMaterial,
    /// Remove a picture.
    RemoveMaterial,
    /// Keep what a register said about agent and child.
    RecordRelationship,
    /// Say that the found relationship is right.
    ConfirmRelationship,
    /// Say that the found relationship is wrong.
    DisputeRelationship,
    /// Go on in another channel.
    ContinueIn,
    /// Hand in.
    Submit,
    /// Take back for changes.
    TakeBack,
    /// Give up.
    Withdraw,
    /// End a draft that nobody touched for 30 days.
    Expire,
    /// Move a draft to the release in force.
    MoveRelease,
}

impl ActionKind {
    /// Every kind.
    pub const ALL: [Self; 12] = [
        Self::SaveStep,
        Self::AddMaterial,
        Self::RemoveMaterial,
        Self::RecordRelationship,
        Self::ConfirmRelationship,
        Self::DisputeRelationship,
        Self::ContinueIn,
        Self::Submit,
        Self::TakeBack,
        Self::Withdraw,
        Self::Expire,
        Self::MoveRelease,
    ];
}

/// One row of the table.
pub(super) struct Rule {
    /// What the journal calls it.
    pub(super) event: EventKind,
    /// Who may, and from which states.
    pub(super) by: &'static [(Role, &'static [CaseState])],
    /// The state after it; none where it stays.
    pub(super) to: Option<CaseState>,
}

impl Rule {
    /// The states from which a role may; none where it never may.
    pub(super) fn from(&self, role: Role) -> Option<&'static [CaseState]> {
        let (_, states) = self.by.iter().find(|(who, _)| *who == role)?;
        Some(states)
    }
}

/// The table: architecture, "The application's life". Actions of staff get their rows here.
pub(super) const fn rule_of(action: ActionKind) -> Rule {
    use CaseState::{Draft, Expired, InReview, Returned, Submitted, Withdrawn};
    const OPEN: &[CaseState] = &[Draft, Submitted, InReview, Returned];
    type Who = &'static [(Role, &'static [CaseState])];
    const FILLING_IN: Who = &[(Role::Agent, &[Draft])];

    let (event, by, to): (_, Who, _) = match action {
        ActionKind::SaveStep => (EventKind::StepSaved, FILLING_IN, None),
        ActionKind::AddMaterial => (EventKind::MaterialAdded, FILLING_IN, None),
        ActionKind::RemoveMaterial => (EventKind::MaterialRemoved, FILLING_IN, None),
        // A register that was down is asked again while a person looks at the rest.
        ActionKind::RecordRelationship => (
            EventKind::RelationshipRecorded,
            &[(Role::Agent, &[Draft]), (Role::System, OPEN)],
            None,
        ),
        ActionKind::ConfirmRelationship => (EventKind::RelationshipConfirmed, FILLING_IN, None),
        ActionKind::DisputeRelationship => (EventKind::RelationshipDisputed, FILLING_IN, None),
        ActionKind::ContinueIn => (EventKind::ChannelChanged, FILLING_IN, None),
        ActionKind::Submit => (EventKind::Submitted, FILLING_IN, Some(Submitted)),
        // Until a review begins.
        ActionKind::TakeBack => (
            EventKind::TakenBack,
            &[(Role::Agent, &[Submitted])],
            Some(Draft),
        ),
        ActionKind::Withdraw => (
            EventKind::Withdrawn,
            &[(Role::Agent, OPEN)],
            Some(Withdrawn),
        ),
        ActionKind::Expire => (
            EventKind::Expired,
            &[(Role::System, &[Draft])],
            Some(Expired),
        ),
        // What was handed in stays under the release it was handed in with.
        ActionKind::MoveRelease => (EventKind::ReleaseMoved, &[(Role::System, &[Draft])], None),
    };
    Rule { event, by, to }
}

/// Whether a role may do something from a state: for the buttons of a page.
///
/// ```
/// use domain::application::{ActionKind, CaseState, Role, may};
/// assert!(may(Role::Agent, ActionKind::TakeBack, CaseState::Submitted));
/// assert!(!may(Role::Agent, ActionKind::TakeBack, CaseState::InReview));
/// ```
pub fn may(role: Role, action: ActionKind, state: CaseState) -> bool {
    rule_of(action)
        .from(role)
        .is_some_and(|states| states.contains(&state))
}
