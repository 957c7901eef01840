//! What somebody wants to do to a card.

use jiff::SignedDuration;
use uuid::Uuid;

use crate::application::CaseState;

/// What somebody wants to do to a card, with the facts that the decision needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CardAction<'a> {
    /// Put a refused card back into the queue.
    Queue {
        /// State of its application: a card is made only for an approved one.
        case: CaseState,
    },
    /// Put into a batch.
    Batch {
        /// The id of the batch.
        batch: Uuid,
        /// State of its application: the card of one returned meanwhile waits in the queue.
        case: CaseState,
    },
    /// Record that the batch was sent.
    Send,
    /// Record that the card maker made it.
    AcknowledgeMade {
        /// The batch that is acknowledged.
        batch: Uuid,
    },
    /// Record that the card maker refused the entry.
    AcknowledgeRefused {
        /// The batch that is acknowledged.
        batch: Uuid,
        /// Why, by the card maker's code.
        reason: &'a str,
    },
    /// Record that it is ready at its branch.
    Arrive,
    /// Hand it over to the agent.
    HandOver,
    /// Record that nobody collected it in time.
    GiveUp {
        /// How long a card waits at a branch; the office decides.
        after: SignedDuration,
    },
}

impl CardAction<'_> {
    /// The row of the table for this action.
    pub const fn kind(self) -> CardActionKind {
        match self {
            Self::Queue { .. } => CardActionKind::Queue,
            Self::Batch { .. } => CardActionKind::Batch,
            Self::Send => CardActionKind::Send,
            Self::AcknowledgeMade { .. } => CardActionKind::AcknowledgeMade,
            Self::AcknowledgeRefused { .. } => CardActionKind::AcknowledgeRefused,
            Self::Arrive => CardActionKind::Arrive,
            Self::HandOver => CardActionKind::HandOver,
            Self::GiveUp { .. } => CardActionKind::GiveUp,
        }
    }
}

/// The kinds of action on a card, without what they carry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CardActionKind {
    /// Put a refused card back into the queue.
    Queue,
    /// Put into a batch.
    Batch,
    /// Record that the batch was sent.
    Send,
    /// Record that the card maker made it.
    AcknowledgeMade,
    /// Record that the card maker refused the entry.
    AcknowledgeRefused,
    /// Record that it is ready at its branch.
    Arrive,
    /// Hand it over to the agent.
    HandOver,
    /// Record that nobody collected it in time.
    GiveUp,
}

impl CardActionKind {
    /// Every kind.
    pub const ALL: [Self; 8] = [
        Self::Queue,
        Self::Batch,
        Self::Send,
        Self::AcknowledgeMade,
        Self::AcknowledgeRefused,
        Self::Arrive,
        Self::HandOver,
        Self::GiveUp,
    ];
}
