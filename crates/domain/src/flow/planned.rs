//! The plan: everything a page needs to draw a draft.

use std::collections::BTreeSet;

use crate::catalogue::{Choice, FieldKind, ProblemCode};
use crate::channel::Channel;
use crate::digest::Digest;
use crate::flow::StepKind;
use crate::lang::Text;

/// A draft in one channel's flow on one day.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The channel whose flow this is.
    pub channel: Channel,
    /// Number of the release.
    pub release: String,
    /// Every step in order, with every field and slot, visible or not.
    pub steps: Vec<PlannedStep>,
    /// Ids of the required materials, each once, in the order of the flow, present or not.
    pub materials: Vec<String>,
    /// Ids of the materials that are or may still become required. A picture of any other is unnecessary, however the open
    /// questions are answered.
    pub possible_materials: BTreeSet<String>,
    /// Everything that is wrong or missing, in the order of the flow.
    pub problems: Vec<Problem>,
    /// The first step with a problem; `None` when the draft may be submitted.
    pub next: Option<String>,
}

/// A step of the plan.
#[derive(Debug, Clone)]
pub struct PlannedStep {
    /// Id, also the last part of its address.
    pub id: String,
    /// The kind of page for it.
    pub kind: StepKind,
    /// Heading, with placeholders filled.
    pub title: Text,
    /// Short title for the list of steps.
    pub short: Text,
    /// Main button.
    pub button: Text,
    /// False when a condition skips the whole step.
    pub reached: bool,
    /// The pages of the step, at least one (none for the review).
    pub pages: Vec<PlannedPage>,
}

/// One page of a step: one question, or one group of pictures.
#[derive(Debug, Clone)]
pub struct PlannedPage {
    /// Id, unique within the step.
    pub id: String,
    /// Heading, with placeholders filled.
    pub title: Text,
    /// Sentence under the heading.
    pub lead: Option<Text>,
    /// Whether anything on it is visible.
    pub visible: bool,
    /// Whether anything on it can be answered or uploaded; a page with only locked values can be skipped.
    pub answerable: bool,
    /// Fields and slots in order, visible or not.
    pub items: Vec<PlannedItem>,
}

/// A field or a slot on a page.
#[derive(Debug, Clone)]
pub enum PlannedItem {
    /// A question.
    Field(PlannedField),
    /// A place for a picture.
    Slot(PlannedSlot),
}

/// A field as shown in this draft.
#[derive(Clone)]
pub struct PlannedField {
    /// Catalogue id, also the input's name.
    pub id: String,
    /// Kind of value; determines the input.
    pub kind: FieldKind,
    /// Whether it is shown.
    pub visible: bool,
    /// Whether it must be answered before the draft can be submitted.
    pub required: bool,
    /// Whether it is shown but cannot be changed.
    pub locked: bool,
    /// Why it is locked and what to do when it is wrong.
    pub locked_reason: Option<Text>,
    /// Label, as worded by the channel.
    pub label: Text,
    /// Hint under the label, and notes whose condition holds.
    pub hints: Vec<Text>,
    /// Example shown in grey.
    pub example: Option<Text>,
    /// The choices; empty for typed kinds and for hidden fields.
    pub options: Vec<Choice>,
    /// For a consent: the id of the text agreed to ([`Release::agreement`](crate::release::Release::agreement)).
    pub agreement: Option<String>,
    /// For a consent: the hash of that text, so that a form can name the wording that its tick box belongs to.
    pub agreement_hash: Option<Digest>,
    /// The stored value, or the release's default.
    pub value: Option<String>,
    /// A suggestion while there is no value; it counts only once saved.
    pub suggested: Option<String>,
    /// The value as people read it: an option's label, or a date written out.
    pub shown: Option<Text>,
}

/// A place for the picture of a material.
#[derive(Debug, Clone)]
pub struct PlannedSlot {
    /// Material id, also the file input's name.
    pub id: String,
    /// The step it belongs to.
    pub step: String,
    /// Whether it is required now. A slot is shown when required or present.
    pub required: bool,
    /// The question on its own page that alone decides whether it is required, if there is one.
    pub asked_with: Option<AskedWith>,
    /// Where several questions of its own page decide together: the combinations of answers that require it. Empty otherwise.
    pub asked_when: Vec<Vec<AskedWith>>,
    /// Whether a picture is present.
    pub present: bool,
    /// Whether it must stay as it is: while an application is corrected, whatever was not returned.
    pub locked: bool,
    /// Label, as worded by the channel.
    pub label: Text,
    /// Hint under the label, and notes whose condition holds.
    pub hints: Vec<Text>,
}

