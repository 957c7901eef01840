//! `daiban audit verify`: whether everything acknowledged is still there and unchanged.

use std::process::ExitCode;

use clap::Subcommand;

use super::args::{ConfigArgs, offline};
use super::say::say;
use super::threads::runtime;
use crate::data::{self, NewKeys};

#[derive(Subcommand)]
pub(super) enum Command {
    /// Checks every case against its sealed head and the checkpoints, rows that give power, and every picture that a row names.
    Verify {
        #[command(flatten)]
        config: ConfigArgs,
    },
}

pub(super) fn run(command: Command) -> anyhow::Result<ExitCode> {
    let Command::Verify { config } = command;
    let config = offline(&config)?;
    runtime()?.block_on(async {
        let store = data::open(&config, NewKeys::Never).await?;
        store.check_keys().await?;
        let report = store::audit::verify(&store).await?;
        store.close().await?;
        for fault in &report.faults {
            say(&fault.to_string());
        }
        say(&format!(
            "{} cases, {} entries, {} pictures, {} checkpoints; {} faults",
            report.cases,
            report.entries,
            report.pictures,
            report.checkpoints,
            report.faults.len()
        ));
        Ok(if report.is_sound() {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        })
    })
}
