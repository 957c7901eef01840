//! The Node packages of the tests outside of cargo.

use std::fs;
use std::process::Command;

use anyhow::{Context, Result};

use crate::command::run;
use crate::workspace;

/// Installs the packages of `tests/package-lock.json`, unless just these are there already.
///
/// No script of a package runs: `playwright-core` brings no browser, we use the system's.
pub(crate) fn node_packages() -> Result<()> {
    let folder = workspace::outside_tests();
    let wanted = fs::read_to_string(folder.join("package-lock.json"))
        .context("tests/package-lock.json is missing")?;
    let stamp = folder.join("node_modules/.installed-lock");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    println!("installing the Node packages of tests/package-lock.json");
    run(Command::new("npm")
        .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
        .current_dir(&folder))?;
    fs::write(stamp, wanted)?;
    Ok(())
}
