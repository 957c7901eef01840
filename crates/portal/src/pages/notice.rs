//! Error, empty, expired, forbidden and maintenance pages: what happened, what is safe, what to do.

use askama::Template;

use super::layout::Layout;

/// Shown in place of the requested page.
#[derive(Debug, Template)]
#[template(path = "portal/notice.html")]
pub struct Notice {
    /// Header, footer, language.
    pub page: Layout,
    /// What the drawing shows.
    pub drawing: Drawing,
    /// The stable code, where the contract has one; empty otherwise.
    pub refusal: String,
    /// The heading.
    pub heading: String,
    /// What happened.
    pub happened: String,
    /// What is safe; may be empty.
    pub safe: String,
    /// What to do.
    pub cure: String,
    /// The words on the button; empty if there is nothing to do here.
    pub action: String,
    /// Where the button leads.
    pub action_url: String,
    /// Whether that has to come before what was not accepted is sent again.
    pub leads_beside: bool,
    /// Whether the help page can be opened: not while the service is closed.
    pub help: bool,
    /// The number under which the operators find this; empty if it is of no use.
    pub request_id: String,
    /// Input that was not accepted, which the button sends again.
    pub again: Option<Again>,
}

/// What a page that replaces another one shows above its heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Drawing {
    /// A board with a clock: the service continues later.
    Wait,
    /// A form with a turning arrow: do it again.
    Again,
    /// A form with a bar: there is no way on from here.
    Stop,
    /// A magnifying glass over an empty place: what was looked for is not there.
    Lost,
}

/// A form that was not accepted.
#[derive(Debug)]
pub struct Again {
    /// Where it is sent.
    pub action: String,
    /// Its inputs, hidden.
    pub inputs: Vec<(String, String)>,
    /// Whether pictures came with it, which have to be chosen again.
    pub had_files: bool,
}
