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
    /// Hand in.
    Submit,
    /// Take back for changes.
    TakeBack,
    /// Give up.
    Withdraw,
}

impl ActionKind {
    /// Every kind.
    pub const ALL: [Self; 9] = [
        Self::SaveStep,
        Self::AddMaterial,
        Self::RemoveMaterial,
        Self::RecordRelationship,
        Self::ConfirmRelationship,
        Self::DisputeRelationship,
        Self::Submit,
        Self::TakeBack,
        Self::Withdraw,
    ];
}

/// One row of the table.
pub(super) struct Rule {
    /// What the journal calls it.
    pub(super) event: EventKind,
    /// Who may.
    pub(super) by: &'static [Role],
    /// From which states.
    pub(super) from: &'static [CaseState],
    /// The state after it; none where it stays.
    pub(super) to: Option<CaseState>,
}

/// The table: architecture, "The application's life". Actions of staff get their rows here.
pub(super) const fn rule_of(action: ActionKind) -> Rule {
    use CaseState::{Draft, InReview, Returned, Submitted, Withdrawn};
    const AGENT: &[Role] = &[Role::Agent];
    const AGENT_OR_SYSTEM: &[Role] = &[Role::Agent, Role::System];
    const OPEN: &[CaseState] = &[Draft, Submitted, InReview, Returned];

    let (event, by, from, to): (_, _, &[CaseState], _) = match action {
        ActionKind::SaveStep => (EventKind::StepSaved, AGENT, &[Draft], None),
        ActionKind::AddMaterial => (EventKind::MaterialAdded, AGENT, &[Draft], None),
        ActionKind::RemoveMaterial => (EventKind::MaterialRemoved, AGENT, &[Draft], None),
        // A register that was down is asked again while a person looks at the rest.
        ActionKind::RecordRelationship => {
            (EventKind::RelationshipRecorded, AGENT_OR_SYSTEM, OPEN, None)
        }
        ActionKind::ConfirmRelationship => {
            (EventKind::RelationshipConfirmed, AGENT, &[Draft], None)
        }
        ActionKind::DisputeRelationship => (EventKind::RelationshipDisputed, AGENT, &[Draft], None),
        ActionKind::Submit => (EventKind::Submitted, AGENT, &[Draft], Some(Submitted)),
        ActionKind::TakeBack => (EventKind::TakenBack, AGENT, &[Submitted], Some(Draft)),
        ActionKind::Withdraw => (EventKind::Withdrawn, AGENT, OPEN, Some(Withdrawn)),
    };
    Rule {
        event,
        by,
        from,
        to,
    }
}

/// Whether a role may do something from a state: for the buttons of a page.
///
/// ```
/// use domain::application::{ActionKind, CaseState, Role, may};
/// assert!(may(Role::Agent, ActionKind::TakeBack, CaseState::Submitted));
/// assert!(!may(Role::Agent, ActionKind::TakeBack, CaseState::InReview));
/// ```
pub fn may(role: Role, action: ActionKind, state: CaseState) -> bool {
    let Rule { by, from, .. } = rule_of(action);
    by.contains(&role) && from.contains(&state)
}
