//! What a return opens in the plan of an application, and what is left to correct.

use std::collections::BTreeSet;

use domain::application::Return;
use domain::flow::{Plan, PlannedStep};

use super::case_view::{CaseView, RELATIONSHIP_CONFIRMED};
use super::field_ids::RELATIONSHIP;

/// The fields and materials that can be changed while an application is corrected: what was returned, what hangs on it and has a
/// value, and what the corrections made necessary.
pub(super) fn open_items(
    plan: &Plan,
    returned: &Return,
    is_stored: impl Fn(&str) -> bool,
) -> BTreeSet<String> {
    let is_wrong = |id: &str| plan.problems.iter().any(|problem| problem.field == id);
    let is_open = |id: &str| {
        !returned.is_locked(id) && (is_returned(returned, id) || is_stored(id) || is_wrong(id))
    };
    let fields = plan.steps.iter().flat_map(PlannedStep::fields);
    let fields = fields.map(|field| &field.id).filter(|id| is_open(id));
    let slots = plan.slots().filter(|slot| {
        // The answer to an open question on its page may require it.
        let may_be_asked = slot.deciders().any(is_open);
        is_open(&slot.id) || (may_be_asked && !returned.is_locked(&slot.id))
    });
    fields.chain(slots.map(|slot| &slot.id)).cloned().collect()
}

/// The returned items that nobody can correct: the plan asks for them no more, or what it shows was not entered by the agent.
pub(super) fn unasked<'a>(plan: &Plan, returned: &'a Return) -> Vec<&'a str> {
    let asks_field = |id: &str| {
        plan.field(id)
            .is_some_and(|field| field.visible && !field.locked)
    };
    let asks = |id: &str| {
        asks_field(id)
            // What the registry found is locked, and corrected by the answer to it.
            || (id == RELATIONSHIP && asks_field(RELATIONSHIP_CONFIRMED))
            || plan.materials.iter().any(|material| material == id)
    };
    let ids = returned.items.iter().map(|item| item.item.as_str());
    ids.filter(|id| !asks(id)).collect()
}

/// The returned items that are still to be corrected.
pub(super) fn left(view: &CaseView) -> Vec<&str> {
    let Some(returned) = &view.returned else {
        return Vec::new();
    };
    returned.left(&unasked(&view.plan, returned))
}

fn is_returned(returned: &Return, id: &str) -> bool {
    returned.items.iter().any(|item| item.item == id)
}
