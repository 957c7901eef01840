//! A municipality's own flows, which it changes between two starts.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

/// A municipality's own copy of the flows.
pub(crate) struct Flows(TempDir);

impl Flows {
    pub(crate) fn new() -> Flows {
        let flows = Flows(tempfile::tempdir().unwrap());
        let ours = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../flows");
        fs::create_dir(flows.0.path().join("texts")).unwrap();
        for folder in ["", "texts"] {
            for entry in fs::read_dir(ours.join(folder)).unwrap() {
                let entry = entry.unwrap();
                if entry.path().is_file() {
                    let copy = flows.0.path().join(folder).join(entry.file_name());
                    fs::copy(entry.path(), copy).unwrap();
                }
            }
        }
        flows.publish("a", &[]);
        flows
    }

    pub(crate) fn settings(&self) -> String {
        format!("[content]\nflows = '{}'", self.0.path().display())
    }

    pub(crate) fn edit(&self, file: &str, from: &str, to: &str) {
        let path = self.0.path().join(file);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{from} is not in {file}");
        fs::write(path, text.replacen(from, to, 1)).unwrap();
    }

    /// Makes these edits under a new release number.
    pub(crate) fn publish(&self, number: &str, edits: &[(&str, &str, &str)]) {
        for (file, from, to) in edits {
            self.edit(file, from, to);
        }
        let path = self.0.path().join("release.toml");
        let text = fs::read_to_string(&path).unwrap();
        let old = text
            .lines()
            .find(|line| line.starts_with("number"))
            .unwrap();
        self.edit("release.toml", old, &format!("number = \"{number}\""));
    }

    pub(crate) fn declare(&self, change: &str) {
        let path = self.0.path().join("release.toml");
        let text = fs::read_to_string(&path).unwrap();
        fs::write(path, format!("{text}\n[[change]]\n{change}\n")).unwrap();
    }
}
