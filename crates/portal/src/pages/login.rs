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
    /// Filled for a sandbox family only, empty otherwise.
    pub password: String,
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

impl Login {
    /// The problem at one input.
    pub fn problem(&self, field: &str) -> Option<&Problem> {
        self.problems.iter().find(|problem| problem.field == field)
    }
}
