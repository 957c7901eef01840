//! The application was changed elsewhere in the meantime: both values side by side.

use askama::Template;

use super::layout::Layout;

/// Shown with status 409.
#[derive(Debug, Template)]
#[template(path = "portal/stale.html")]
pub struct Stale {
    /// Header, footer, language.
    pub page: Layout,
    /// The case's state, as its code.
    pub state: String,
    /// The step's id.
    pub step: String,
    /// What happened.
    pub lead: String,
    /// Where "use mine" is sent.
    pub action: String,
    /// The page within the step; empty when there is only one.
    pub part: String,
    /// Whether the way leads back to the summary.
    pub from_review: bool,
    /// Names the version that is stored now.
    pub mark: String,
    /// The answers that differ.
    pub rows: Vec<BothValues>,
    /// What was posted, sent again with "use mine".
    pub mine: Vec<(String, String)>,
    /// The words of the link to the stored answers.
    pub stored_label: String,
    /// Where the stored answers are shown.
    pub stored_url: String,
}

/// An answer in its two versions.
#[derive(Debug, Clone)]
pub struct BothValues {
    /// The question.
    pub label: String,
    /// What was posted, as people read it.
    pub mine: String,
    /// What is stored, as people read it.
    pub stored: String,
}
