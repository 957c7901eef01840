//! A step as every face shows it, whatever it looks like there: what is asked, what is stored and where it came from, what is
//! locked and why, what is wrong.
//!
//! The portal draws it and an interface for programs serializes it; neither derives it again. Texts are in both languages.

use domain::answer::{Again, Answer, Provenance};
use domain::catalogue::{Agreement, FieldKind};
use domain::flow::{
    PlannedField, PlannedItem, PlannedPage, PlannedSlot, PlannedStep, Problem, StepKind,
};
use domain::lang::Text;
use domain::release::Release;
use jiff::Timestamp;

use super::case_view::{CaseView, MaterialView};
use super::returned_view::ReturnedView;
use super::way::{self, Stop};

/// A step, or a page of it, of an application.
#[derive(Debug)]
pub struct StepView<'a> {
    /// The application.
    pub case: &'a CaseView,
    /// The step.
    pub step: &'a PlannedStep,
    /// The page that is shown; `None` for the review, and where the whole step is shown at once.
    pub page: Option<&'a PlannedPage>,
    /// What is shown, in order: only what is visible, or may become visible by an answer on this page; after a return, only what
    /// can be corrected.
    pub items: Vec<ItemView<'a>>,
    /// What staff returned of it, in the order given by them.
    pub returned: Vec<ReturnedView<'a>>,
    /// What is asked again here since the draft moved to another release, in order.
    pub asked_again: Vec<&'a Problem>,
}

/// A field or a slot.
#[derive(Debug)]
pub enum ItemView<'a> {
    /// A question.
    Field(FieldView<'a>),
    /// A place for a picture.
    Slot(SlotView<'a>),
}

/// A field with its state in the application.
#[derive(Debug)]
pub struct FieldView<'a> {
    /// Label, hints, options, kind.
    pub planned: &'a PlannedField,
    /// The stored value, or the prefilled one while there is none.
    pub value: Option<&'a str>,
    /// Whether it counts as required. A field with a default or a suggested answer does too: nobody needs to be told that it may
    /// stay empty.
    pub is_required: bool,
    /// Where the stored value came from.
    pub provenance: Option<Provenance>,
    /// Why and since when it cannot be changed, if it is locked.
    pub lock: Option<LockView<'a>>,
    /// For a consent: the text that is agreed to.
    pub agreement: Option<&'a Agreement>,
}

/// Why a value cannot be changed.
#[derive(Debug)]
pub struct LockView<'a> {
    /// Why, and what to do when it is wrong.
    pub reason: Option<&'a Text>,
    /// When the relationship that the registry found was stored; `None` for other values.
    pub at: Option<Timestamp>,
    /// Where the relationship can still be disputed.
    pub disputed_at: Option<Stop>,
}

/// A slot with its state in the application.
#[derive(Debug)]
pub struct SlotView<'a> {
    /// Label, hints, whether it is required.
    pub planned: &'a PlannedSlot,
    /// The stored picture.
    pub stored: Option<&'a MaterialView>,
}

/// A step in the list of all steps.
#[derive(Debug)]
pub struct ListedStep<'a> {
    /// The step.
    pub step: &'a PlannedStep,
    /// Its progress, relative to the step that is shown.
    pub progress: Progress,
}

/// Progress relative to where the agent is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Behind.
    Done,
    /// Here.
    Here,
    /// Still to come.
    Ahead,
}

const RELATIONSHIP: &str = "relationship";

