//! The licences of everything we build with, checked against the list in `deny.toml`.
//!
//! `cargo deny` reads the same list if it is installed; this check needs no download.

use std::fs;
use std::process::Command;

use super::arrows::metadata;
use crate::command::output;
use crate::workspace;

/// Packages without a licence, or with none that we agreed to.
pub(super) fn unexpected() -> Vec<String> {
    let agreed = agreed();
    // Only what is built here: packages for other systems were never downloaded.
    let metadata = metadata(&["--filter-platform", &host()]);
    let packages = metadata["packages"]
        .as_array()
        .expect("cargo lists packages");
    packages
        .iter()
        .filter_map(|package| {
            let name = package["name"].as_str()?;
            match package["license"].as_str() {
                Some(licence) if satisfied(licence, &agreed) => None,
                Some(licence) => Some(format!(
                    "{name}: `{licence}` is not among deny.toml's licences"
                )),
                None => Some(format!("{name}: names no licence")),
            }
        })
        .collect()
}

fn host() -> String {
    output(Command::new("rustc").arg("-vV"))
        .and_then(|about| {
            about
                .lines()
                .find_map(|line| line.strip_prefix("host: ").map(str::to_owned))
        })
        .expect("rustc names the machine it builds for")
}

fn agreed() -> Vec<String> {
    let text = fs::read_to_string(workspace::root().join("deny.toml"))
        .expect("deny.toml stands at the root");
    let deny: toml::Table = text.parse().expect("deny.toml is TOML");
    deny["licenses"]["allow"]
        .as_array()
        .expect("licenses.allow is a list")
        .iter()
        .filter_map(|licence| licence.as_str().map(str::to_owned))
        .collect()
}

/// Whether an SPDX expression can be satisfied with the agreed licences alone.
///
/// `OR` (and the old `/`) binds loosest, then `AND`; `WITH` joins two names into one licence.
fn satisfied(expression: &str, agreed: &[String]) -> bool {
    let spaced = expression
        .replace('(', " ( ")
        .replace(')', " ) ")
        .replace('/', " OR ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut rest = words.as_slice();
    any(&mut rest, agreed) && rest.is_empty()
}

fn any(words: &mut &[&str], agreed: &[String]) -> bool {
    let mut met = all(words, agreed);
    while let Some((&"OR", rest)) = words.split_first() {
        *words = rest;
        met |= all(words, agreed);
    }
    met
}

fn all(words: &mut &[&str], agreed: &[String]) -> bool {
    let mut met = one(words, agreed);
    while let Some((&"AND", rest)) = words.split_first() {
        *words = rest;
        met &= one(words, agreed);
    }
    met
}

fn one(words: &mut &[&str], agreed: &[String]) -> bool {
    let Some((&first, rest)) = words.split_first() else {
        return false;
    };
    *words = rest;
    if first == "(" {
        let met = any(words, agreed);
        *words = words.get(1..).unwrap_or_default();
        return met;
    }
    let mut name = first.to_owned();
    if let [with @ "WITH", exception, rest @ ..] = *words {
        name = format!("{first} {with} {exception}");
        *words = rest;
    }
    agreed.contains(&name)
}

#[test]
fn reads_licence_expressions() {
    let agreed = ["MIT", "Apache-2.0", "Unicode-3.0"].map(str::to_owned);
    let check = |expression: &str, met: bool| {
        assert_eq!(satisfied(expression, &agreed), met, "{expression}");
    };
    check("MIT", true);
    check("GPL-3.0-only", false);
    check("GPL-2.0 OR MIT", true);
    check("GPL-2.0/MIT", true);
    check("(MIT OR GPL-2.0) AND Unicode-3.0", true);
    check("MIT AND GPL-2.0", false);
    check("Apache-2.0 WITH LLVM-exception", false);
    check("Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT", true);
    check("", false);
}
