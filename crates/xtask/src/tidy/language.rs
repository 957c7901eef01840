//! Wording belongs into `locales/`, `flows/` and `codes/`, where an office changes it.

use super::sources::{Source, Sources};

/// Files whose Chinese is data that is read, not wording that is shown, each with the reason.
const DATA: [(&str, &str); 4] = [
    (
        "crates/domain/src/id/",
        "characters that occur in what people type",
    ),
    ("crates/domain/src/code/", "values of the official tables"),
    ("crates/sandbox/src/", "made-up people and papers"),
    ("crates/xtask/src/", "shows no page"),
];

/// Chinese text in shipped code, templates or assets.
pub(super) fn wording(sources: &Sources) -> Vec<String> {
    let rust = sources.shipped_rust().flat_map(|source| {
        source
            .shipped_lines()
            .filter(|(_, line)| holds_chinese(line))
            .map(|(number, _)| complaint(source, number))
    });
    let pages = ["crates/portal/", "crates/demo/"]
        .into_iter()
        .flat_map(|room| sources.under(room))
        .filter(|source| {
            ["html", "css", "js", "svg"]
                .iter()
                .any(|kind| source.is(kind))
        })
        .flat_map(|source| {
            source
                .text
                .lines()
                .enumerate()
                .filter(|(_, line)| holds_chinese(line) && !is_comment(line))
                .map(|(index, _)| complaint(source, index + 1))
        });
    rust.chain(pages)
        .filter(|complaint| !DATA.iter().any(|(folder, _)| complaint.starts_with(folder)))
        .collect()
}

fn complaint(source: &Source, number: usize) -> String {
    format!(
        "{}:{number}: Chinese wording: move it into locales/, flows/ or codes/",
        source.path
    )
}

/// Whether a line of a template, style sheet or script is a comment, which may quote official terms.
fn is_comment(line: &str) -> bool {
    ["{#", "/*", "*", "//", "<!--"]
        .iter()
        .any(|mark| line.trim_start().starts_with(mark))
}

fn holds_chinese(line: &str) -> bool {
    line.chars()
        .any(|character| ('\u{4e00}'..='\u{9fff}').contains(&character))
}
