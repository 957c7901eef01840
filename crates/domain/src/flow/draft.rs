//! A draft in a flow, with its answers checked.

use std::collections::BTreeMap;

use super::accept::Fault;
use super::completions::Demand;
use super::condition::Condition;
use super::model::Flow;
use super::values::Values;
use crate::answer::Answers;
use crate::catalogue::Field;
use crate::lang::Text;
use crate::release::Release;

/// A draft in a flow, with its answers checked.
pub(crate) struct Draft<'a> {
    pub(crate) release: &'a Release,
    pub(crate) flow: &'a Flow,
    pub(crate) answers: &'a Answers,
    pub(crate) values: &'a Values,
    pub(crate) faults: &'a BTreeMap<String, Fault>,
    pub(crate) demand: &'a Demand,
}

impl Draft<'_> {
    /// Whether a condition holds, given what is known.
    pub(crate) fn holds(&self, condition: &Condition) -> Option<bool> {
        condition.holds(&|name: &str| self.values.get(name))
    }
}

/// The label of a field, as worded in this flow.
pub(crate) fn label_in<'a>(flow: &'a Flow, field: &'a Field) -> &'a Text {
    let items = flow
        .steps
        .iter()
        .flat_map(|step| &step.pages)
        .flat_map(|page| &page.items);
    items
        .filter(|item| item.id == field.id)
        .find_map(|item| item.label.as_ref())
        .unwrap_or(&field.label)
}
