//! The way through a draft, or through what was returned: which step and page is open, what comes after and before, and where something can be corrected.
//!
//! Every face follows it; none derives its own.

use domain::flow::{Plan, PlannedField, PlannedPage, PlannedStep, StepKind};

use super::case_view::{CaseView, RELATIONSHIP_CONFIRMED};
use super::correction::left;
use super::field_ids::RELATIONSHIP;
use super::save_step::Next;

/// A stop on the way: a step, and its page if the step has several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stop {
    /// Id of the step.
    pub step: String,
    /// Id of its page; `None` for the review, and when the face is to find the open one itself.
    pub page: Option<String>,
}

impl Stop {
    /// A step, at its open page.
    pub fn at(step: &str) -> Stop {
        Stop {
            step: step.to_owned(),
            page: None,
        }
    }

    /// This page of a step.
    pub fn on(step: &PlannedStep, page: &PlannedPage) -> Stop {
        Stop {
            step: step.id.clone(),
            page: Some(page.id.clone()),
        }
    }
}

/// What opens when a step is asked for.
#[derive(Debug)]
pub enum Opened<'a> {
    /// The step, and its page; `None` for the review.
    Here(&'a PlannedStep, Option<&'a PlannedPage>),
    /// Another stop, which comes before it.
    Elsewhere(Stop),
}

/// The step `id` of a draft, at the page `wanted` if it has that; `None` when the flow has no such step. After a return every
/// step with something to correct is open.
pub fn opened<'a>(view: &'a CaseView, id: &str, wanted: Option<&str>) -> Option<Opened<'a>> {
    view.plan.step(id)?;
    // A step that cannot be answered yet leads to the one that can. The summary can always be viewed.
    let open = open_step(view);
    let is_open = |step: &PlannedStep| match view.returned {
        Some(_) => view.leads_through(step),
        None => index(&view.plan, id) <= index(&view.plan, open),
    };
    let Some(planned) = view
        .step(id)
        .filter(|planned| planned.kind == StepKind::Review || is_open(planned))
    else {
        return Some(Opened::Elsewhere(Stop::at(open)));
    };
    // Nothing can be confirmed before the registry was asked: the page that names the child asks it.
    Some(match page_that_asks(view, planned) {
        Some(child) => Opened::Elsewhere(child),
        None => Opened::Here(planned, open_page(view, planned, wanted)),
    })
}

/// The first step with something wrong, missing or to be corrected, or the last one.
pub fn open_step(view: &CaseView) -> &str {
    let (plan, left) = (&view.plan, left(view));
    let is_open = |step: &&PlannedStep| {
        plan.next.as_deref() == Some(&step.id)
            || step.pages.iter().any(|page| holds_any(page, &left))
    };
    let open = plan.steps.iter().find(is_open);
    open.map_or_else(|| plan.next_or_last(), |step| &step.id)
}

/// The requested page, or the first with something open, or the first that can be answered, or the first.
pub fn open_page<'a>(
    view: &'a CaseView,
    step: &'a PlannedStep,
    wanted: Option<&str>,
) -> Option<&'a PlannedPage> {
    // After a return, only what can be corrected is shown.
    let is_shown =
        |page: &&PlannedPage| page.visible && (view.returned.is_none() || page.answerable);
    let seen = || step.pages.iter().filter(is_shown);
    let left = left(view);
    let open = view
        .plan
        .problems_of(&step.id)
        .find_map(|problem| problem.page.as_deref());
    seen()
        .find(|page| Some(page.id.as_str()) == wanted)
        .or_else(|| seen().find(|page| Some(page.id.as_str()) == open || holds_any(page, &left)))
        .or_else(|| seen().find(|page| page.answerable))
        .or_else(|| seen().next())
}

/// What comes after a stop without problems, and whether the way still leads back to the summary from there.
pub fn after(view: &CaseView, next: Next, from_review: bool) -> (Stop, bool) {
    let plan = &view.plan;
    let (open, review) = (open_step(view), review(plan));
    match next {
        // Whoever changes one thing wants to be back, not to be led through what follows.
        _ if from_review && index(plan, open) >= index(plan, review) => (Stop::at(review), false),
        _ if from_review => (Stop::at(open), true),
        Next::Page { step, page } => {
            let page = Some(page);
            (Stop { step, page }, false)
        }
        Next::Step(step) => (Stop::at(&step), false),
    }
}

/// The stop before this one: a page of the same step, or the last of the step before. `None` at the beginning.
pub fn before(view: &CaseView, step: &PlannedStep, page: Option<&PlannedPage>) -> Option<Stop> {
    let here = match page {
        Some(page) => Stop::on(step, page),
        None => Stop::at(&step.id),
    };
    let stops = |step: &PlannedStep| -> Vec<Stop> {
        if step.kind == StepKind::Review {
            return vec![Stop::at(&step.id)];
        }
        let answerable = step.pages.iter().filter(|page| page.answerable);
        answerable.map(|page| Stop::on(step, page)).collect()
    };
    view.plan
        .steps
        .iter()
        .filter(|step| view.leads_through(step))
        .flat_map(stops)
        .take_while(|stop| *stop != here)
        .last()
}

/// The step that shows everything before the promise; every flow has one.
pub fn review(plan: &Plan) -> &str {
    let mut steps = plan.steps.iter();
    let review = steps.find(|step| step.kind == StepKind::Review);
    review.map_or("", |step| &step.id)
}

