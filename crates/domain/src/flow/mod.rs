//! The flow engine: what is visible, required, wrong and next, from data files alone.
//!
//! A channel's flow orders steps and places catalogue fields in them. [`plan()`] applies answers to it; [`accept()`] checks
//! and normalises one value; [`choices()`] lists the choices. The engine knows no channel by name and no page.

mod accept;
mod across;
mod asked_with;
mod build;
mod check;
mod choices;
mod completions;
mod condition;
mod draft;
mod facts;
mod json;
mod load;
mod model;
mod plan;
mod planned;
mod positions;
mod problems;
mod show;
mod superseded;
mod universe;
mod values;
mod wording;

pub use accept::{Accepted, Fault, accept};
pub(crate) use choices::{accepted_choices, accepted_values};
pub use choices::{choices, is_possible_agent};
pub use facts::{Facts, RelationshipState};
pub use json::plan_json;
pub(crate) use model::ItemKind;
pub use model::{Flow, StepKind};
pub use plan::plan;
pub use planned::{
    AskedWith, Plan, PlannedField, PlannedItem, PlannedPage, PlannedSlot, PlannedStep, Problem,
};
pub use show::show;
pub use superseded::superseded;
pub(crate) use values::Values;

pub use crate::catalogue::Choice;

#[cfg(test)]
mod tests;
