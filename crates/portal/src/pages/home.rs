//! The home page: the services on offer, the child's card first.

use askama::Template;

use super::frame::Frame;
use super::service::OpenDraft;

/// `/`
#[derive(Debug, Template)]
#[template(path = "portal/home.html")]
pub struct Home {
    /// Header, footer, language.
    pub page: Frame,
    /// Drafts to go on with, newest first.
    pub drafts: Vec<OpenDraft>,
}
