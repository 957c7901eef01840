//! The words that a parent meets, in both languages side by side.

use askama::Template;

use super::frame::Frame;

/// `/glossary`
#[derive(Debug, Template)]
#[template(path = "portal/glossary.html")]
pub struct Glossary {
    /// Header, footer, language.
    pub page: Frame,
    /// The words, in the order in which one meets them.
    pub terms: Vec<Term>,
}

/// One word.
#[derive(Debug, Clone)]
pub struct Term {
    /// The Chinese word.
    pub zh: String,
    /// What it means, in Chinese.
    pub zh_meaning: String,
    /// The English word.
    pub en: String,
    /// What it means, in English.
    pub en_meaning: String,
}
