//! What one file declares: the modules in it, what they define, import and name.

use std::collections::BTreeSet;

use super::words::Word;

/// One module as its file writes it: the file's own, or an inline one.
#[derive(Debug, Default)]
pub(super) struct Scope {
    /// The inline modules around it and its own name; empty for the file's own module.
    pub(super) name: Vec<String>,
    /// The modules that it declares in files of their own.
    pub(super) files: Vec<String>,
    /// What it defines.
    pub(super) items: BTreeSet<String>,
    pub(super) imports: Vec<Import>,
    /// Paths in its code.
    pub(super) paths: Vec<Path>,
    /// Every name in its code outside of imports.
    pub(super) names: BTreeSet<String>,
}

/// One name that a `use` brings in.
#[derive(Debug)]
pub(super) struct Import {
    pub(super) path: Path,
    /// Its name here; `None` for a glob import.
    pub(super) name: Option<String>,
    /// Whether it is re-exported (`pub use`, `pub(crate) use`).
    pub(super) is_handed_on: bool,
}

/// A path as written.
#[derive(Debug, Clone)]
pub(super) struct Path {
    pub(super) segments: Vec<String>,
    pub(super) line: usize,
}

const DEFINES: [&str; 8] = [
    "fn", "struct", "enum", "union", "trait", "type", "const", "static",
];

/// Reads the words of a file: its own module first, then the inline ones.
pub(super) fn scopes(words: &[Word<'_>]) -> Vec<Scope> {
    let mut scopes = vec![Scope::default()];
    // Open braces: the index of an inline module, or something else.
    let mut open: Vec<Option<usize>> = Vec::new();
    let mut at = 0;
    while let Some(word) = words.get(at) {
        let here = open.iter().rev().find_map(|scope| *scope).unwrap_or(0);
        let text = |after: usize| words.get(at + after).map_or("", |word| word.text);
        let name_follows = words.get(at + 1).is_some_and(Word::is_name);
        match word.text {
            "mod" if name_follows && text(2) == ";" => {
                scopes[here].files.push(text(1).to_owned());
                at += 3;
                continue;
            }
            "mod" if name_follows && text(2) == "{" => {
                let mut name = scopes[here].name.clone();
                name.push(text(1).to_owned());
                open.push(Some(scopes.len()));
                scopes.push(Scope {
                    name,
                    ..Scope::default()
                });
                at += 3;
                continue;
            }
            "use" if text(1) != "<" => {
                let is_handed_on = is_public(&words[..at]);
                at += 1;
                imports(words, &mut at, &[], is_handed_on, &mut scopes[here].imports);
                continue;
            }
            "{" => open.push(None),
            "}" => {
                open.pop();
            }
            keyword
                if name_follows
                    && DEFINES.contains(&keyword)
                    && open.last().is_none_or(Option::is_some) =>
            {
                scopes[here].items.insert(text(1).to_owned());
            }
            "macro_rules" => {
                scopes[here].items.insert(text(2).to_owned());
            }
            _ if word.is_name() => {
                let before = at.checked_sub(1).map_or("", |before| words[before].text);
                // After a dot comes a method or a field, after `::` a path continues.
                if ![".", "::"].contains(&before) {
                    scopes[here].names.insert(word.text.to_owned());
                }
                if text(1) == "::" && ![".", "::"].contains(&before) {
                    let path = path(words, &mut at);
                    scopes[here].paths.push(path);
                    continue;
                }
            }
            _ => {}
        }
        at += 1;
    }
    scopes
}

/// Whether the words end in `pub` or `pub(…)`.
fn is_public(before: &[Word<'_>]) -> bool {
    let public = |word: Option<&Word<'_>>| word.is_some_and(|word| word.text == "pub");
    if before.last().is_some_and(|word| word.text == ")") {
        let open = before.iter().rposition(|word| word.text == "(");
        return open.is_some_and(|open| public(before[..open].last()));
    }
    public(before.last())
}

/// Names joined by `::`, from a position on.
fn path(words: &[Word<'_>], at: &mut usize) -> Path {
    let line = words[*at].line;
    let mut segments = vec![words[*at].text.to_owned()];
    *at += 1;
    while words.get(*at).is_some_and(|word| word.text == "::")
        && words.get(*at + 1).is_some_and(Word::is_name)
    {
        segments.push(words[*at + 1].text.to_owned());
        *at += 2;
    }
    Path { segments, line }
}

/// One branch of a `use`, with everything nested in it; stops after its `,` or `;`, or before a `}`.
fn imports(
    words: &[Word<'_>],
    at: &mut usize,
    trunk: &[String],
    is_handed_on: bool,
    found: &mut Vec<Import>,
) {
    let mut segments = trunk.to_vec();
    let mut name = None;
    let mut is_leaf = true;
    let line = words.get(*at).map_or(0, |word| word.line);
    while let Some(word) = words.get(*at) {
        match word.text {
            "{" => {
                is_leaf = false;
                *at += 1;
                while words.get(*at).is_some_and(|word| word.text != "}") {
                    imports(words, at, &segments, is_handed_on, found);
                }
            }
            "*" => {
                is_leaf = false;
                found.push(Import {
                    path: Path {
                        segments: segments.clone(),
                        line,
                    },
                    name: None,
                    is_handed_on,
                });
            }
            "as" => {
                name = words.get(*at + 1).map(|word| word.text.to_owned());
                *at += 1;
            }
            "}" => break,
            "," | ";" => {
                *at += 1;
                break;
            }
            "self" if !trunk.is_empty() && segments.len() == trunk.len() => {}
            text if word.is_name() => segments.push(text.to_owned()),
            _ => {}
        }
        *at += 1;
    }
    if is_leaf && !segments.is_empty() {
        let name = name.or_else(|| segments.last().cloned());
        found.push(Import {
            path: Path { segments, line },
            name,
            is_handed_on,
        });
    }
}
