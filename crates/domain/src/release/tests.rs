//! The release in the repository loads; every kind of fault is told with its file, line and cure.

use std::path::Path;
use std::sync::OnceLock;

use super::*;

/// Every file of a folder of the repository with this ending.
fn files(folder: &str, ending: &str) -> Vec<SourceFile> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut found = Vec::new();
    for entry in std::fs::read_dir(root.join(folder)).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if name.ends_with(ending) {
            let path = format!("{folder}/{name}");
            let text = std::fs::read_to_string(root.join(&path)).unwrap();
            found.push(SourceFile::new(path, text));
        }
    }
    found
}

fn flow_files() -> Vec<SourceFile> {
    let mut found = files("flows", ".toml");
    found.extend(files("flows/texts", ".toml"));
    found
}

/// The release of the repository, loaded once for all tests.
pub(crate) fn repository() -> &'static Release {
    static RELEASE: OnceLock<Release> = OnceLock::new();
    RELEASE.get_or_init(|| {
        let sources = Sources {
            flows: &flow_files(),
            codes: &files("codes", ".csv"),
        };
        Release::load(&sources).unwrap_or_else(|problems| {
            let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
            panic!("{}", told.join("\n"))
        })
    })
}

#[test]
fn the_repository_s_release_loads() {
    assert!(repository().flow(Channel::Portal).is_some());
}
