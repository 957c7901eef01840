//! The service's own page: what is needed and how long it takes, before any log-in.

use askama::Template;

use super::layout::Layout;

/// `/services/minor-card`
#[derive(Debug, Template)]
#[template(path = "portal/service.html")]
pub struct Service {
    /// Header, footer, language.
    pub page: Layout,
    /// Drafts to continue, newest first; they come before the button that begins a new one.
    pub drafts: Vec<OpenDraft>,
}

/// An application that was begun and not yet submitted.
#[derive(Debug, Clone)]
pub struct OpenDraft {
    /// Where to continue.
    pub url: String,
    /// The child's name, or words for "not named yet".
    pub child: String,
    /// When it was last saved, in words.
    pub saved_at: String,
    /// Why it cannot go on as it is; empty where it can.
    pub refused: String,
}
