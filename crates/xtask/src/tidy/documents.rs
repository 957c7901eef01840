//! Documentation that must be where a newcomer looks for it.

use std::fs;
use std::path::PathBuf;

use super::sources::Sources;
use crate::workspace;

/// The headings of a decision record, in this order.
const DECISION_PARTS: [&str; 3] = ["## Context", "## Decision", "## Consequences"];

/// Lines in which date and status must appear.
const HEAD_LINES: usize = 6;
const STATUSES: [&str; 4] = ["proposed", "accepted", "superseded", "rejected"];

/// Modules that do not begin by saying what they are.
pub(super) fn modules(sources: &Sources) -> Vec<String> {
    sources
        .shipped_rust()
        .filter(|source| !source.text.starts_with("//! "))
        .map(|source| {
            format!(
                "{}: begin with a `//!` line that says what it is",
                source.path
            )
        })
        .collect()
}

/// Folders of test data without a README that names their source.
pub(super) fn test_data() -> Vec<String> {
    entries("testdata")
        .into_iter()
        .filter(|path| path.is_dir() && !path.join("README.md").exists())
        .map(|path| {
            format!(
                "{}: add a README.md that names where the data comes from",
                path.display()
            )
        })
        .collect()
}

/// Decision records that lack a date, a status or a part.
pub(super) fn decisions() -> Vec<String> {
    let mut complaints = Vec::new();
    for path in entries("docs/adr") {
        let text = fs::read_to_string(&path).expect("a decision record is text");
        let name = path.display();
        let head = text
            .lines()
            .take(HEAD_LINES)
            .collect::<Vec<_>>()
            .join(" ")
            .to_lowercase();
        if !STATUSES.iter().any(|status| head.contains(status)) || !head.contains(" 20") {
            complaints.push(format!(
                "{name}: under the title, say the date and the status ({})",
                STATUSES.join(", ")
            ));
        }
        for part in DECISION_PARTS
            .into_iter()
            .filter(|part| !text.contains(part))
        {
            complaints.push(format!("{name}: no part `{part}`"));
        }
    }
    complaints
}

fn entries(folder: &str) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(workspace::root().join(folder))
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .collect();
    paths.sort();
    paths
}
