//! A case as far as decisions go.

use jiff::Timestamp;
use uuid::Uuid;

use super::CaseState;
use crate::channel::Channel;

/// A case as far as decisions go; answers, materials and records stand beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// Its id, made by the caller before it is stored.
    pub id: Uuid,
    /// The account of the agent: the only one who reads and changes it.
    pub owner: Uuid,
    /// The channel whose flow it follows: the one it was begun in, or went on in.
    pub channel: Channel,
    /// Where it stands.
    pub state: CaseState,
    /// Counts every change, from 1: who changes it says which version they saw.
    pub version: u32,
    /// How often it was handed in: the number of the latest submission.
    pub submissions: u32,
    /// When it was begun.
    pub created_at: Timestamp,
    /// When it was changed last; a draft, by its agent.
    pub updated_at: Timestamp,
}
