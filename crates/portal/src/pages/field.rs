//! One question of a form, and what was wrong with its answer.

use super::choice::{Choice, ChoiceGroup, Places};

/// A field as the page draws it.
#[derive(Debug, Clone)]
pub struct Field {
    /// Its id in the catalogue, which is the input's name.
    pub id: String,
    /// The label above it.
    pub label: String,
    /// The hint under the label; empty when there is none.
    pub hint: String,
    /// An example under the hint; empty when there is none.
    pub example: String,
    /// What was entered or stored.
    pub value: String,
    /// Whether it must be answered.
    pub required: bool,
    /// How it is drawn.
    pub shape: Shape,
    /// What is wrong with the answer.
    pub problem: Option<Problem>,
}

/// How a field is drawn.
#[derive(Debug, Clone)]
pub enum Shape {
    /// One line of text.
    Line(Line),
    /// Several lines of text.
    Area,
    /// Up to six options as large cards.
    Cards(Vec<Choice>),
    /// A native list, with a filter above it where script runs.
    List(Vec<ChoiceGroup>),
    /// Many options with two lines each, such as branches.
    Places(Places),
    /// A consent or a promise; the label is next to the box.
    Tick,
    /// A value that cannot be changed here.
    Locked(Lock),
}

/// Details of a one-line input.
#[derive(Debug, Clone, Default)]
pub struct Line {
    /// The keyboard a phone shows: `text`, `tel`, `numeric`.
    pub input_mode: &'static str,
    /// The browser's autocomplete hint: `off`, `name`, `tel`, ...
    pub autocomplete: &'static str,
    /// `id_number` or `mobile` if script groups what is typed, else empty.
    pub grouping: &'static str,
}

/// Why a value is locked.
#[derive(Debug, Clone, Default)]
pub struct Lock {
    /// The value as people read it.
    pub shown: String,
    /// Where it came from, in words.
    pub source: String,
    /// When it came, in words; empty if that says nothing.
    pub at: String,
    /// Why it is locked and what to do if it is wrong; may be empty.
    pub reason: String,
    /// Where to dispute it; empty if the sentence itself says how.
    pub dispute: String,
}

/// A problem with a field or a material.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The id of the field or material.
    pub field: String,
    /// The stable code.
    pub code: String,
    /// The sentence that names the cure.
    pub text: String,
}

/// A problem elsewhere, with a link to it.
#[derive(Debug, Clone)]
pub struct OpenProblem {
    /// The problem.
    pub problem: Problem,
    /// Where to solve it.
    pub url: String,
}

impl Field {
    /// The ids for `aria-describedby`: the problem, the hint and the example, as far as they exist.
    pub fn described_by(&self) -> String {
        let mut ids = Vec::new();
        if self.problem.is_some() {
            ids.push(format!("problem-{}", self.id));
        }
        if !self.hint.is_empty() {
            ids.push(format!("hint-{}", self.id));
        }
        if !self.example.is_empty() {
            ids.push(format!("example-{}", self.id));
        }
        ids.join(" ")
    }

    /// Whether the field is a group of options.
    pub fn is_group(&self) -> bool {
        matches!(self.shape, Shape::Cards(_) | Shape::Places(_))
    }
}
