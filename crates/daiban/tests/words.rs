//! Every word that a page uses is there, in both languages, and no word is there that no page uses.

#![expect(
    clippy::unwrap_used,
    reason = "a folder that cannot be read fails its test"
)]

use std::collections::BTreeSet;
use std::path::Path;

use daiban::config::ContentConfig;
use daiban::content::load_locales;

fn sources() -> String {
    fn read(folder: &Path, out: &mut String) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                read(&path, out);
            } else if path
                .extension()
                .is_some_and(|kind| kind == "rs" || kind == "html")
            {
                out.push_str(&std::fs::read_to_string(&path).unwrap());
            }
        }
    }
    let mut out = String::new();
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    for folder in [
        "api/src",
        "web/src",
        "portal/src",
        "portal/templates",
        "demo/src",
        "demo/templates",
    ] {
        read(&crates.join(folder), &mut out);
    }
    out
}

/// Keys handed to the two functions that look words up.
fn looked_up(sources: &str) -> BTreeSet<&str> {
    let mut keys = BTreeSet::new();
    for call in [".t(", ".w(", "texts.get(", "texts.with("] {
        for after in sources.split(call).skip(1) {
            let argument = after.trim_start().strip_prefix('"');
            keys.extend(argument.and_then(|rest| rest.split('"').next()));
        }
    }
    keys
}

#[test]
fn every_word_that_is_used_is_there_and_every_one_that_is_there_is_used() {
    let locales = load_locales(&ContentConfig::default()).unwrap();
    let known: BTreeSet<&str> = locales.keys().collect();
    let sources = sources();
    let missing: Vec<&str> = looked_up(&sources)
        .into_iter()
        .filter(|key| !known.contains(key))
        .collect();
    assert_eq!(missing, Vec::<&str>::new(), "used but missing in locales/");
    let unused: Vec<&&str> = known
        .iter()
        .filter(|key| !sources.contains(&format!("\"{key}\"")))
        .collect();
    assert_eq!(unused, Vec::<&&str>::new(), "in locales/ but used nowhere");
}
