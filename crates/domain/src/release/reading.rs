//! Reads the files of a release and collects their faults.

use serde::de::DeserializeOwned;

use crate::lang::Text;
use crate::source::{LoadProblem, SourceFile};

/// One file being read: its faults are reported with its path and their line.
pub(crate) struct Reading<'a> {
    file: &'a SourceFile,
    problems: &'a mut Vec<LoadProblem>,
}

impl<'a> Reading<'a> {
    pub(crate) fn new(file: &'a SourceFile, problems: &'a mut Vec<LoadProblem>) -> Self {
        Self { file, problems }
    }

    /// The file as TOML of this type; `None`, with the fault reported, when it does not parse.
    pub(crate) fn toml<T: DeserializeOwned>(&mut self) -> Option<T> {
        match toml::from_str(&self.file.text) {
            Ok(value) => Some(value),
            Err(error) => {
                let at = error.span().map_or(0, |span| span.start);
                let what = error.message().replace('\n', "; ");
                let cure = match what.split('`').nth(1) {
                    Some(name) if what.starts_with("missing field") => format!("add `{name}` here"),
                    Some(name) if what.starts_with("unknown field") => {
                        format!("take `{name}` away or correct its spelling")
                    }
                    _ => "compare with the comment at the top of the file".to_owned(),
                };
                self.fault(at, what, cure);
                None
            }
        }
    }

    /// Reports a fault at a byte position of the file.
    pub(crate) fn fault(&mut self, at: usize, what: impl Into<String>, cure: impl Into<String>) {
        let before = self.file.text.as_bytes().iter().take(at);
        let line = 1 + before.filter(|&&byte| byte == b'\n').count();
        self.problems
            .push(LoadProblem::new(&self.file.path, line, what, cure));
    }

    /// Reports a text that is blank in one of the languages.
    pub(crate) fn check_text(&mut self, at: usize, owner: &str, text: &Text) {
        if let Some(lang) = text.missing() {
            self.fault(
                at,
                format!("a text of `{owner}` is blank in {}", lang.tag()),
                "write it in both languages, zh and en",
            );
        }
    }

    /// Reports every placeholder of a text that nothing fills.
    pub(crate) fn check_placeholders(
        &mut self,
        at: usize,
        owner: &str,
        text: &Text,
        known: &[&str],
    ) {
        for wording in [&text.zh, &text.en] {
            for name in crate::catalogue::placeholders(wording) {
                if !known.contains(&name) {
                    let known = if known.is_empty() {
                        "none".to_owned()
                    } else {
                        known.join(", ")
                    };
                    self.fault(
                        at,
                        format!("nothing fills {{{name}}} in a text of `{owner}`"),
                        format!("use one of these placeholders: {known}"),
                    );
                }
            }
        }
    }

    /// The first position of a piece of text; the start of the file when it is not there.
    pub(crate) fn find(&self, text: &str) -> usize {
        self.file.text.find(text).unwrap_or_default()
    }

    /// The end of the file, where a missing part would be added.
    pub(crate) fn end(&self) -> usize {
        self.file.text.len()
    }
}
