//! Check your answers: everything on one page, with where it came from.

use askama::Template;
use service::parent::step_view::Progress;

use super::agreement::Article;
use super::field::{OpenProblem, Shape};
use super::layout::Layout;
use super::slot::Picture;
use super::step::{Asks, StepForm};

/// `/applications/{id}/review`
#[derive(Debug, Template)]
#[template(path = "portal/review.html")]
pub struct Review {
    /// Header, footer, language.
    pub page: Layout,
    /// The form around it.
    pub form: StepForm,
    /// What to do here, in words.
    pub lead: String,
    /// Idempotency key of the submission, so that pressing twice submits once; empty while something is open.
    pub once: String,
    /// The promise with its box; empty while something is open.
    pub articles: Vec<Article>,
    /// The answers by topic.
    pub topics: Vec<Topic>,
    /// Problems that are still open, wherever they are.
    pub open: Vec<OpenProblem>,
    /// Pictures that are no longer asked for and are removed on submission.
    pub unneeded: Vec<PictureRow>,
}

/// The answers of one step.
#[derive(Debug, Clone)]
pub struct Topic {
    /// The step's title.
    pub title: String,
    /// Its answers.
    pub rows: Vec<Row>,
    /// Its pictures.
    pub pictures: Vec<PictureRow>,
    /// Whether nothing of it was entered: it is folded then.
    pub is_known: bool,
}

/// An answer.
#[derive(Debug, Clone)]
pub struct Row {
    /// The question.
    pub label: String,
    /// The answer as people read it.
    pub value: String,
    /// Where it came from; empty if that says nothing.
    pub source: String,
    /// Where to change it; empty if it is locked.
    pub change_url: String,
}

/// A picture.
#[derive(Debug, Clone)]
pub struct PictureRow {
    /// What it shows.
    pub label: String,
    /// The same for those who do not see it.
    pub alt: String,
    /// The picture.
    pub picture: Picture,
    /// Where to change it.
    pub change_url: String,
}

/// As many characters as fit on a line beside their label: a name, a date, a number.
const WHOLE: usize = 11;

impl Row {
    /// Whether the answer is short enough to stand on one line: names and dates are never split.
    pub fn is_whole(&self) -> bool {
        self.value.chars().count() <= WHOLE
    }
}

impl Review {
    /// Whether a problem's field is on this page: only the promise is asked here.
    pub fn has(&self, id: &str) -> bool {
        self.articles.iter().any(|article| article.tick.id == id)
    }
}
