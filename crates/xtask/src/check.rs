//! `cargo xtask check`: the quick check before a commit.

use anyhow::Result;

use crate::advisories;
use crate::command::{cargo, run, run_tests};
use crate::report::Report;
use crate::setup::{Need, Postgres, ensure};
use crate::test::{crate_tests, lints};

/// Format, lints, the program without the sandbox, docs, and the tests of the crates (including the tidy tests). No browser.
pub(crate) fn check() -> Result<()> {
    ensure(&[
        Need::Postgres,
        Need::Strace,
        Need::ChineseFont,
        Need::UnicodeData,
    ])?;
    let postgres = Postgres::start()?;
    let mut report = Report::new();
    report.stage("format", || run(&mut cargo(["fmt", "--all", "--check"])));
    report.stage("lints", lints);
    report.stage("without the sandbox", || {
        run(&mut cargo([
            "clippy",
            "--package",
            "daiban",
            "--no-default-features",
            "--",
            "--deny",
            "warnings",
        ]))
    });
    report.stage("advisories", advisories::check);
    report.stage("docs", || {
        run(cargo([
            "doc",
            "--workspace",
            "--no-deps",
            "--document-private-items",
        ])
        .env("RUSTDOCFLAGS", "--deny warnings"))
    });
    report.tests("tests of the crates, with the tidy test", || {
        run_tests(postgres.hand_to(&mut crate_tests()))
    });
    report.close()
}
