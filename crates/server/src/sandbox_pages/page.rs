//! The typed context of the sandbox's page.

use askama::Template;

use crate::portal::pages::frame::Frame;

/// `/sandbox`
#[derive(Debug, Template)]
#[template(path = "sandbox/families.html")]
pub struct Families {
    /// Header, footer, language.
    pub page: Frame,
    /// The day the service counts by, in words.
    pub day: String,
    /// The family that is shown alone, such as `family-123`; empty for all of them.
    pub alone: String,
    /// One entry per case, the families in order: those told by hand, or the one that is shown alone.
    pub cases: Vec<FamilyCase>,
    /// The drawn families, by how they end; empty where one is shown alone.
    pub groups: Vec<Group>,
}

/// One case to try.
#[derive(Debug, Clone)]
pub struct FamilyCase {
    /// Its name, such as `family-10a`.
    pub case: String,
    /// Who they are.
    pub title: String,
    /// What to expect.
    pub story: String,
    /// How it ends, in words.
    pub expect: String,
    /// `submits`, `evidence` or `refused`, for the mark's colour.
    pub kind: String,
    /// The agent's name.
    pub agent: String,
    /// The user name of the agent's account.
    pub username: String,
    /// The password of the agent's account.
    pub password: String,
    /// The child's name.
    pub child: String,
    /// The child's ID number.
    pub child_number: String,
    /// The child's birth date.
    pub birth_date: String,
    /// The papers that are asked for on the straight way.
    pub papers: Vec<Paper>,
}

/// Drawn families that end alike, a line each: their page has the rest.
#[derive(Debug, Clone)]
pub struct Group {
    /// How they end, in words.
    pub expect: String,
    /// `submits`, `evidence` or `refused`, for the mark's colour.
    pub kind: String,
    /// How many, in words.
    pub count: String,
    /// In the order of their numbers.
    pub families: Vec<Line>,
}

/// A drawn family in a line.
#[derive(Debug, Clone)]
pub struct Line {
    /// Its name, such as `family-123`.
    pub family: String,
    /// Who they are.
    pub title: String,
}

/// A paper to download.
#[derive(Debug, Clone)]
pub struct Paper {
    /// What it is.
    pub label: String,
    /// Where it is.
    pub url: String,
}
