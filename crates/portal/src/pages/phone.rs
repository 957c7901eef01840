//! A document's picture taken with a phone: the code that the phone scans, on a page of its own or in place.

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

/// The same as a dialog, which script puts into the page that asked.
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
    /// Where a script hears of changes.
    pub changes_url: String,
    /// The slot on the page that it is of.
    pub back_url: String,
    /// Whether the picture has come or is waited for.
    pub stage: Stage,
}

/// How far it is.
#[derive(Debug, Clone)]
pub enum Stage {
    /// A code that waits for its picture.
    Open(Code),
    /// The picture has come; where its small view is.
    Received(String),
}

/// What the phone needs.
#[derive(Debug, Clone)]
pub struct Code {
    /// The code's picture.
    pub picture: String,
    /// The address in it, as one types it.
    pub address: String,
    /// The two digits that the phone shows too.
    pub digits: String,
    /// Until when, in words.
    pub until: String,
    /// The page on this machine, where no phone can come here; empty otherwise.
    pub here_url: String,
}
