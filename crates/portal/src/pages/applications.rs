//! My applications.

use askama::Template;

use super::layout::Layout;

/// `/applications`
#[derive(Debug, Template)]
#[template(path = "portal/applications.html")]
pub struct Applications {
    /// Header, footer, language.
    pub page: Layout,
    /// What has just happened, in words; empty if nothing.
    pub done: String,
    /// Newest first.
    pub cards: Vec<Card>,
}

/// One application in the list.
#[derive(Debug, Clone)]
pub struct Card {
    /// Its own page, or where the draft continues.
    pub url: String,
    /// The child's name, or words for "not named yet".
    pub child: String,
    /// The state's code.
    pub state: String,
    /// The state in words.
    pub state_label: String,
    /// What happens next or what is missing; why a draft cannot go on.
    pub next: String,
    /// Where a draft that cannot go on leads; empty for others.
    pub cure: String,
    /// How long a draft is kept; empty for what is none.
    pub kept: String,
    /// Where a draft that was never submitted is deleted; empty for others.
    pub delete_url: String,
    /// When it changed last, in words.
    pub at: String,
    /// The receipt number in groups; empty for a draft.
    pub number: String,
    /// Whether it is a draft that can be continued.
    pub open: bool,
}
