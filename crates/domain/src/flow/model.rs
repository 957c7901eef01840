//! A channel's flow, loaded and checked.

use std::collections::BTreeMap;

use super::condition::Condition;
use super::universe::Universe;
use crate::channel::Channel;
use crate::lang::Text;

/// The steps of one channel, checked against the catalogue.
#[derive(Debug, Clone)]
pub struct Flow {
    pub(crate) channel: Channel,
    pub(crate) steps: Vec<Step>,
    pub(crate) rows: Vec<Row>,
    pub(crate) replacements: Vec<Replacement>,
    /// The possible values of the variables of rows and replacements.
    pub(crate) universe: Universe,
}

/// The kind of page for a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StepKind {
    /// Fields and slots, page by page.
    Questions,
    /// Texts to agree to, with their tick boxes.
    Agreement,
    /// The relationship that the registry found, to confirm or dispute.
    Relationship,
    /// Everything answered so far, to check.
    Review,
}

#[derive(Debug, Clone)]
pub(crate) struct Step {
    pub(crate) id: String,
    pub(crate) kind: StepKind,
    pub(crate) title: Text,
    pub(crate) short: Option<Text>,
    pub(crate) button: Text,
    pub(crate) when: Condition,
    pub(crate) pages: Vec<Page>,
}

#[derive(Debug, Clone)]
pub(crate) struct Page {
    pub(crate) id: String,
    /// Without one, the step's title is used.
    pub(crate) title: Option<Text>,
    pub(crate) lead: Option<Text>,
    pub(crate) when: Condition,
    pub(crate) items: Vec<Item>,
}

/// A field or material at its place in the flow.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Item {
    /// Id of the field or material.
    pub(crate) id: String,
    pub(crate) kind: ItemKind,
    pub(crate) when: Condition,
    pub(crate) label: Option<Text>,
    pub(crate) hint: Option<Text>,
    pub(crate) notes: Vec<Note>,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum ItemKind {
    Field(Box<Placement>),
    Slot,
}

/// How a field behaves at its place.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Placement {
    pub(crate) required: bool,
    /// Holds where the value is shown but cannot be changed.
    pub(crate) locked: Option<Condition>,
    pub(crate) locked_reason: Option<Text>,
    /// A material: the field appears where that one is asked for.
    pub(crate) beside: Option<String>,
    /// A field whose value is suggested while this one has none.
    pub(crate) suggest: Option<String>,
    /// Values suggested while there is none: the first whose condition holds.
    pub(crate) usual: Vec<Usual>,
    /// The value while it is locked, whatever is stored.
    pub(crate) fixed: Option<String>,
    /// The channel's own wording for single options.
    pub(crate) option_labels: BTreeMap<String, Text>,
}

/// The usual answer, under a condition.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Usual {
    pub(crate) when: Condition,
    pub(crate) value: String,
}

/// A sentence shown under a condition.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Note {
    pub(crate) when: Condition,
    pub(crate) text: Text,
}

/// A row of required materials.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub(crate) when: Condition,
    pub(crate) materials: Vec<String>,
}

/// A material that replaces another.
#[derive(Debug, Clone)]
pub(crate) struct Replacement {
    pub(crate) material: String,
    pub(crate) by: String,
    pub(crate) when: Condition,
}

impl Flow {
    /// The channel whose flow this is.
    pub fn channel(&self) -> Channel {
        self.channel
    }

    /// Ids of the steps, in order.
    pub fn step_ids(&self) -> impl Iterator<Item = &str> {
        self.steps.iter().map(|step| step.id.as_str())
    }

    /// The title of a step.
    pub fn step_title(&self, id: &str) -> Option<&Text> {
        let step = self.steps.iter().find(|step| step.id == id);
        step.map(|step| &step.title)
    }

    /// All places of a field or material in this flow.
    pub(crate) fn places<'a>(&'a self, id: &'a str) -> impl Iterator<Item = &'a Item> {
        let pages = self.steps.iter().flat_map(|step| &step.pages);
        pages
            .flat_map(|page| &page.items)
            .filter(move |item| item.id == id)
    }

    /// The step and page of a field or material: its first place where it can be answered.
    pub(crate) fn place_of(&self, id: &str) -> Option<(&Step, &Page)> {
        let places = || {
            let pages = self
                .steps
                .iter()
                .flat_map(|step| step.pages.iter().map(move |page| (step, page)));
            pages.flat_map(|(step, page)| page.items.iter().map(move |item| (step, page, item)))
        };
        let answerable = places().find(|(_, _, item)| item.id == id && !item.is_shown_only());
        answerable
            .or_else(|| places().find(|(_, _, item)| item.id == id))
            .map(|(step, page, _)| (step, page))
    }
}

impl Item {
    /// Whether the value can never be changed at this place.
    pub(crate) fn is_shown_only(&self) -> bool {
        match &self.kind {
            ItemKind::Field(placement) => placement.locked == Some(Condition::ALWAYS),
            ItemKind::Slot => false,
        }
    }
}
