//! `cargo xtask bench`: what a save costs beside a bare commit, and whole journeys through the optimised program.

use anyhow::Result;

use crate::command::{cargo, run};
use crate::setup::{Need, Postgres, ensure};

/// Runs the benchmarks on both databases, optimised: with options those of journeys alone, to which they are passed on; `--quick`
/// shortens them.
pub(crate) fn bench(options: &[&str]) -> Result<()> {
    ensure(&[Need::Postgres])?;
    let postgres = Postgres::start()?;
    let run_on_both = |package: &str, name: &str, options: &[&str]| {
        let mut words = vec!["bench", "--package", package, "--bench", name, "--"];
        words.extend(options);
        run(postgres.hand_to(&mut cargo(words)))
    };
    if matches!(options, [] | ["--quick"]) {
        run_on_both("store", "save", &[])?;
    }
    run_on_both("daiban", "journeys", options)
}
