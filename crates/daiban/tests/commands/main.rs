//! The program as an operator starts it.

#![expect(
    clippy::unwrap_used,
    reason = "a program that does not start fails its test"
)]

mod core_dumps;
mod doctor;
mod jobs;
mod keys;
mod output;
mod plans;
mod stopping;

use std::process::{Command, Output};

use tempfile::TempDir;

/// A folder with a settings file, and the program.
pub(crate) struct Desk {
    pub(crate) folder: TempDir,
}

impl Desk {
    pub(crate) fn new(settings: &str) -> Desk {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        let text = format!(
            "[server]\nlisten = '127.0.0.1:0'\n[sandbox]\nlisten = '127.0.0.1:0'\n[data]\nfolder = '{}'\n{settings}",
            data.display()
        );
        std::fs::write(folder.path().join("daiban.toml"), text).unwrap();
        Desk { folder }
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_daiban"));
        command
            .args(arguments)
            .arg("--config")
            .arg(self.folder.path().join("daiban.toml"));
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }
}

/// What a command wrote to standard error.
pub(crate) fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}
