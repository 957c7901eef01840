//! `cargo xtask miniprogram`: the mini-programs for every host, and their previews for a browser.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::SystemTime;

use anyhow::Result;

use crate::command::{Closing, output, run, run_tests};
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
/// The portal's drawings, which they show too, from the folder of the mini-programs.
const DRAWINGS: &str = "../../crates/portal/assets/drawings";
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

/// Builds those previews whose sources are newer than they are, if Node is at hand; says so if not.
pub(crate) fn build_previews() -> Result<()> {
    if output(Command::new("npm").arg("--version")).is_none() {
        println!("Node is not installed: the previews of the mini-programs are left out.");
        return Ok(());
    }
    let of = |name: &str| changed_at(&workspace::miniprogram().join(name));
    let sources = ["src", "config", "package-lock.json", DRAWINGS].map(of);
    let sources = sources.into_iter().max().flatten();
    let stale: Vec<&str> = PREVIEWS
        .into_iter()
        .filter(|name| of(&format!("dist/{name}")) <= sources)
        .collect();
    if stale.is_empty() {
        return Ok(());
    }
    node_packages(&workspace::miniprogram())?;
    stale
        .iter()
        .try_for_each(|name| script(&format!("build:{name}")))
}

/// When a file, or the newest file below a folder, was written; `None` where there is none.
fn changed_at(path: &Path) -> Option<SystemTime> {
    let Ok(inside) = fs::read_dir(path) else {
        return fs::metadata(path).and_then(|file| file.modified()).ok();
    };
    inside
        .flatten()
        .filter_map(|entry| changed_at(&entry.path()))
        .max()
}

/// Types, lints and format.
pub(crate) fn check() -> Result<()> {
    node_packages(&workspace::miniprogram())?;
    script("check")
}

/// Tests of what the mini-programs work out by themselves.
pub(crate) fn tests() -> Result<Closing> {
    run_tests(
        Command::new("npm")
            .args(["run", "--silent", "test"])
            .current_dir(workspace::miniprogram()),
    )
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

#[test]
fn the_newest_file_of_a_folder_says_when_it_changed() {
    let folder = workspace::root().join("crates/xtask/src");
    let newest = changed_at(&folder);
    assert!(newest >= changed_at(&folder.join("miniprogram.rs")));
    assert!(newest >= changed_at(&folder.join("setup/node.rs")));
    assert_eq!(changed_at(&folder.join("nowhere")), None);
}
