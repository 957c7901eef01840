//! The card of an approved case, from the queue of the card maker to the agent's hand.
//!
//! An approval begins a card with [`begin`]; where one was refused before, the service queues that
//! one again ([`CardAction::Queue`]).

use jiff::Timestamp;
use uuid::Uuid;

use super::{Actor, BranchCode, CardState, Case, Event, EventKind};

mod action;
mod decide;
mod rules;

pub use action::{CardAction, CardActionKind};
pub use decide::{CardDecision, CardOutcome, CardRefusal, decide};
pub use rules::{leads_to, may};

/// A card as far as decisions go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// The approved case.
    pub case: Uuid,
    /// Where it will wait for the agent.
    pub branch: BranchCode,
    /// Where it stands.
    pub state: CardState,
    /// Counts every change, from 1.
    pub version: u32,
    /// The batch it is in, or was in last.
    pub batch: Option<Uuid>,
    /// What the card maker said last, so that the same acknowledgement is known again.
    pub acknowledged: Option<Acknowledgement>,
    /// When it was changed last.
    pub updated_at: Timestamp,
}

/// What the card maker said about a card of a batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acknowledgement {
    /// The batch it speaks about.
    pub batch: Uuid,
    /// What became of the card.
    pub answer: CardAnswer,
}

/// What became of a card at the card maker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CardAnswer {
    /// It exists.
    Made,
    /// The entry was refused.
    Refused {
        /// Why, by the card maker's code.
        reason: String,
    },
}

/// Begins the card of an approved case: in the queue.
pub fn begin(case: Uuid, branch: BranchCode, now: Timestamp) -> Card {
    Card {
        case,
        branch,
        state: CardState::Queued,
        version: 1,
        batch: None,
        acknowledged: None,
        updated_at: now,
    }
}

/// What happened to a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardEvent {
    /// What.
    pub kind: EventKind,
    /// By whom.
    pub actor: Actor,
    /// When.
    pub at: Timestamp,
    /// The batch, or the reason of a refusal, by its id or code.
    pub subject: Option<String>,
    /// The state before.
    pub from: CardState,
    /// The state after.
    pub to: CardState,
}

impl CardEvent {
    /// The event in the journal of its case, whose own state and version stay as they are.
    pub fn of(self, case: &Case) -> Event {
        Event {
            kind: self.kind,
            case: case.id,
            actor: self.actor,
            at: self.at,
            subject: self.subject,
            from: Some(case.state),
            to: case.state,
            version: case.version,
            submission: None,
        }
    }
}

#[cfg(test)]
mod tests;
