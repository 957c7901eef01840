//! A text to agree to before anything is asked. The promise at the end stands on the page of the summary.

use askama::Template;
use service::parent::step_view::Progress;

use super::field::{Field, Shape};
use super::layout::Layout;
use super::step::{Asks, StepForm};

/// `/applications/{id}/disclaimer`
#[derive(Debug, Template)]
#[template(path = "portal/agreement.html")]
pub struct Agreement {
    /// Header, footer, language.
    pub page: Layout,
    /// The form around it.
    pub form: StepForm,
    /// Each text with the box that agrees to it.
    pub articles: Vec<Article>,
}

/// A text and its box.
#[derive(Debug, Clone)]
pub struct Article {
    /// The text's title.
    pub title: String,
    /// Its paragraphs.
    pub paragraphs: Vec<String>,
    /// The edition that is recorded with the consent.
    pub edition: String,
    /// The box.
    pub tick: Field,
}

impl Agreement {
    /// Whether a problem's field is on this page.
    pub fn has(&self, id: &str) -> bool {
        self.articles.iter().any(|article| article.tick.id == id)
    }
}
