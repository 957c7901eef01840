//! Files that a newcomer can take in: short, and named by what they hold.

use super::sources::Sources;

const LINES_AT_MOST: usize = 400;
/// Made from `openapi.json` and `locales/`: nobody reads them from top to bottom.
const GENERATED: [&str; 2] = [
    "apps/miniprogram/src/api/schema.ts",
    "apps/miniprogram/src/words/texts.ts",
];
const EMPTY_WORDS: [&str; 7] = [
    "util", "utils", "helper", "helpers", "common", "misc", "manager",
];

/// Files so long that a second idea has crept in.
pub(super) fn sizes(sources: &Sources) -> Vec<String> {
    sources
        .all()
        .filter(|source| {
            ["rs", "html", "js", "mjs", "ts", "tsx"]
                .iter()
                .any(|kind| source.is(kind))
        })
        .filter(|source| !GENERATED.contains(&source.path.as_str()))
        .filter_map(|source| {
            let lines = source.text.lines().count();
            (lines > LINES_AT_MOST)
                .then(|| format!("{}: {lines} lines: find the two ideas in it", source.path))
        })
        .collect()
}

/// Files and folders whose names say nothing.
pub(super) fn empty_words(sources: &Sources) -> Vec<String> {
    sources
        .all()
        .filter(|source| {
            source
                .path
                .split('/')
                .any(|part| EMPTY_WORDS.contains(&part.split('.').next().unwrap_or(part)))
        })
        .map(|source| format!("{}: name it by what it holds", source.path))
        .collect()
}

/// Tests that never run and code that is not written yet.
pub(super) fn stubs(sources: &Sources) -> Vec<String> {
    // Assembled here, so that this file does not complain about itself.
    let marks = [
        ["#[", "ignore"],
        ["todo", "!("],
        ["unimplemented", "!("],
        ["FIX", "ME"],
    ]
    .map(|parts| parts.concat());
    sources
        .all()
        .filter(|source| {
            ["rs", "html", "js", "mjs"]
                .iter()
                .any(|kind| source.is(kind))
        })
        .flat_map(|source| {
            source
                .text
                .lines()
                .enumerate()
                .map(move |line| (source, line))
        })
        .filter_map(|(source, (index, line))| {
            let mark = marks.iter().find(|mark| line.contains(mark.as_str()))?;
            Some(format!("{}:{}: `{mark}`", source.path, index + 1))
        })
        .collect()
}
