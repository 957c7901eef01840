//! `cargo xtask bench`: what a save costs, compared with a bare commit in the same run.

use anyhow::Result;

use crate::command::{cargo, run};
use crate::setup::{Need, Postgres, ensure};

/// Runs the store's benchmark on both databases, optimised.
pub(crate) fn bench() -> Result<()> {
    ensure(&[Need::Postgres])?;
    let postgres = Postgres::start()?;
    run(postgres.hand_to(&mut cargo([
        "bench",
        "--package",
        "store",
        "--bench",
        "save",
    ])))
}
