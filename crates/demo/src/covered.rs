//! No component is forgotten: the page of components shows every macro, icon and drawing.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::chapters::PAGES;

/// Macros that draw nothing, each with the reason.
const UNSEEN: [(&str, &str); 1] = [(
    "components/steps.html hidden",
    "the hidden inputs of a step's form: there is nothing to look at",
)];

/// Where a template or a folder of templates is: here, or with the portal.
fn place(of: &str) -> PathBuf {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR"));
    let here = crates.join("templates").join(of);
    if here.exists() {
        here
    } else {
        crates.join("../portal/templates").join(of)
    }
}

fn text(file: &str) -> String {
    std::fs::read_to_string(place(file)).expect("a template that is named is there")
}

fn files(folder: &str) -> Vec<String> {
    let folder_path = place(folder);
    let entries = std::fs::read_dir(folder_path).expect("the folder is there");
    let names = entries.map(|entry| entry.expect("it is read").file_name());
    names
        .map(|name| format!("{folder}/{}", name.to_str().expect("names are ASCII")))
        .collect()
}

/// The text between two markers, each time they occur.
fn between<'a>(text: &'a str, before: &'a str, after: &'a str) -> impl Iterator<Item = &'a str> {
    let rests = text.split(before).skip(1);
    rests.filter_map(move |rest| Some(rest.split_once(after)?.0))
}

/// The macros of a file as `file name`, each with its body.
fn macros(file: &str) -> Vec<(String, String)> {
    let text = text(file);
    between(&text, "{% macro ", "{% endmacro %}")
        .map(|found| {
            let (name, body) = found.split_once('(').expect("a macro has its brackets");
            (format!("{file} {name}"), body.to_owned())
        })
        .collect()
}

/// The macros that a part of this file calls, as `file name`.
fn called(file: &str, piece: &str) -> Vec<String> {
    let whole = text(file);
    between(piece, "{% call ", "(")
        .map(|call| match call.split_once("::") {
            None => format!("{file} {call}"),
            Some((alias, name)) => {
                let import = between(&whole, "{% import \"", " %}")
                    .find_map(|import| import.strip_suffix(&format!("\" as {alias}")));
                format!("{} {name}", import.expect("what is called is imported"))
            }
        })
        .collect()
}

/// Every macro that is drawn when these templates are.
fn drawn(from: &[&str]) -> BTreeSet<String> {
    let mut open: Vec<String> = from
        .iter()
        .flat_map(|file| called(file, &text(file)))
        .collect();
    let mut seen = BTreeSet::new();
    while let Some(next) = open.pop() {
        let file = next.split(' ').next().unwrap_or_default().to_owned();
        if seen.contains(&next) {
            continue;
        }
        let all = macros(&file);
        let body = all.iter().find(|(name, _)| *name == next);
        let (_, body) = body.unwrap_or_else(|| panic!("{next} is called and not there"));
        open.extend(called(&file, body));
        seen.insert(next);
    }
    seen
}

#[test]
fn every_macro_of_the_components_has_a_specimen() {
    let mut from = vec!["sandbox/specimen.html"];
    from.extend(PAGES);
    let drawn = drawn(&from);
    let all: Vec<String> = files("components")
        .iter()
        .flat_map(|file| macros(file))
        .map(|(name, _)| name)
        .collect();
    assert!(all.len() > 35, "{} macros", all.len());
    for name in &all {
        let reason = UNSEEN.iter().find(|(unseen, _)| unseen == name);
        assert_ne!(
            drawn.contains(name),
            reason.is_some(),
            "{name} has no specimen in demo/src/chapters.rs, or has one and stands in UNSEEN"
        );
    }
}

#[test]
fn every_icon_and_every_drawing_of_a_notice_is_shown() {
    let shown: String = [
        "sandbox/components.html",
        "components/cases.html",
        "portal/notice.html",
        "layout.html",
    ]
    .iter()
    .map(|file| text(file))
    .collect();
    // Part of two drawings.
    let parts = ["drawings/sheet.svg"];
    for file in [files("icons"), files("drawings")].concat() {
        let is_shown = shown.contains(&format!("{{% include \"{file}\" %}}"));
        assert!(
            is_shown || parts.contains(&file.as_str()),
            "{file} is not on the page of components"
        );
    }
}