/// The answers to a question that require a picture.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct AskedWith {
    /// Id of the question.
    pub field: String,
    /// Some of the values that can be chosen there, in their order; never all of them.
    pub values: Vec<String>,
}

/// Something wrong or missing, with the cure.
#[derive(Clone, PartialEq, Eq)]
pub struct Problem {
    /// Field or material id; for [`ProblemCode::UnknownKey`] the key itself.
    pub field: String,
    /// Stable code.
    pub code: ProblemCode,
    /// Step where it can be corrected.
    pub step: String,
    /// Page of that step.
    pub page: Option<String>,
    /// The sentence for the user.
    pub text: Text,
}

impl PlannedSlot {
    /// The questions of its own page whose answers decide whether it is required.
    pub fn deciders(&self) -> impl Iterator<Item = &str> {
        let together = self.asked_when.iter().flatten();
        let asked = self.asked_with.iter().chain(together);
        asked.map(|asked| asked.field.as_str())
    }
}

impl Plan {
    /// The first step with something wrong or missing, or the last one that can be reached.
    pub fn next_or_last(&self) -> &str {
        let last = || self.steps.iter().rev().find(|step| step.reached);
        let next = self.next.as_deref();
        next.or_else(|| last().map(|step| step.id.as_str()))
            .unwrap_or_default()
    }

    /// The step with this id.
    pub fn step(&self, id: &str) -> Option<&PlannedStep> {
        self.steps.iter().find(|step| step.id == id)
    }

    /// The field with this id, wherever it is placed.
    pub fn field(&self, id: &str) -> Option<&PlannedField> {
        self.steps
            .iter()
            .flat_map(PlannedStep::fields)
            .find(|field| field.id == id)
    }

    /// Every slot of the flow, in order.
    pub fn slots(&self) -> impl Iterator<Item = &PlannedSlot> {
        self.steps.iter().flat_map(PlannedStep::slots)
    }

    /// Problems to be corrected in this step, in order.
    pub fn problems_of<'a>(&'a self, step: &'a str) -> impl Iterator<Item = &'a Problem> {
        self.problems
            .iter()
            .filter(move |problem| problem.step == step)
    }

    /// Locks every field and slot but these, beyond what is locked already; a page that is left with nothing to answer is not
    /// answerable.
    pub fn lock_all_but(&mut self, open: &BTreeSet<String>) {
        for page in self.steps.iter_mut().flat_map(|step| &mut step.pages) {
            for item in &mut page.items {
                match item {
                    PlannedItem::Field(field) => field.locked |= !open.contains(&field.id),
                    PlannedItem::Slot(slot) => slot.locked |= !open.contains(&slot.id),
                }
            }
            page.answerable = page.items.iter().any(PlannedItem::is_answerable);
        }
    }
}

impl PlannedItem {
    /// Whether it is asked for and can be answered or uploaded.
    pub(super) fn is_answerable(&self) -> bool {
        match self {
            PlannedItem::Field(field) => field.visible && !field.locked,
            PlannedItem::Slot(slot) => slot.required && !slot.locked,
        }
    }
}

impl PlannedStep {
    /// Every field of the step, in order.
    pub fn fields(&self) -> impl Iterator<Item = &PlannedField> {
        self.pages.iter().flat_map(PlannedPage::fields)
    }

    /// Every slot of the step, in order.
    pub fn slots(&self) -> impl Iterator<Item = &PlannedSlot> {
        self.pages.iter().flat_map(PlannedPage::slots)
    }

    /// The page with this id.
    pub fn page(&self, id: &str) -> Option<&PlannedPage> {
        self.pages.iter().find(|page| page.id == id)
    }
}

impl PlannedPage {
    /// The fields of the page, in order.
    pub fn fields(&self) -> impl Iterator<Item = &PlannedField> {
        self.items.iter().filter_map(|item| match item {
            PlannedItem::Field(field) => Some(field),
            PlannedItem::Slot(_) => None,
        })
    }

    /// The slots of the page, in order.
    pub fn slots(&self) -> impl Iterator<Item = &PlannedSlot> {
        self.items.iter().filter_map(|item| match item {
            PlannedItem::Field(_) => None,
            PlannedItem::Slot(slot) => Some(slot),
        })
    }
}

/// Only ids and flags: values are personal data.
impl std::fmt::Debug for PlannedField {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PlannedField")
            .field("id", &self.id)
            .field("visible", &self.visible)
            .field("required", &self.required)
            .field("locked", &self.locked)
            .finish_non_exhaustive()
    }
}

impl std::fmt::Debug for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} at {}", self.code.as_str(), self.field)
    }
}
