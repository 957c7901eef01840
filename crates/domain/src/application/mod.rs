//! The life of an application: its states, who may do what, what the service refuses, and the frozen snapshot of a
//! submission.
//!
//! Every change of an application is one decision of [`decide_on`], every change of a card one of [`card::decide`]; nothing
//! else changes a state.

mod action;
mod action_kind;
mod actor;
mod branch;
pub mod card;
mod case;
mod decide;
mod event;
mod evidence;
mod expiry;
mod finding;
mod flags;
mod reasons;
mod records;
pub mod refusal;
mod relationship;
mod returns;
mod rules;
pub mod snapshot;
mod state;
mod turn;

pub use action::Action;
pub use action_kind::ActionKind;
pub use actor::{Actor, Role};
pub use branch::BranchCode;
pub use case::Case;
pub use decide::{ChildHold, Decision, Refusal, Standing, begin, decide, decide_on};
pub use event::{Event, EventKind};
pub use evidence::{Evidence, HumanCause};
pub use expiry::{DRAFT_LASTS, expires_at, is_expired};
pub use finding::{Finding, FindingKind, FindingState, finding_id};
pub use flags::{Flag, flags};
pub use reasons::{ReasonUse, Reasons};
pub use records::{Assignment, Checks, Hold, LEASE_LASTS, Records, Review, Verdict};
pub use relationship::{Relationship, RelationshipAnswer};
pub use returns::{PROMISE, Return, ReturnItem, ReturnedItem};
pub use rules::may;
pub use state::{CardState, CaseState};
pub use turn::{Turn, turn};
