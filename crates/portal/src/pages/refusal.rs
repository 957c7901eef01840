//! The service cannot go on with this application, and says why as far as it may.

use askama::Template;

use super::field::Problem;
use super::layout::Layout;

/// Shown in place of the page that was asked for.
#[derive(Debug, Template)]
#[template(path = "portal/refusal.html")]
pub struct Refusal {
    /// Header, footer, language.
    pub page: Layout,
    /// The stable code.
    pub code: String,
    /// The code of the application's state; empty when there is no application behind it.
    pub state: String,
    /// The heading.
    pub heading: String,
    /// What happened.
    pub reason: String,
    /// What is safe.
    pub safe: String,
    /// What to do.
    pub cure: String,
    /// The field it hangs on, where there is one.
    pub problem: Option<Problem>,
    /// Where another child can be entered; empty when that helps nobody.
    pub mend_url: String,
    /// Whether that is what one comes from here for; else it is for whoever mistyped.
    pub mends: bool,
}
