//! The checklist before log-in: its questions, and the papers to have ready.

use askama::Template;

use super::layout::Layout;

/// `/services/minor-card/checklist` while something is open.
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
    /// The question before this one, with all that was replied.
    pub back: String,
    /// What can be replied.
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
    /// Whether it was chosen before.
    pub chosen: bool,
}

/// `/services/minor-card/checklist` once the papers are certain.
#[derive(Debug, Template)]
#[template(path = "portal/checklist.html")]
pub struct ChecklistResult {
    /// Header, footer, language.
    pub page: Layout,
    /// How many pictures, how long it takes.
    pub lead: String,
    /// What else follows from the replies.
    pub notes: Vec<String>,
    /// Every picture to take.
    pub papers: Vec<NeededPaper>,
    /// What was replied.
    pub replies: Vec<ReplyRow>,
    /// The last question, with all that was replied.
    pub back: String,
    /// The first question, with nothing replied.
    pub again: String,
    /// The QR code of this page's address.
    pub code_url: String,
    /// This page's address as one types it.
    pub shown_address: String,
}

/// One picture to take.
#[derive(Debug, Clone)]
pub struct NeededPaper {
    /// The material's id, which names its drawing.
    pub id: String,
    /// What it is, in the channel's words.
    pub label: String,
    /// What to look to, one sentence each.
    pub hints: Vec<String>,
    /// The words under the good sample.
    pub good: String,
    /// Whether it is the child's photo, which has samples of its own.
    pub is_face: bool,
    /// What spoils the bad sample: `cut` or `glare`, of a face `hat`.
    pub bad_kind: &'static str,
    /// The words under the bad sample.
    pub bad: String,
    /// Whether the default picture may take its place.
    pub or_default: bool,
}

/// A reply on the result.
#[derive(Debug, Clone)]
pub struct ReplyRow {
    /// The question.
    pub question: String,
    /// The reply.
    pub reply: String,
    /// Where it is changed.
    pub change_url: String,
}
