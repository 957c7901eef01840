//! The registry found the relationship: the parent confirms it or says that it is wrong.

use askama::Template;
use service::parent::step_view::Progress;

use super::field::{Field, Problem, Shape};
use super::layout::Layout;
use super::step::{Asks, StepForm};

/// `/applications/{id}/relationship`
#[derive(Debug, Template)]
#[template(path = "portal/relationship.html")]
pub struct Relationship {
    /// Header, footer, language.
    pub page: Layout,
    /// The form around it; its heading is the official prompt.
    pub form: StepForm,
    /// The same in plain words: 您是陈一诺的母亲。
    pub plain: String,
    /// The child's name.
    pub child_name: String,
    /// The child's ID number, masked.
    pub child_number: String,
    /// What is wrong with the answer.
    pub problem: Option<Problem>,
    /// The relationship as a locked value, once it is confirmed.
    pub locked: Option<Field>,
}

impl Relationship {
    /// Whether a problem's field is on this page.
    pub fn has(&self, id: &str) -> bool {
        self.problem
            .as_ref()
            .is_some_and(|problem| problem.field == id)
    }
}