impl<'a> StepView<'a> {
    /// A step of an application, at this page of it, or as a whole if no page is named. `release`: that of the application.
    pub fn of(
        case: &'a CaseView,
        release: &'a Release,
        step: &'a PlannedStep,
        page: Option<&'a PlannedPage>,
    ) -> StepView<'a> {
        let pages = step
            .pages
            .iter()
            .filter(|known| page.is_none_or(|page| page.id == known.id));
        let is_shown = |locked: bool| case.returned.is_none() || !locked;
        let items = pages
            .flat_map(|page| &page.items)
            .filter_map(|item| match item {
                PlannedItem::Field(field) => (field.visible && is_shown(field.locked))
                    .then(|| ItemView::Field(FieldView::of(case, release, field))),
                // A slot that depends on a question on this page is included, to be shown once that is answered.
                PlannedItem::Slot(slot) => {
                    let is_asked =
                        slot.required || slot.present || slot.deciders().next().is_some();
                    (is_asked && is_shown(slot.locked))
                        .then(|| ItemView::Slot(SlotView::of(case, slot)))
                }
            })
            .collect();
        let is_here = |returned: &ReturnedView<'_>| {
            let at = returned.at.as_ref();
            at.is_some_and(|at| {
                at.step == step.id && page.is_none_or(|page| at.page.as_ref() == Some(&page.id))
            })
        };
        let on_page = |found: &&Problem| {
            page.is_none_or(|page| found.page.as_deref() == Some(page.id.as_str()))
        };
        let asked_again = case
            .plan
            .problems
            .iter()
            .filter(|found| found.step == step.id)
            .filter(on_page)
            .filter(|found| case.asked_again.contains_key(&found.field))
            .collect();
        StepView {
            case,
            step,
            page,
            items,
            returned: case.returned_items().into_iter().filter(is_here).collect(),
            asked_again,
        }
    }

    /// The same with nothing but these questions and pictures, and what hangs on them or they on; unchanged if none of them is here.
    #[must_use]
    pub fn narrowed(mut self, to: &[&str]) -> StepView<'a> {
        let is_named = |id: &String| to.contains(&id.as_str());
        let deciders: Vec<String> = self
            .items
            .iter()
            .filter_map(|item| match item {
                ItemView::Slot(slot) if is_named(&slot.planned.id) => Some(slot.planned.deciders()),
                _ => None,
            })
            .flatten()
            .map(str::to_owned)
            .collect();
        let stays = |item: &ItemView<'_>| match item {
            ItemView::Field(field) => {
                is_named(&field.planned.id) || deciders.contains(&field.planned.id)
            }
            ItemView::Slot(slot) => {
                let mut deciders = slot.planned.deciders();
                is_named(&slot.planned.id) || deciders.any(|decider| to.contains(&decider))
            }
        };
        if self.items.iter().any(stays) {
            self.items.retain(stays);
        }
        self
    }

    /// Whether a question or a picture is shown here.
    pub fn shows(&self, id: &str) -> bool {
        self.items.iter().any(|item| match item {
            ItemView::Field(field) => field.planned.id == id,
            ItemView::Slot(slot) => slot.planned.id == id,
        })
    }

    /// Names what this step is drawn from ([`CaseView::mark`]).
    pub fn mark(&self) -> String {
        self.case.mark(&self.step.id)
    }

    /// Names what is submitted, if this step is the last ([`CaseView::once`]).
    pub fn once(&self) -> Option<String> {
        let last = self.case.plan.steps.last();
        let is_last = last.is_some_and(|last| last.id == self.step.id);
        is_last.then(|| self.case.once())
    }

    /// Every step of the flow, with its progress; after a return, this one and those that the way leads through.
    pub fn steps(&self) -> impl Iterator<Item = ListedStep<'a>> {
        let (case, plan) = (self.case, &self.case.plan);
        let here = way::index(plan, &self.step.id);
        let open = way::index(plan, way::open_step(case));
        let steps = plan.steps.iter().enumerate();
        let is_listed = move |(number, step): &(usize, &PlannedStep)| {
            *number == here || case.returned.is_none() || case.leads_through(step)
        };
        steps.filter(is_listed).map(move |(number, step)| {
            let progress = if number == here {
                Progress::Here
            } else if number < here && number <= open {
                Progress::Done
            } else {
                Progress::Ahead
            };
            ListedStep { step, progress }
        })
    }

    /// The stop before this one, or the summary if the agent came from there; `None` at the beginning.
    pub fn back(&self, from_review: bool) -> Option<Stop> {
        if from_review {
            Some(Stop::at(way::review(&self.case.plan)))
        } else {
            way::before(self.case, self.step, self.page)
        }
    }

    /// Whether anything here was carried over from an earlier application.
    pub fn is_carried(&self) -> bool {
        self.items.iter().any(|item| match item {
            ItemView::Field(field) => field.provenance == Some(Provenance::EarlierApplication),
            ItemView::Slot(slot) => slot.stored.is_some_and(|stored| stored.from_earlier),
        })
    }

    /// Whether anything is typed in here.
    pub fn is_typed(&self) -> bool {
        self.fields().any(|field| {
            let typed = matches!(
                field.planned.kind,
                FieldKind::Name | FieldKind::IdNumber | FieldKind::Mobile | FieldKind::Address
            );
            typed && field.lock.is_none()
        })
    }

    /// Whether children that the registry knows are offered here.
    pub fn offers_children(&self) -> bool {
        self.fields()
            .any(|field| way::names_the_child(field.planned))
    }

    /// The field that asks whether the registry's answer is right, if it is on this page.
    pub fn confirmation(&self) -> Option<&FieldView<'a>> {
        self.fields().find(|field| way::confirms(field.planned))
    }

    /// What kind of page this is.
    pub fn kind(&self) -> StepKind {
        self.step.kind
    }

    /// The fields that are shown, in order.
    pub fn fields(&self) -> impl Iterator<Item = &FieldView<'a>> {
        self.items.iter().filter_map(|item| match item {
            ItemView::Field(field) => Some(field),
            ItemView::Slot(_) => None,
        })
    }
}

