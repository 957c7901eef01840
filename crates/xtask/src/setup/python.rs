//! The Python program of the tests outside of cargo.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use crate::command::{output, run};
use crate::workspace;

/// As it was tried; another version finds other examples for the same seed.
const WANTED: &str = "schemathesis==4.32.5";

/// Installs what calls every operation of the JSON interface by its description alone, unless this version is there already. It
/// has an environment of its own, below the target folder.
pub(crate) fn schemathesis() -> Result<PathBuf> {
    let folder = workspace::target().join("schemathesis");
    let program = folder.join("bin/schemathesis");
    let pip = folder.join("bin/pip");
    let installed = output(Command::new(&pip).args(["freeze", "--local"]));
    if installed.is_some_and(|list| list.lines().any(|line| line == WANTED)) {
        return Ok(program);
    }
    println!("installing {WANTED} into {}", folder.display());
    run(Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
    run(Command::new(&pip).args(["install", "--quiet", WANTED]))?;
    Ok(program)
}
