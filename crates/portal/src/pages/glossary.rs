//! The terms that a parent meets, by topic, in both languages side by side.

use askama::Template;

use super::layout::Layout;

/// `/glossary`
#[derive(Debug, Template)]
#[template(path = "portal/glossary.html")]
pub struct Glossary {
    /// Header, footer, language.
    pub page: Layout,
    /// The terms by topic.
    pub topics: Vec<Topic>,
}

/// Terms that belong together.
#[derive(Debug, Clone)]
pub struct Topic {
    /// Its anchor.
    pub id: String,
    /// Its heading.
    pub title: String,
    /// Its terms, in the order of the page's language.
    pub terms: Vec<Term>,
}

/// A term in both languages.
#[derive(Debug, Clone)]
pub struct Term {
    /// Its anchor.
    pub id: String,
    /// In the language of the page.
    pub own: Word,
    /// In the other language.
    pub other: Word,
}

/// A word in one language.
#[derive(Debug, Clone)]
pub struct Word {
    /// The language as HTML names it.
    pub lang: &'static str,
    /// The word.
    pub word: String,
    /// What it means.
    pub meaning: String,
}
