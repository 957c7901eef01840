//! Log-in by account.

use askama::Template;

use super::field::Problem;
use super::layout::Layout;

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
    /// Filled for a sandbox family only, empty otherwise.
    pub picture_code: String,
    /// The one-time question's id.
    pub challenge: String,
    /// How the question is asked.
    pub question: ChallengeForm,
    /// Where to go after log-in.
    pub next: String,
    /// Why a log-in is required, in words; empty for a visitor who came for it.
    pub why: String,
    /// The address that asks the question in its other form.
    pub other_form_url: String,
    /// What was wrong; never says which part.
    pub problems: Vec<Problem>,
    /// The sandbox family whose account is filled in.
    pub family: Option<String>,
    /// The stable code of the refusal, if there were too many tries or the session has ended; empty otherwise.
    pub refusal: &'static str,
    /// Input of a step that waits for the log-in, as hidden inputs.
    pub kept: Vec<(String, String)>,
}

/// The two forms of the picture code.
#[derive(Debug, Clone)]
pub enum ChallengeForm {
    /// Letters in a picture, by its address.
    Picture(String),
    /// A sum in words.
    Words(String),
}

impl Login {
    /// The problem at one input.
    pub fn problem(&self, field: &str) -> Option<&Problem> {
        self.problems.iter().find(|problem| problem.field == field)
    }
}
