//! What a phone shows that scanned a code: which document is wanted, and that it arrived.

use askama::Template;

use super::layout::Layout;
use super::slot::Slot;

/// `/capture/{token}`
#[derive(Debug, Template)]
#[template(path = "portal/capture.html")]
pub struct Capture {
    /// Header, footer, language.
    pub page: Layout,
    /// The two digits that the computer shows too.
    pub digits: String,
    /// The document.
    pub slot: Slot,
}

/// Its slot alone, as script puts it in place of the old one when a picture cannot be used.
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
