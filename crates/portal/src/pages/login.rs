//! Log-in by account.

use askama::Template;

use super::field::Problem;
use super::layout::Layout;
use super::question::Question;

/// `/login`
#[derive(Debug, Template)]
#[template(path = "portal/login.html")]
pub struct Login {
    /// Header, footer, language.
    pub page: Layout,
    /// What was typed as user name, mobile or ID number.
    pub login: String,
    /// What was typed as long as nobody has compared it, or that of a sandbox family; empty otherwise.
    pub password: String,
    /// The other ways that are configured, in the order in which they are offered.
    pub ways: Vec<WayLink>,
    /// Whether this browser came in by password the last time: then its form stands before the other ways.
    pub is_password_first: bool,
    /// Why another way led back here.
    pub failed: Option<Failed>,
    /// The question that keeps programs away.
    pub question: Question,
    /// Where to go after log-in.
    pub next: String,
    /// Why a log-in is required, in words; empty for a visitor who came for it.
    pub why: String,
    /// What was wrong; never says which part.
    pub problems: Vec<Problem>,
    /// What has just been done; empty if nothing.
    pub done: String,
    /// The sandbox family whose account is filled in.
    pub family: Option<String>,
    /// The stable code of the refusal, if there were too many tries or the session has ended; empty otherwise.
    pub refusal: &'static str,
    /// Input of a step that waits for the log-in, as hidden inputs.
    pub kept: Vec<(String, String)>,
}

/// A way to log in at another place.
#[derive(Debug, Clone)]
pub struct WayLink {
    /// Its code, such as `wechat`.
    pub code: &'static str,
    /// Its name.
    pub title: String,
    /// Where it begins.
    pub url: String,
    /// Whether this browser came in by it the last time.
    pub is_last: bool,
}

/// Why another way to log in led back here.
#[derive(Debug, Clone)]
pub struct Failed {
    /// The stable code.
    pub code: &'static str,
    /// What happened and what to do, in words.
    pub text: String,
}

impl Login {
    /// The problem at one input.
    pub fn problem(&self, field: &str) -> Option<&Problem> {
        self.problems.iter().find(|problem| problem.field == field)
    }
}
