//! A real name is proved by a face check.

use askama::Template;

use super::agreement::Article;
use super::field::{Problem, Shape};
use super::layout::Layout;

/// `/prove/real-name`
#[derive(Debug, Template)]
#[template(path = "portal/real_name.html")]
pub struct RealName {
    /// Header, footer, language.
    pub page: Layout,
    /// The stable code of the refusal, if one must wait; empty otherwise.
    pub refusal: &'static str,
    /// The name that was typed.
    pub name: String,
    /// The ID number that was typed.
    pub id_number: String,
    /// Who the person proved to be before: then nothing is typed.
    pub known: Option<Known>,
    /// The text on faces, with its box.
    pub consent: Article,
    /// The version of that text, which the form sends back.
    pub version: String,
    /// Where to go afterwards.
    pub next: String,
    /// Where to ask once more what came of the last check; empty where none waits.
    pub ask_again: String,
    /// What went wrong.
    pub problems: Vec<Problem>,
}

/// Who a person proved to be.
#[derive(Debug, Clone)]
pub struct Known {
    /// The name.
    pub name: String,
    /// The ID number, masked.
    pub shown_number: String,
}

impl RealName {
    /// The problem at one input, or of the check itself (`face`).
    pub fn problem(&self, field: &str) -> Option<&Problem> {
        self.problems.iter().find(|problem| problem.field == field)
    }

    /// The key of the summary's heading: there is nothing to correct where a check went wrong.
    pub fn summary_title(&self) -> &'static str {
        if self.problem("face").is_some() {
            "real_name.not_yet"
        } else {
            "summary.title"
        }
    }

    /// Where the summary leads for a problem.
    pub fn target<'a>(&self, problem: &'a Problem) -> &'a str {
        if problem.field == self.consent.tick.id {
            "f-consent.face"
        } else {
            &problem.field
        }
    }
}
