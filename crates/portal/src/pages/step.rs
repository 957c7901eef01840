//! A step of the flow, drawn from what the engine says, and what all kinds of step page share.

use askama::Template;
use service::parent::step_view::Progress;

use super::choice::Choice;
use super::field::{Field, OpenProblem, Problem, Shape};
use super::layout::Layout;
use super::returned::ReturnedItem;
use super::slot::Slot;

/// `/applications/{id}/{step}`
#[derive(Debug, Template)]
#[template(path = "portal/step.html")]
pub struct Step {
    /// Header, footer, language.
    pub page: Layout,
    /// The form around the questions.
    pub form: StepForm,
    /// Sentences under the heading.
    pub intro: Vec<String>,
    /// Children whom the registry lists for this agent, offered as a choice.
    pub children: Vec<KnownChild>,
    /// Where somebody else can be named, if the fields are closed because a child of the registry was chosen; else empty.
    pub another_url: String,
    /// The child as entered, if the page asks for the relationship.
    pub named: Option<NamedChild>,
    /// Questions and documents in their order.
    pub items: Vec<Item>,
    /// Whether a document slot is on the page.
    pub has_slots: bool,
}

/// What every page of a step holds besides its questions.
#[derive(Debug, Clone)]
pub struct StepForm {
    /// The step's id.
    pub step: String,
    /// The case's state, as its code.
    pub state: String,
    /// The heading: the question of this page.
    pub heading: String,
    /// Where the form is sent.
    pub action: String,
    /// The page within the step; empty when there is only one.
    pub part: String,
    /// The mark of what the page was drawn from.
    pub mark: String,
    /// Whether the way leads back to the summary.
    pub from_review: bool,
    /// What alone is shown of the page, because that is to be changed; empty when all of it is shown.
    pub only: String,
    /// Every step in order; the promise stands on the page of the summary.
    pub steps: Vec<ListedStep>,
    /// The number of this page, from 1.
    pub number: usize,
    /// How many pages there are.
    pub total: usize,
    /// What is wrong on this page.
    pub problems: Vec<Problem>,
    /// What is wrong elsewhere, if that keeps this page from handing in.
    pub elsewhere: Vec<OpenProblem>,
    /// What staff returned of this page.
    pub returned: Vec<ReturnedItem>,
    /// Why the law asks for something on this page again; empty if it does not.
    pub by_law: Vec<String>,
    /// When it was last saved, in words; empty before the first time.
    pub saved_at: String,
    /// The words on the main button.
    pub primary: String,
    /// The two answers to the page's one question, if its buttons answer it.
    pub either: Option<Either>,
    /// The page before this one.
    pub back: String,
    /// What must be said before the questions.
    pub notes: Vec<String>,
    /// Minutes without a request after which the log-in ends.
    pub idle_minutes: u32,
    /// Whether a registry is asked when the page is sent, and whether one can go on without its answer; `None` if none is asked.
    pub asks: Option<Asks>,
    /// Whether something is typed on the page: it then says how long that may take.
    pub is_typed: bool,
}

/// That a registry is asked, which takes time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asks {
    /// Who the agent is to the child. Without the answer documents prove it.
    Relationship,
    /// Whether the child can have a card.
    Eligibility,
}

/// A question that two buttons answer: the main one with one value, the other with the other.
#[derive(Debug, Clone)]
pub struct Either {
    /// The question's id.
    pub name: String,
    /// What the main button sends.
    pub value: String,
    /// What the other button sends.
    pub other_value: String,
    /// The words on the other button.
    pub other: String,
    /// What follows from the other answer; may be empty.
    pub other_detail: String,
}

/// A step in the list above the form.
#[derive(Debug, Clone)]
pub struct ListedStep {
    /// Its title.
    pub title: String,
    /// Where it stands.
    pub url: String,
    /// Before, at or after the current one.
    pub progress: Progress,
}

/// A child whom the registry lists for the agent.
#[derive(Debug, Clone)]
pub struct KnownChild {
    /// The name.
    pub name: String,
    /// The ID number, masked.
    pub shown_number: String,
    /// The ID types that the child may apply with, as buttons: what the form sends, the words, whether it is the answer now.
    pub id_types: Vec<Choice>,
    /// Whether the application is for this child now.
    pub is_chosen: bool,
    /// The agent's own live application for this child.
    pub live: Option<Live>,
}

/// A live application of the agent, named on the card of its child.
#[derive(Debug, Clone)]
pub struct Live {
    /// Its receipt number, in words.
    pub words: String,
    /// Where it stands.
    pub url: String,
}

/// The child as entered, for another look.
#[derive(Debug, Clone)]
pub struct NamedChild {
    /// Name and masked number, each under its label.
    pub rows: Vec<(String, String)>,
    /// Where to change it.
    pub change_url: String,
}

/// A question or a document.
#[derive(Debug, Clone)]
pub enum Item {
    /// A question.
    Field(Field),
    /// Values side by side that cannot be changed here.
    Facts(Facts),
    /// A document.
    Slot(Slot),
}

/// Several locked values and what they have in common.
#[derive(Debug, Clone)]
pub struct Facts {
    /// Each has the shape [`Shape::Locked`].
    pub fields: Vec<Field>,
    /// Where they came from, in words.
    pub source: String,
    /// Why they are locked and what to do if they are wrong; may be empty.
    pub reason: String,
}

impl Facts {
    /// The label and the value of each, with its id.
    pub fn rows(&self) -> impl Iterator<Item = (&str, &str, &str)> {
        self.fields.iter().filter_map(|field| match &field.shape {
            Shape::Locked(lock) => {
                Some((field.id.as_str(), field.label.as_str(), lock.shown.as_str()))
            }
            _ => None,
        })
    }
}

impl Item {
    /// Combines neighbouring locked values into one list.
    pub fn gather(items: Vec<Item>) -> Vec<Item> {
        let mut gathered: Vec<Item> = Vec::new();
        for item in items {
            let Item::Field(Field {
                shape: Shape::Locked(lock),
                ..
            }) = &item
            else {
                gathered.push(item);
                continue;
            };
            let (source, reason) = (lock.source.clone(), lock.reason.clone());
            let Item::Field(field) = item else { continue };
            match gathered.last_mut() {
                Some(Item::Facts(facts)) => facts.fields.push(field),
                _ => gathered.push(Item::Facts(Facts {
                    fields: vec![field],
                    source,
                    reason,
                })),
            }
        }
        gathered
    }
}

impl StepForm {
    /// Seconds without a request after which the log-in ends.
    pub fn idle_seconds(&self) -> u32 {
        self.idle_minutes.saturating_mul(60)
    }
}

impl Step {
    /// Whether a problem's field is on this page, so that the summary can link to it.
    pub fn has(&self, id: &str) -> bool {
        self.items.iter().any(|item| match item {
            Item::Field(field) => field.id == id,
            Item::Facts(_) => false,
            Item::Slot(slot) => slot.id == id,
        })
    }
}
