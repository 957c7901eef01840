//! The service cannot go on with this application, and says why as far as it may.

use askama::Template;

use super::field::Problem;
use super::layout::Layout;

/// Shown in place of the requested page.
#[derive(Debug, Template)]
#[template(path = "portal/refusal.html")]
pub struct Refusal {
    /// Header, footer, language.
    pub page: Layout,
    /// The stable code.
    pub code: String,
    /// The code of the application's state; empty if there is no application behind it.
    pub state: String,
    /// The heading.
    pub heading: String,
    /// What happened.
    pub reason: String,
    /// What is safe.
    pub safe: String,
    /// What to do.
    pub cure: String,
    /// The field that it is about, if there is one.
    pub problem: Option<Problem>,
    /// Where to enter another child; empty if that does not help.
    pub mend_url: String,
    /// Whether entering another child is the cure; otherwise it only helps after a typing mistake.
    pub mends: bool,
}
