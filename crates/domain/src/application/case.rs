//! An application, with what decisions need.

use jiff::Timestamp;
use uuid::Uuid;

use super::CaseState;
use crate::channel::Channel;

/// An application, with what decisions need; answers, materials and records are stored beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// Its id, made by the caller before it is stored.
    pub id: Uuid,
    /// The account of the agent, the only one that reads and changes it.
    pub owner: Uuid,
    /// The channel whose flow it follows: where it was begun, or continued.
    pub channel: Channel,
    /// Its state.
    pub state: CaseState,
    /// Version, counting every change from 1. An actor names the version they saw (optimistic lock).
    pub version: u32,
    /// Number of the latest submission; 0 before the first.
    pub submissions: u32,
    /// When it was begun.
    pub created_at: Timestamp,
    /// When it was last changed; for a draft, by its agent.
    pub updated_at: Timestamp,
}
