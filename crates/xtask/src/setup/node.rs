//! The Node packages of the tests outside of cargo.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use crate::command::run;

/// Installs the packages that the lock file in `folder` names, unless exactly these are installed already.
///
/// No script of a package runs: `playwright-core` brings no browser, we use the system's.
pub(crate) fn node_packages(folder: &Path) -> Result<()> {
    let lock = folder.join("package-lock.json");
    let wanted = fs::read_to_string(&lock).with_context(|| format!("no {}", lock.display()))?;
    let stamp = folder.join("node_modules/.installed-lock");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    println!("installing the Node packages of {}", lock.display());
    run(Command::new("npm")
        .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
        .current_dir(folder))?;
    fs::write(stamp, wanted)?;
    Ok(())
}
