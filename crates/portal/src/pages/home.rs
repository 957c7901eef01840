//! The home page: the services on offer, the child's card first.

use askama::Template;

use super::layout::Layout;
use super::service::OpenDraft;

/// `/`
#[derive(Debug, Template)]
#[template(path = "portal/home.html")]
pub struct Home {
    /// Header, footer, language.
    pub page: Layout,
    /// What has just happened, in words; empty if nothing.
    pub done: String,
    /// Drafts to continue, newest first.
    pub drafts: Vec<OpenDraft>,
}
