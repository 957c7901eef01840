//! Files that a municipality edits, as text, and what is wrong with them.
//!
//! The disk is read elsewhere: a loader takes the text and returns values, or all problems at once, each with its line and
//! its cure.

use std::fmt;

/// One text file, as read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// Path as an operator would write it, relative to the folder of the release: `codes/banks.csv`.
    pub path: String,
    /// The whole text, UTF-8.
    pub text: String,
}

impl SourceFile {
    /// Creates a file from its path and text.
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            text: text.into(),
        }
    }

    /// The last part of the path, by which loaders recognise their files.
    ///
    /// ```
    /// # use domain::source::SourceFile;
    /// assert_eq!(SourceFile::new("/srv/daiban/codes/banks.csv", "").name(), "banks.csv");
    /// ```
    pub fn name(&self) -> &str {
        self.path
            .rsplit(['/', '\\'])
            .next()
            .unwrap_or(self.path.as_str())
    }
}

/// One fault in a file, described so that an operator can fix it without reading the program.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LoadProblem {
    /// Path of the file.
    pub file: String,
    /// Line of the fault, from 1; also 1 when the whole file is meant.
    pub line: usize,
    /// What is wrong.
    pub what: String,
    /// What to do about it.
    pub cure: String,
}

impl LoadProblem {
    /// A fault at a line of a file.
    pub fn new(
        file: impl Into<String>,
        line: usize,
        what: impl Into<String>,
        cure: impl Into<String>,
    ) -> Self {
        Self {
            file: file.into(),
            line,
            what: what.into(),
            cure: cure.into(),
        }
    }
}

/// `codes/banks.csv:3: what is wrong (what to do)`: the format that editors turn into a link.
impl fmt::Display for LoadProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}:{}: {} ({})",
            self.file, self.line, self.what, self.cure
        )
    }
}

impl std::error::Error for LoadProblem {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_reads_as_a_link_a_fault_and_a_cure() {
        let problem = LoadProblem::new("codes/banks.csv", 3, "no name", "fill in `name_zh`");
        assert_eq!(
            problem.to_string(),
            "codes/banks.csv:3: no name (fill in `name_zh`)"
        );
    }

    #[test]
    fn a_file_is_known_by_the_last_part_of_its_path() {
        for (path, name) in [
            ("banks.csv", "banks.csv"),
            ("codes/banks.csv", "banks.csv"),
            ("C:\\daiban\\codes\\banks.csv", "banks.csv"),
        ] {
            assert_eq!(SourceFile::new(path, "").name(), name);
        }
    }
}
