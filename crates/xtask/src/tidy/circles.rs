//! No dependency cycle between files of a crate: if two files need each other, what they share gets a file of its own.
//!
//! A file takes from another what a path in its shipped code names (`use crate::…`, `use super::…`, `crate::…`, `child::…`), and
//! the path is followed to the file that *defines* the item: a name that a `mod.rs` re-exports is taken from where it is defined.
//! So a parent that declares modules and re-exports their names (`mod`, `pub use`) takes nothing from them, and its children may
//! name each other through it. A parent that re-exports a name and also uses it takes it, as does one that calls its child: that
//! child may then name nothing that the parent itself defines. Naming a module alone takes nothing.
//!
//! Not counted: comments, test-only code, paths in strings (`#[serde(with = "…")]`), and methods called on a value whose type is
//! not named.

mod rings;
mod scopes;
mod tree;
mod words;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use super::sources::{Source, Sources};
use rings::shortest_ring;
use tree::{Takings, Tree};

/// The cycles of every crate.
pub(super) fn of_files(sources: &Sources) -> Vec<String> {
    crates(sources)
        .into_iter()
        .flat_map(|name| complaints(&takings(&rust_of(sources, &name))))
        .collect()
}

fn crates(sources: &Sources) -> BTreeSet<String> {
    sources
        .shipped_rust()
        .filter_map(|source| source.path.split('/').nth(1))
        .map(str::to_owned)
        .collect()
}

fn rust_of<'a>(sources: &'a Sources, name: &str) -> BTreeMap<&'a str, &'a str> {
    let folder = format!("crates/{name}/src/");
    let of_crate = |source: &&Source| source.is("rs") && source.path.starts_with(&folder);
    sources
        .all()
        .filter(of_crate)
        .map(|source| (source.path.as_str(), source.text.as_str()))
        .collect()
}

/// What the files of a crate take from each other.
fn takings(files: &BTreeMap<&str, &str>) -> Takings {
    let mut takings = Takings::new();
    for root in files.keys().filter(|path| is_root(path)) {
        Tree::grown_from(root, files).add_takings(&mut takings);
    }
    takings
}

/// Whether this file is the root of a crate or a program.
fn is_root(path: &str) -> bool {
    let Some((folder, file)) = path.rsplit_once('/') else {
        return false;
    };
    (folder.ends_with("/src") && ["lib.rs", "main.rs"].contains(&file))
        || folder.ends_with("/src/bin")
}

/// One complaint for each group of files in cycles, with the shortest cycle in it.
fn complaints(takings: &Takings) -> Vec<String> {
    rings::circles(takings)
        .into_iter()
        .map(|circle| {
            let ring = shortest_ring(takings, &circle);
            let lines: Vec<_> = ring
                .iter()
                .map(|(file, taking)| {
                    format!(
                        "{file}:{} takes `{}` of {}",
                        taking.line, taking.path, taking.from
                    )
                })
                .collect();
            let others: Vec<_> = circle
                .iter()
                .filter(|file| ring.iter().all(|(known, _)| known != *file))
                .copied()
                .collect();
            let more = if others.is_empty() {
                String::new()
            } else {
                format!(" (in circles with them: {})", others.join(", "))
            };
            format!(
                "{}: files that need each other{more}: the third thing they share gets its file",
                lines.join(", ")
            )
        })
        .collect()
}
