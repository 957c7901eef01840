//! The service's own page: what one needs and how long it takes, before any log-in.

use askama::Template;

use super::layout::Layout;

/// `/services/minor-card`
#[derive(Debug, Template)]
#[template(path = "portal/service.html")]
pub struct Service {
    /// Header, footer, language.
    pub page: Layout,
    /// Drafts to go on with, newest first; they come before a new beginning.
    pub drafts: Vec<OpenDraft>,
}

/// An application that was begun and not yet handed in.
#[derive(Debug, Clone)]
pub struct OpenDraft {
    /// Where to go on.
    pub url: String,
    /// The child's name, or words for "not named yet".
    pub child: String,
    /// The step that comes next, by its title.
    pub next: String,
    /// When it was saved last, in words.
    pub saved_at: String,
}
