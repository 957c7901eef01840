//! What somebody wants to do to a card.

use jiff::SignedDuration;
use uuid::Uuid;

use crate::application::CaseState;

/// What somebody wants to do to a card, with the facts that the decision needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CardAction<'a> {
    /// Put a refused card into the queue again.
    Queue {
        /// Where its case stands: only an approved one has a card made.
        case: CaseState,
    },
    /// Put into a batch.
    Batch {
        /// The id of the batch.
        batch: Uuid,
        /// Where its case stands: one that was sent back meanwhile waits in the queue.
        case: CaseState,
    },
    /// Note that the batch went out.
    Send,
    /// The card maker made it.
    AcknowledgeMade {
        /// The batch that is acknowledged.
        batch: Uuid,
    },
    /// The card maker refused the entry.
    AcknowledgeRefused {
        /// The batch that is acknowledged.
        batch: Uuid,
        /// Why, by the card maker's code.
        reason: &'a str,
    },
    /// It is ready at its branch.
    Arrive,
    /// Give it to the agent.
    HandOver,
    /// Note that nobody fetched it in time.
    GiveUp {
        /// How long a card waits at a branch: the office says.
        after: SignedDuration,
    },
}

impl CardAction<'_> {
    /// The row of the table that speaks about this action.
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
    /// Put a refused card into the queue again.
    Queue,
    /// Put into a batch.
    Batch,
    /// Note that the batch went out.
    Send,
    /// The card maker made it.
    AcknowledgeMade,
    /// The card maker refused the entry.
    AcknowledgeRefused,
    /// It is ready at its branch.
    Arrive,
    /// Give it to the agent.
    HandOver,
    /// Note that nobody fetched it in time.
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