impl<'a> FieldView<'a> {
    /// A field of the plan with its state in the application.
    pub fn of(
        case: &'a CaseView,
        release: &'a Release,
        planned: &'a PlannedField,
    ) -> FieldView<'a> {
        let answer = case.answers.get(&planned.id);
        let value = planned.value.as_deref().or(planned.suggested.as_deref());
        FieldView {
            value,
            is_required: planned.required || value.is_some(),
            provenance: answer.map(|answer| answer.provenance),
            lock: planned.locked.then(|| LockView::of(case, planned, answer)),
            agreement: planned
                .agreement
                .as_deref()
                .and_then(|id| release.agreement(id)),
            planned,
        }
    }
}

impl<'a> LockView<'a> {
    fn of(case: &CaseView, planned: &'a PlannedField, answer: Option<&Answer>) -> LockView<'a> {
        let is_found = planned.id == RELATIONSHIP;
        LockView {
            reason: planned.locked_reason.as_ref(),
            at: answer.filter(|_| is_found).map(|answer| answer.at),
            disputed_at: is_found.then(|| way::where_confirmed(&case.plan)).flatten(),
        }
    }
}

impl<'a> SlotView<'a> {
    /// A slot of the plan with its state in the application.
    pub fn of(case: &'a CaseView, planned: &'a PlannedSlot) -> SlotView<'a> {
        let mut stored = case.materials.iter();
        SlotView {
            stored: stored.find(|stored| stored.material == planned.id),
            planned,
        }
    }
}

impl CaseView {
    /// Why the law asks for these fields or materials again, each reason once.
    pub fn reasons_by_law<'a>(&self, fields: impl IntoIterator<Item = &'a str>) -> Vec<&Text> {
        let mut reasons: Vec<&Text> = Vec::new();
        for field in fields {
            let asked = self.asked_again.get(field);
            if let Some(Again::ByLaw(reason)) = asked.map(|asked| &asked.why)
                && !reasons.contains(&reason)
            {
                reasons.push(reason);
            }
        }
        reasons
    }
}
