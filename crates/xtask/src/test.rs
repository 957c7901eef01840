//! `cargo xtask test`: everything that proves the service, as CI runs it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::advisories;
use crate::command::{Closing, cargo, output, outside, run, run_tests};
use crate::coverage::coverage_of_domain;
use crate::miniprogram;
use crate::report::Report;
use crate::setup::{Need, Postgres, ensure, node_packages, schemathesis};
use crate::workspace;

const NEEDS: [Need; 10] = [
    Need::Node,
    Need::Chromium,
    Need::ChineseFont,
    Need::Jq,
    Need::Poppler,
    Need::Postgres,
    Need::Python,
    Need::Strace,
    Need::UnicodeData,
    Need::Zbar,
];

/// Sets up, runs every stage, prints the summary of each runner.
pub(crate) fn test() -> Result<()> {
    ensure(&NEEDS)?;
    node_packages(&workspace::outside_tests())?;
    let postgres = Postgres::start()?;
    let papers = fresh_papers()?;
    let schemathesis = schemathesis()?;
    let mut report = Report::new();
    report.stage("format", || run(&mut cargo(["fmt", "--all", "--check"])));
    report.stage("lints", lints);
    report.stage("advisories", advisories::check);
    report.tests("tests of the crates, with the tidy test", || {
        let mut tests = crate_tests();
        tests.env(PAPERS, &papers).env(SCHEMATHESIS, &schemathesis);
        run_tests(postgres.hand_to(&mut tests))
    });
    report.tests("coverage of domain", coverage_of_domain);
    report.tests("examples in the docs", || {
        run_tests(&mut cargo(["test", "--workspace", "--doc"]))
    });
    report.stage(
        "the service, and its control that acknowledges early",
        build_both,
    );
    report.tests("journeys in the browser", || {
        outside_tests(&postgres, &papers, "test:browser")
    });
    report.stage(
        "types, lints and format of the mini-programs",
        miniprogram::check,
    );
    report.tests("helpers of the mini-programs", miniprogram::tests);
    report.stage("the mini-programs, for every host", miniprogram::build);
    report.tests("journeys in the mini-programs", || {
        outside_tests(&postgres, &papers, "test:miniprogram")
    });
    report.tests("killed under load", || {
        outside_tests(&postgres, &papers, "test:crash")
    });
    report.tests("attacked from outside", || {
        outside_tests(&postgres, &papers, "test:attack")
    });
    report.close()
}

/// The setting of the folder in which all sandboxes of a run keep and find drawn papers.
const PAPERS: &str = "DAIBAN__SANDBOX__PAPERS_FOLDER";

/// Where the tests of the JSON interface find the program that calls it by its description alone; without it they call nothing.
const SCHEMATHESIS: &str = "DAIBAN_SCHEMATHESIS";

/// That folder, empty: what an earlier run drew may look different today.
fn fresh_papers() -> Result<PathBuf> {
    let folder = workspace::target().join("papers");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// Clippy over everything, with warnings as errors.
pub(crate) fn lints() -> Result<()> {
    run(&mut cargo([
        "clippy",
        "--workspace",
        "--all-targets",
        "--",
        "--deny",
        "warnings",
    ]))
}

/// The tests of all crates, with nextest if installed, else with cargo itself.
pub(crate) fn crate_tests() -> Command {
    if output(&mut cargo(["nextest", "--version"])).is_some() {
        cargo(["nextest", "run", "--workspace", "--no-fail-fast"])
    } else {
        println!(
            "cargo-nextest is not installed: cargo's own, slower runner does it. \
             `cargo install --locked cargo-nextest` installs it."
        );
        cargo([
            "test",
            "--workspace",
            "--lib",
            "--bins",
            "--tests",
            "--no-fail-fast",
        ])
    }
}

/// Builds the service twice: first as the control of the crash test, which is put aside, then as it ships.
fn build_both() -> Result<()> {
    run(&mut cargo([
        "build",
        "--package",
        "daiban",
        "--features",
        "control-acknowledge-early",
    ]))?;
    let control = workspace::control_daiban();
    fs::create_dir_all(control.parent().expect("a file has a folder"))?;
    fs::copy(workspace::daiban(), &control).context("cannot keep the control build")?;
    run(&mut cargo(["build", "--package", "daiban"]))
}

fn outside_tests(postgres: &Postgres, papers: &Path, script: &str) -> Result<Closing> {
    let mut command = outside(&workspace::outside_tests(), script);
    command.env(PAPERS, papers);
    run_tests(postgres.hand_to(command.env("DAIBAN_CONTROL_PROGRAM", workspace::control_daiban())))
}