/// Whether a step stands on the page of the summary: the agreement right after it, which covers what the summary shows.
pub fn stands_on_review(plan: &Plan, step: &str) -> bool {
    plan.steps.windows(2).any(|pair| match pair {
        [review, next] => {
            review.kind == StepKind::Review && next.kind == StepKind::Agreement && next.id == step
        }
        _ => false,
    })
}

/// The number of a page among all that the way leads through, from 1, and how many these are. Neither changes with the answers: a
/// step is counted before it is known what it asks, and the relationship is one page whether it is confirmed or chosen.
pub fn position(view: &CaseView, step: &PlannedStep, page: Option<&PlannedPage>) -> (usize, usize) {
    let shown = |step: &PlannedStep| -> Vec<String> {
        let is_shown =
            |page: &&PlannedPage| page.visible && (view.returned.is_none() || page.answerable);
        let pages = step.pages.iter().filter(is_shown);
        pages.map(|page| page.id.clone()).collect()
    };
    let count = |step: &PlannedStep| match step.kind {
        _ if stands_on_review(&view.plan, &step.id) => 0,
        StepKind::Review | StepKind::Relationship => 1,
        StepKind::Questions | StepKind::Agreement => shown(step).len().max(1),
    };
    let listed = || {
        let steps = view.plan.steps.iter();
        steps.filter(|known| {
            known.id == step.id || view.returned.is_none() || view.leads_through(known)
        })
    };
    let before: usize = listed()
        .take_while(|known| known.id != step.id)
        .map(count)
        .sum();
    let within = match (step.kind, page) {
        (StepKind::Questions, Some(page)) => shown(step).iter().position(|id| *id == page.id),
        _ => None,
    };
    (before + within.unwrap_or(0) + 1, listed().map(count).sum())
}

/// Whether nothing is left but to submit, at the step that does so.
pub fn is_last(plan: &Plan, step: &str) -> bool {
    let mut reached = plan.steps.iter().rev().filter(|known| known.reached);
    reached.next().is_some_and(|last| last.id == step) && plan.next.is_none()
}

/// The index of a step in the flow; the number of steps if it is not in it.
pub fn index(plan: &Plan, step: &str) -> usize {
    plan.steps
        .iter()
        .position(|known| known.id == step)
        .unwrap_or(plan.steps.len())
}

/// Whether this is the field that asks, here and now, whether the registry's answer is right.
pub fn confirms(field: &PlannedField) -> bool {
    field.id == RELATIONSHIP_CONFIRMED && field.visible
}

/// Whether a field takes the child's ID number.
pub fn names_the_child(field: &PlannedField) -> bool {
    field.id == "child.id_number" && field.visible && !field.locked
}

/// Where a confirmed relationship can still be disputed.
pub fn where_confirmed(plan: &Plan) -> Option<Stop> {
    let (step, page) = page_with(plan, |field| confirms(field) && !field.locked)?;
    Some(Stop::on(step, page))
}

/// Where another child can be named.
pub fn where_named(plan: &Plan) -> Option<Stop> {
    let (step, page) = page_with(plan, |field| field.id == "child.id_number" && !field.locked)?;
    Some(Stop::on(step, page))
}

/// Where a returned item is corrected: the relationship that a registry found, by the answer to it.
pub fn where_corrected(plan: &Plan, item: &str) -> Option<Stop> {
    let is_open = |field: &PlannedField| field.id == item && field.visible && !field.locked;
    let field = page_with(plan, is_open);
    let entered = field.or_else(|| where_asked(plan, item));
    let entered = entered.map(|(step, page)| Stop::on(step, page));
    entered.or_else(|| where_confirmed(plan).filter(|_| item == RELATIONSHIP))
}

/// Where the slot of a material is.
pub fn where_asked<'a>(
    plan: &'a Plan,
    material: &str,
) -> Option<(&'a PlannedStep, &'a PlannedPage)> {
    let mut pages = pages(plan);
    pages.find(|(_, page)| page.slots().any(|slot| slot.id == material))
}

/// Where the child is named, for a step that would show the registry's answer while it has not been asked: it could not be asked
/// when the child was entered, for example because the daily look-ups were used up.
fn page_that_asks(view: &CaseView, step: &PlannedStep) -> Option<Stop> {
    if view.relationship.is_some() || !step.fields().any(confirms) {
        return None;
    }
    where_named(&view.plan).filter(|asking| asking.step != step.id)
}

/// The page with such a field, wherever the flow puts it, and its step.
fn page_with(
    plan: &Plan,
    is_such: impl Fn(&PlannedField) -> bool,
) -> Option<(&PlannedStep, &PlannedPage)> {
    let mut pages = pages(plan);
    pages.find(|(_, page)| page.fields().any(&is_such))
}

fn holds_any(page: &PlannedPage, ids: &[&str]) -> bool {
    let mut fields = page.fields().map(|field| &field.id);
    let mut slots = page.slots().map(|slot| &slot.id);
    fields.any(|id| ids.contains(&id.as_str())) || slots.any(|id| ids.contains(&id.as_str()))
}

fn pages(plan: &Plan) -> impl Iterator<Item = (&PlannedStep, &PlannedPage)> {
    let steps = plan.steps.iter();
    steps.flat_map(|step| step.pages.iter().map(move |page| (step, page)))
}
