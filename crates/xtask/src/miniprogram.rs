//! `cargo xtask miniprogram`: the mini-programs for every host, and their previews for a browser.

use std::process::Command;

use anyhow::Result;

use crate::command::{output, run};
use crate::setup::node_packages;
use crate::workspace;

/// A channel in a host, as the scripts of the package name them.
const HOSTS: [&str; 4] = [
    "jingtong-weapp",
    "jingtong-alipay",
    "jingtong-swan",
    "yikatong-weapp",
];
const PREVIEWS: [&str; 2] = ["jingtong-h5", "yikatong-h5"];
/// Where the service of these mini-programs is, unless the caller says it: an address that nobody has.
const SERVICE_URL: (&str, &str) = ("SERVICE_URL", "https://daiban.example");

/// Builds them all into `apps/miniprogram/dist`.
pub(crate) fn build() -> Result<()> {
    node_packages(&workspace::miniprogram())?;
    HOSTS
        .iter()
        .chain(&PREVIEWS)
        .try_for_each(|name| script(&format!("build:{name}")))
}

/// Builds the previews, if Node is at hand; says so if not.
pub(crate) fn build_previews() -> Result<()> {
    if output(Command::new("npm").arg("--version")).is_none() {
        println!("Node is not installed: the previews of the mini-programs are left out.");
        return Ok(());
    }
    if PREVIEWS
        .iter()
        .all(|name| workspace::miniprogram().join("dist").join(name).exists())
    {
        println!(
            "The previews of the mini-programs are built already; cargo xtask miniprogram builds them anew."
        );
        return Ok(());
    }
    node_packages(&workspace::miniprogram())?;
    PREVIEWS
        .iter()
        .try_for_each(|name| script(&format!("build:{name}")))
}

/// Types, lints and format.
pub(crate) fn check() -> Result<()> {
    node_packages(&workspace::miniprogram())?;
    script("check")
}

fn script(name: &str) -> Result<()> {
    let mut npm = Command::new("npm");
    npm.args(["run", "--silent", name])
        .current_dir(workspace::miniprogram());
    if std::env::var_os(SERVICE_URL.0).is_none() {
        npm.env(SERVICE_URL.0, SERVICE_URL.1);
    }
    run(&mut npm)
}
