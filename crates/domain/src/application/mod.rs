//! The life of an application: its states, who may do what, what the service refuses, and the
//! frozen snapshot that a submission is.
//!
//! Every change is one decision of [`decide`]; nothing else changes a state.

mod case;
mod decide;
pub mod refusal;
mod relationship;
mod rules;
pub mod snapshot;
mod state;

pub use case::{Actor, Case, Event, EventKind, Role};
pub use decide::{Action, ChildHold, Decision, Refusal, begin, decide};
pub use relationship::{Relationship, RelationshipAnswer};
pub use rules::{ActionKind, may};
pub use state::{CardState, CaseState};
