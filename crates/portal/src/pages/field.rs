//! One question of a form, and what was wrong with its answer.

use super::choice::{Choice, ChoiceGroup, Places};

/// More rows than this stand in columns.
const MOST_IN_A_COLUMN: usize = 6;
/// So many characters are short enough for several rows side by side on a phone.
const SHORT: usize = 4;

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
    /// Up to sixteen options as large rows.
    Cards(Vec<Choice>),
    /// What has one possible answer, as text; the form sends it.
    Only(Choice),
    /// Options of which one may be chosen to see fewer of what is asked below it.
    Filter(Vec<Choice>),
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

    /// How its rows stand side by side, as a further class of theirs; empty if they do not.
    pub fn columns(&self) -> &'static str {
        let Shape::Cards(choices) = &self.shape else {
            return "";
        };
        let shorter = |most: usize| {
            let mut choices = choices.iter();
            choices.all(|choice| choice.detail.is_empty() && choice.label.chars().count() <= most)
        };
        if choices.iter().any(|choice| choice.card.is_some()) {
            " choices--pictured"
        } else if choices.len() > MOST_IN_A_COLUMN && shorter(SHORT) {
            " choices--short"
        } else if choices.len() > MOST_IN_A_COLUMN || (choices.len() == 2 && shorter(SHORT)) {
            " choices--many"
        } else {
            ""
        }
    }

    /// The usual answer of a long list, which has a button of its own: its first one.
    pub fn usual(&self) -> Option<&Choice> {
        match &self.shape {
            Shape::List(groups) => groups.first()?.choices.first(),
            _ => None,
        }
    }

    /// Whether the field is a group of options.
    pub fn is_group(&self) -> bool {
        matches!(self.shape, Shape::Cards(_) | Shape::Places(_))
    }
}
