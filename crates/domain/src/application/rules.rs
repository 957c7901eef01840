//! Who may do what to an application in which state: the only such table. A test prints it (`testdata/machines/case.snap`).

use super::{ActionKind, CaseState, EventKind, Role};

/// One row of the table.
pub(super) struct Rule {
    /// The event in the journal.
    pub(super) event: EventKind,
    /// The roles that may, and in which states.
    pub(super) by: &'static [(Role, &'static [CaseState])],
    /// The next state; `None` where it does not change.
    pub(super) to: Option<CaseState>,
}

impl Rule {
    /// The states in which a role may; `None` where it never may.
    pub(super) fn from(&self, role: Role) -> Option<&'static [CaseState]> {
        let (_, states) = self.by.iter().find(|(who, _)| *who == role)?;
        Some(states)
    }
}

/// The row of an action. No state changes except by a decision of this table (ARCHITECTURE.md, invariants).
pub(super) const fn rule_of(action: ActionKind) -> Rule {
    use ActionKind as A;
    use CaseState::{Approved, Draft, Expired, InReview, Rejected, Returned, Submitted, Withdrawn};
    use EventKind as E;
    use Role::{Agent, Reviewer, Supervisor, System};
    type Who = &'static [(Role, &'static [CaseState])];

    const OPEN: &[CaseState] = &[Draft, Submitted, InReview, Returned];
    // In `Returned` only the returned items are unlocked.
    const FILLING_IN: Who = &[(Agent, &[Draft, Returned])];
    const REVIEWING: Who = &[(Reviewer, &[InReview]), (Supervisor, &[InReview])];
    const ANYONE_REVIEWING: Who = &[
        (System, &[InReview]),
        (Reviewer, &[InReview]),
        (Supervisor, &[InReview]),
    ];
    // What is found about an approved application still concerns staff: its card may be on the way.
    const FINDING: Who = &[
        (System, &[Draft, Submitted, InReview, Returned, Approved]),
        (Reviewer, &[InReview]),
        (Supervisor, &[InReview]),
    ];

    let (event, by, to): (_, Who, _) = match action {
        A::SaveStep => (E::StepSaved, FILLING_IN, None),
        A::AddMaterial => (E::MaterialAdded, FILLING_IN, None),
        A::CropMaterial => (E::MaterialCropped, FILLING_IN, None),
        A::RemoveMaterial => (E::MaterialRemoved, FILLING_IN, None),
        // A look-up that failed is retried while a person reviews the rest.
        A::RecordRelationship => (
            E::RelationshipRecorded,
            &[(Agent, &[Draft, Returned]), (System, OPEN)],
            None,
        ),
        A::ConfirmRelationship => (E::RelationshipConfirmed, FILLING_IN, None),
        A::DisputeRelationship => (E::RelationshipDisputed, FILLING_IN, None),
        A::ContinueIn => (E::ChannelChanged, &[(Agent, &[Draft])], None),
        A::Submit => (E::Submitted, &[(Agent, &[Draft])], Some(Submitted)),
        A::Resubmit => (E::Resubmitted, &[(Agent, &[Returned])], Some(Submitted)),
        // Until a review begins.
        A::TakeBack => (E::TakenBack, &[(Agent, &[Submitted])], Some(Draft)),
        A::Withdraw => (E::Withdrawn, &[(Agent, OPEN)], Some(Withdrawn)),
        A::Expire => (E::Expired, &[(System, &[Draft])], Some(Expired)),
        // Submissions stay under the release they were made with.
        A::MoveRelease => (E::ReleaseMoved, &[(System, &[Draft])], None),
        A::Assign => (
            E::Assigned,
            &[
                (Reviewer, &[Submitted, InReview]),
                (Supervisor, &[Submitted, InReview]),
            ],
            None,
        ),
        A::BeginReview => (
            E::ReviewBegun,
            &[
                (System, &[Submitted]),
                (Reviewer, &[Submitted]),
                (Supervisor, &[Submitted]),
            ],
            Some(InReview),
        ),
        // The queue is everything in review without a running lease. Going back to `Submitted` would allow taking back what
        // was reviewed already, and who has the lease is a record, not a state.
        A::ReleaseReview => (E::ReviewReleased, REVIEWING, None),
        A::FinishChecks => (E::ChecksFinished, &[(System, &[InReview])], None),
        A::RaiseFinding => (E::FindingRaised, FINDING, None),
        A::ResolveFinding => (E::FindingResolved, FINDING, None),
        // An agent without a better picture says so before submitting.
        A::OverrideFinding => (
            E::FindingOverridden,
            &[
                (Agent, &[Draft, Returned]),
                (Reviewer, &[InReview]),
                (Supervisor, &[InReview]),
            ],
            None,
        ),
        A::AskSecondReview => (E::SecondReviewAsked, ANYONE_REVIEWING, None),
        A::Endorse => (E::Endorsed, REVIEWING, None),
        A::Hold => (E::Held, REVIEWING, None),
        A::Unhold => (E::Unheld, REVIEWING, None),
        A::Approve => (E::Approved, ANYONE_REVIEWING, Some(Approved)),
        A::Reject => (E::Rejected, REVIEWING, Some(Rejected)),
        A::Return => (E::Returned, REVIEWING, Some(Returned)),
        A::ReturnRefused => (
            E::Returned,
            &[(Reviewer, &[Approved]), (Supervisor, &[Approved])],
            Some(Returned),
        ),
    };
    Rule { event, by, to }
}

/// Whether a role may do something in a state, for the buttons of a page.
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
