//! The source tree as the rules see it: every text file with its path.

use std::fs;
use std::path::Path;

use crate::workspace;

/// Folders that hold nothing of ours.
const FOREIGN: [&str; 6] = [".git", "target", "node_modules", "data", ".cache", "dist"];
const TEXTS: [&str; 10] = [
    "rs", "html", "css", "js", "mjs", "ts", "tsx", "toml", "svg", "sh",
];

/// One text file.
pub(super) struct Source {
    /// From the root of the repository, with `/`.
    pub(super) path: String,
    pub(super) text: String,
}

impl Source {
    pub(super) fn is(&self, extension: &str) -> bool {
        Path::new(&self.path)
            .extension()
            .is_some_and(|found| found == extension)
    }

    /// The lines of a Rust file that ship, with their numbers: no comments, no `mod tests` below.
    pub(super) fn shipped_lines(&self) -> impl Iterator<Item = (usize, &str)> {
        let end = self
            .text
            .find("#[cfg(test)]\nmod tests {")
            .unwrap_or(self.text.len());
        self.text[..end]
            .lines()
            .enumerate()
            .filter(|(_, line)| !line.trim_start().starts_with("//"))
            .map(|(index, line)| (index + 1, line))
    }
}

/// All text files of the repository, in the order of their paths.
pub(super) struct Sources(Vec<Source>);

impl Sources {
    pub(super) fn read() -> Self {
        let mut found = Vec::new();
        collect(&workspace::root(), "", &mut found);
        found.sort_by(|a, b| a.path.cmp(&b.path));
        Self(found)
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &Source> {
        self.0.iter()
    }

    /// Files under a folder.
    pub(super) fn under<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = &'a Source> {
        self.0
            .iter()
            .filter(move |source| source.path.starts_with(folder))
    }

    /// The Rust files that end up in a program: no tests, no benches, no samples that pages are tested with.
    pub(super) fn shipped_rust(&self) -> impl Iterator<Item = &Source> {
        self.under("crates/").filter(|source| {
            let parts = || {
                source
                    .path
                    .split('/')
                    .map(|part| part.trim_end_matches(".rs"))
            };
            source.is("rs")
                && parts().nth(2) == Some("src")
                && !parts().any(|part| ["tests", "samples"].contains(&part))
        })
    }
}

fn collect(folder: &Path, path: &str, found: &mut Vec<Source>) {
    for entry in fs::read_dir(folder)
        .expect("a folder of the repository is readable")
        .flatten()
    {
        let name = entry.file_name().to_string_lossy().into_owned();
        if FOREIGN.contains(&name.as_str()) {
            continue;
        }
        let inner = if path.is_empty() {
            name
        } else {
            format!("{path}/{name}")
        };
        if entry.path().is_dir() {
            collect(&entry.path(), &inner, found);
        } else if TEXTS
            .iter()
            .any(|text| inner.ends_with(&format!(".{text}")))
        {
            let text = fs::read_to_string(entry.path()).expect("source files are UTF-8");
            found.push(Source { path: inner, text });
        }
    }
}

#[test]
fn ships_neither_comments_nor_tests() {
    let source = Source {
        path: "crates/domain/src/day.rs".to_owned(),
        text: "//! Days.\n#[cfg(test)]\nmod samples;\nfn a() {}\n#[cfg(test)]\nmod tests {\n}\n"
            .to_owned(),
    };
    let lines: Vec<_> = source.shipped_lines().collect();
    assert_eq!(
        lines,
        [(2, "#[cfg(test)]"), (3, "mod samples;"), (4, "fn a() {}")]
    );
}
