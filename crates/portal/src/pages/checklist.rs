//! The checklist before log-in: its questions, and the papers to have ready.

use askama::Template;

use super::layout::Layout;

/// `/services/minor-card/checklist` while a question is open.
#[derive(Debug, Template)]
#[template(path = "portal/checklist_question.html")]
pub struct ChecklistQuestion {
    /// Header, footer, language.
    pub page: Layout,
    /// The question's code.
    pub question: &'static str,
    /// Which question this is, and how many there are at most, in words.
    pub position: String,
    /// The question.
    pub heading: String,
    /// Where to look, in plain words.
    pub hint: String,
    /// The question before this one, with all replies.
    pub back: String,
    /// The possible replies.
    pub replies: Vec<ReplyLink>,
}

/// A reply: one tap leads on.
#[derive(Debug, Clone)]
pub struct ReplyLink {
    /// What it says.
    pub label: String,
    /// A second line; empty when there is none.
    pub detail: String,
    /// Where it leads.
    pub url: String,
    /// Whether it was chosen earlier.
    pub chosen: bool,
}

/// `/services/minor-card/checklist` once the papers are certain.
#[derive(Debug, Template)]
#[template(path = "portal/checklist.html")]
pub struct ChecklistResult {
    /// Header, footer, language.
    pub page: Layout,
    /// How many pictures it takes, and how long.
    pub lead: String,
    /// What else follows from the replies.
    pub notes: Vec<String>,
    /// Every picture to take.
    pub papers: Vec<NeededPaper>,
    /// The replies.
    pub replies: Vec<ReplyRow>,
    /// The last question, with all replies.
    pub back: String,
    /// The first question, without replies.
    pub again: String,
    /// The QR code of this page's address.
    pub code_url: String,
    /// This page's address as people type it.
    pub shown_address: String,
}

/// One picture to take.
#[derive(Debug, Clone)]
pub struct NeededPaper {
    /// The material's id, which names its drawing.
    pub id: String,
    /// What it is, in the channel's words.
    pub label: String,
    /// What to watch for, one sentence each.
    pub hints: Vec<String>,
    /// The words under the good sample.
    pub good: String,
    /// Whether it is the child's photo, which has its own samples.
    pub is_face: bool,
    /// What is wrong with the bad sample: `cut` or `glare`, for a face `hat`.
    pub bad_kind: &'static str,
    /// The words under the bad sample.
    pub bad: String,
    /// Whether the default picture may be used instead.
    pub or_default: bool,
}

/// A reply on the result.
#[derive(Debug, Clone)]
pub struct ReplyRow {
    /// The question.
    pub question: String,
    /// The reply.
    pub reply: String,
    /// Where to change it.
    pub change_url: String,
}
