//! What the pages share on which a code by short message is asked for and answered.

use super::field::Problem;
use super::question::Question;

/// The form that sends a code, and what the form that answers it has in common on every page.
#[derive(Debug, Clone)]
pub struct Codes {
    /// Where both forms are sent.
    pub address: &'static str,
    /// The input that says whom the code is for: `mobile` or `login`.
    pub input: &'static str,
    /// What was typed there.
    pub typed: String,
    /// Where to go afterwards.
    pub next: String,
    /// The code that is on its way; `None` before the first.
    pub sent: Option<Sent>,
    /// The question that must be answered before the next code.
    pub question: Option<Question>,
    /// What was wrong in either form.
    pub problems: Vec<Problem>,
}

/// A code that is on its way.
#[derive(Debug, Clone)]
pub struct Sent {
    /// Whom it is for, as it was typed.
    pub to: String,
    /// That it was sent, in words.
    pub words: String,
    /// How long it is valid, in words.
    pub lasts: String,
    /// The code as it was typed, unless it is wrong.
    pub typed: String,
    /// When the next one may be asked for, in seconds since 1970 by the service's clock.
    pub again_at_s: i64,
    /// Seconds until then.
    pub wait_s: i64,
    /// The same in words, for browsers without script; empty when it may be asked for now.
    pub wait: String,
}

impl Codes {
    /// The problem at one input.
    pub fn problem(&self, field: &str) -> Option<&Problem> {
        self.problems.iter().find(|problem| problem.field == field)
    }

    /// The id of the form that the switches of the header send: the one that is filled in.
    pub fn form(&self) -> &'static str {
        if self.sent.is_some() {
            "answer-code"
        } else {
            "send-code"
        }
    }

    /// Whether the code goes to a mobile that is typed, and not to that of an account.
    pub fn is_to_mobile(&self) -> bool {
        self.input == "mobile"
    }
}
