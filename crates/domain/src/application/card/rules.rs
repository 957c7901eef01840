//! Who may do what to a card in which state: the only such table. A test prints it (`testdata/machines/card.snap`).

use super::CardActionKind;
use crate::application::{CardState, EventKind, Role};

/// One row of the table.
pub(super) struct Rule {
    /// The event in the journal.
    pub(super) event: EventKind,
    /// The roles that may.
    pub(super) by: &'static [Role],
    /// The states in which it is possible.
    pub(super) from: &'static [CardState],
    /// The next state.
    pub(super) to: CardState,
}

/// The row of an action. No state changes except by a decision of this table (ARCHITECTURE.md, invariants).
pub(super) const fn rule_of(action: CardActionKind) -> Rule {
    use CardActionKind as A;
    use CardState::{AtBranch, Batched, Collected, Made, Queued, Refused, Sent, Uncollected};
    use EventKind as E;
    use Role::{CardMaker, Clerk, Reviewer, Supervisor, System};
    type Who = &'static [Role];
    type From = &'static [CardState];

    let (event, by, from, to): (_, Who, From, _) = match action {
        A::Queue => (
            E::CardQueued,
            &[System, Reviewer, Supervisor],
            &[Refused],
            Queued,
        ),
        A::Batch => (E::CardBatched, &[System], &[Queued], Batched),
        A::Send => (E::CardSent, &[System], &[Batched], Sent),
        A::AcknowledgeMade => (E::CardMade, &[CardMaker], &[Sent], Made),
        A::AcknowledgeRefused => (E::CardRefused, &[CardMaker], &[Sent], Refused),
        // Reported by the card maker as delivered, or by the branch as received.
        A::Arrive => (E::CardArrived, &[CardMaker, Clerk], &[Made], AtBranch),
        // A late parent still gets the card while the branch has it.
        A::HandOver => (
            E::CardCollected,
            &[Clerk],
            &[AtBranch, Uncollected],
            Collected,
        ),
        A::GiveUp => (E::CardUncollected, &[System], &[AtBranch], Uncollected),
    };
    Rule {
        event,
        by,
        from,
        to,
    }
}

/// Whether a role may do something to a card in a state, for the buttons of a page.
///
/// ```
/// use domain::application::card::{CardActionKind, may};
/// use domain::application::{CardState, Role};
/// assert!(may(Role::Clerk, CardActionKind::HandOver, CardState::AtBranch));
/// assert!(!may(Role::Reviewer, CardActionKind::HandOver, CardState::AtBranch));
/// ```
pub fn may(role: Role, action: CardActionKind, state: CardState) -> bool {
    let row = rule_of(action);
    row.by.contains(&role) && row.from.contains(&state)
}

/// The state that an action leads to, wherever it is possible.
pub const fn leads_to(action: CardActionKind) -> CardState {
    rule_of(action).to
}
