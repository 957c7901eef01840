//! What a phone that scanned a code shows: which document is wanted, and that it arrived.

use askama::Template;

use super::layout::Layout;
use super::slot::Slot;

/// `/capture/{token}`
#[derive(Debug, Template)]
#[template(path = "portal/capture.html")]
pub struct Capture {
    /// Header, footer, language.
    pub page: Layout,
    /// The two digits that the computer shows too; empty when another picture led here.
    pub digits: String,
    /// The document.
    pub slot: Slot,
}

/// The slot alone; script replaces the old one with it when a picture cannot be used.
#[derive(Debug, Template)]
#[template(path = "portal/capture_part.html")]
pub struct CapturePart {
    /// The words.
    pub page: Layout,
    /// The document.
    pub slot: Slot,
}

/// `/capture/done`
#[derive(Debug, Template)]
#[template(path = "portal/capture_done.html")]
pub struct CaptureDone {
    /// Header, footer, language.
    pub page: Layout,
}
