//! The help page.

use askama::Template;

use super::layout::Layout;

/// `/help`
#[derive(Debug, Template)]
#[template(path = "portal/help.html")]
pub struct Help {
    /// Header, footer, language.
    pub page: Layout,
    /// The questions, by topic.
    pub groups: Vec<Group>,
    /// When somebody answers the telephone, in words; empty when the operator does not say.
    pub hours: String,
}

/// Questions on one topic.
#[derive(Debug, Clone)]
pub struct Group {
    /// Its anchor on the page.
    pub id: String,
    /// Its heading.
    pub title: String,
    /// The questions with their answers.
    pub answers: Vec<Answer>,
}

/// A question and its answer.
#[derive(Debug, Clone)]
pub struct Answer {
    /// What is asked.
    pub question: String,
    /// The answer.
    pub answer: String,
    /// Where it leads on.
    pub link: Option<Link>,
}

/// Where an answer leads on.
#[derive(Debug, Clone)]
pub struct Link {
    /// The address.
    pub url: String,
    /// The words of the link.
    pub words: String,
}
