//! Where a step leads, and which page of it is shown.

use domain::application::CaseState;
use domain::flow::{Plan, PlannedField, PlannedPage, PlannedStep, StepKind};
use service::parent::case_view::{CaseView, RELATIONSHIP_CONFIRMED};
use service::parent::save_step::Next;

use super::addresses;

/// Whether a field asks, here and now, whether what the register says is right.
pub(super) fn confirms(field: &PlannedField) -> bool {
    field.id == RELATIONSHIP_CONFIRMED && field.visible
}

/// Whether a field takes the child's number.
fn names_the_child(field: &PlannedField) -> bool {
    field.id == "child.id_number" && !field.locked
}

/// The page with such a field, wherever the flow puts it, and its step.
fn page_with(
    plan: &Plan,
    is_such: impl Fn(&PlannedField) -> bool,
) -> Option<(&PlannedStep, &PlannedPage)> {
    let mut pages = plan
        .steps
        .iter()
        .flat_map(|step| step.pages.iter().map(move |page| (step, page)));
    pages.find(|(_, page)| page.fields().any(&is_such))
}

/// Where a relationship that was confirmed can still be called wrong.
pub(super) fn confirmation_url(view: &CaseView, from_review: bool) -> Option<String> {
    let (step, page) = page_with(&view.plan, confirms)?;
    Some(addresses::step(
        view.id,
        &step.id,
        Some(&page.id),
        from_review,
    ))
}

/// Where another child can be named.
pub(super) fn child_url(view: &CaseView) -> Option<String> {
    let (step, page) = page_with(&view.plan, names_the_child)?;
    Some(addresses::step(view.id, &step.id, Some(&page.id), false))
}

/// Where the child is named, for a step that would show what the register says while it was not asked yet: its answer
/// was not to be had when the child was entered, for example because the day's look-ups were used up.
pub(super) fn page_that_asks(view: &CaseView, step: &PlannedStep) -> Option<String> {
    if view.relationship.is_some() || !step.fields().any(confirms) {
        return None;
    }
    let (asking, _) = page_with(&view.plan, names_the_child)?;
    (asking.id != step.id).then(|| child_url(view)).flatten()
}

/// The step that shows everything before it is promised; every flow has one.
pub(super) fn review(plan: &Plan) -> &str {
    let mut steps = plan.steps.iter();
    let review = steps.find(|step| step.kind == StepKind::Review);
    review.map_or("", |step| &step.id)
}

/// What comes after a page that is all right.
pub(super) fn after(view: &CaseView, next: Next, from_review: bool) -> String {
    let plan = &view.plan;
    let open = open_step(plan);
    let review = review(plan);
    match next {
        Next::Page { step, page } => addresses::step(view.id, &step, Some(&page), from_review),
        Next::Step(_) if from_review && index(plan, open) >= index(plan, review) => {
            addresses::step(view.id, review, None, false)
        }
        Next::Step(_) if from_review => addresses::step(view.id, open, None, true),
        Next::Step(step) => addresses::step(view.id, &step, None, false),
    }
}

/// Where an application that is no draft any more is shown.
pub(super) fn after_the_end(view: &CaseView) -> String {
    if view.state == CaseState::Submitted {
        addresses::receipt(view.id)
    } else {
        addresses::application(view.id)
    }
}

/// The first step that is not all right, or the last one.
pub(super) fn open_step(plan: &Plan) -> &str {
    let last = || {
        plan.steps
            .iter()
            .rev()
            .find(|step| step.reached)
            .map_or("", |step| &step.id)
    };
    plan.next.as_deref().unwrap_or_else(last)
}

/// The page that was asked for, or the first with something open, or the first at all.
pub(super) fn part<'a>(
    plan: &'a Plan,
    step: &'a PlannedStep,
    wanted: Option<&str>,
) -> Option<&'a PlannedPage> {
    let seen = || step.pages.iter().filter(|page| page.visible);
    let open = plan
        .problems_of(&step.id)
        .find_map(|problem| problem.page.as_deref());
    seen()
        .find(|page| Some(page.id.as_str()) == wanted)
        .or_else(|| seen().find(|page| Some(page.id.as_str()) == open))
        .or_else(|| seen().find(|page| page.answerable))
        .or_else(|| seen().next())
}

/// Where a step stands in the flow; the end for one that is not in it.
pub(super) fn index(plan: &Plan, step: &str) -> usize {
    plan.steps
        .iter()
        .position(|known| known.id == step)
        .unwrap_or(plan.steps.len())
}
