//! Where a step leads, and which page of it is shown.

use domain::application::CaseState;
use domain::flow::{Plan, PlannedField, PlannedPage, PlannedStep, StepKind};

use super::drawing::{index, step_url};
use crate::cases::parent::case_view::CaseView;
use crate::cases::parent::save_step::Next;

/// Where the child is named, for a step that would show what the register says while it was not asked yet: its answer
/// was not to be had when the child was entered, for example because the day's look-ups were used up.
pub(super) fn page_that_asks(view: &CaseView, step: &PlannedStep) -> Option<String> {
    let confirms = |field: &PlannedField| field.id == "relationship_confirmed" && field.visible;
    if view.relationship.is_some() || !step.fields().any(confirms) {
        return None;
    }
    let names = |field: &PlannedField| field.id == "child.id_number" && !field.locked;
    let mut pages = view
        .plan
        .steps
        .iter()
        .flat_map(|step| step.pages.iter().map(move |page| (step, page)));
    let (asking, page) = pages.find(|(_, page)| page.fields().any(names))?;
    (asking.id != step.id).then(|| step_url(view, &asking.id, Some(&page.id), false))
}

/// What comes after a page that is all right.
pub(super) fn after(view: &CaseView, next: Next, from_review: bool) -> String {
    let plan = &view.plan;
    let open = open_step(plan);
    let review = plan
        .steps
        .iter()
        .find(|known| known.kind == StepKind::Review)
        .map_or("review", |review| &review.id);
    match next {
        Next::Page { step, page } => step_url(view, &step, Some(&page), from_review),
        Next::Step(_) if from_review && index(plan, open) >= index(plan, review) => {
            step_url(view, review, None, false)
        }
        Next::Step(_) if from_review => step_url(view, open, None, true),
        Next::Step(step) => step_url(view, &step, None, false),
    }
}

/// Where an application that is no draft any more is shown.
pub(super) fn after_the_end(view: &CaseView) -> String {
    let page = if view.state == CaseState::Submitted {
        "/receipt"
    } else {
        ""
    };
    format!("/applications/{}{page}", view.id)
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
