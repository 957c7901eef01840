//! The card of an approved application, from the card maker's queue to the agent's hand.
//!
//! An approval creates a card with [`begin`]; where one was refused before, the service queues that one again
//! ([`CardAction::Queue`]).

use jiff::Timestamp;
use uuid::Uuid;

use super::{Actor, BranchCode, CardState, Case, Event, EventKind};

mod action;
mod decide;
mod rules;

pub use action::{CardAction, CardActionKind};
pub use decide::{CardDecision, CardOutcome, CardRefusal, decide};
pub use rules::{leads_to, may};

/// A card, with what decisions need.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// The approved application.
    pub case: Uuid,
    /// The branch where the agent collects it.
    pub branch: BranchCode,
    /// Its state.
    pub state: CardState,
    /// Version, counting every change from 1.
    pub version: u32,
    /// The batch it is in, or was in last.
    pub batch: Option<Uuid>,
    /// The card maker's last report, to recognise a repeated acknowledgement.
    pub acknowledged: Option<Acknowledgement>,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// What the card maker reported about a card of a batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acknowledgement {
    /// The batch that the report is about.
    pub batch: Uuid,
    /// The outcome.
    pub answer: CardAnswer,
}

/// The card maker's outcome for a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CardAnswer {
    /// It was made.
    Made,
    /// The entry was refused.
    Refused {
        /// Why, by the card maker's code.
        reason: String,
    },
}

/// Creates the card of an approved application, in the queue.
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
    /// The batch as its id, or the reason of a refusal as its code.
    pub subject: Option<String>,
    /// The state before.
    pub from: CardState,
    /// The state after.
    pub to: CardState,
}

impl CardEvent {
    /// The event in the journal of its application, whose own state and version do not change.
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
