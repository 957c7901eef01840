//! Taking a document's picture with a phone: the code that the phone scans, on its own page or in place.

use askama::Template;

use super::layout::Layout;

/// `/applications/{id}/materials/{material}/phone`
#[derive(Debug, Template)]
#[template(path = "portal/phone.html")]
pub struct Phone {
    /// Header, footer, language.
    pub page: Layout,
    /// What is handed over.
    pub handover: Handover,
}

/// The same as a dialog, which script puts into the current page.
#[derive(Debug, Template)]
#[template(path = "portal/phone_part.html")]
pub struct PhonePart {
    /// The words.
    pub page: Layout,
    /// What is handed over.
    pub handover: Handover,
}

/// One slot, handed over to a phone.
#[derive(Debug, Clone)]
pub struct Handover {
    /// The material's id.
    pub id: String,
    /// What is wanted, in the channel's words.
    pub label: String,
    /// This page's own address; a form posted to it makes a new code.
    pub url: String,
    /// Where a script listens for changes.
    pub changes_url: String,
    /// The slot, on its page.
    pub back_url: String,
    /// Whether the picture has arrived or is awaited.
    pub stage: Stage,
}

/// How far the handover is.
#[derive(Debug, Clone)]
pub enum Stage {
    /// A code that waits for its picture.
    Open(Code),
    /// The picture has arrived; the address of its small view.
    Received(String),
}

/// What the phone needs.
#[derive(Debug, Clone)]
pub struct Code {
    /// The code's picture.
    pub picture: String,
    /// The address in it, as people type it.
    pub address: String,
    /// The two digits that the phone shows too.
    pub digits: String,
    /// Until when it is valid, in words.
    pub until: String,
    /// The page on this machine, if no phone can reach it; empty otherwise.
    pub here_url: String,
}
