//! `daiban audit verify`: whether everything acknowledged is still there and unchanged.

use std::process::ExitCode;

use clap::Subcommand;

use super::args::{ConfigArgs, offline};
use super::say::say;
use super::threads::runtime;
use crate::data::{self, NewKeys};

#[derive(Subcommand)]
pub(super) enum Command {
    /// Checks the journal of every case, and that every picture that a row names is there and unchanged.
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
        for (case, fault) in &report.broken_chains {
            say(&format!("case {case}: {fault}"));
        }
        for (slot, fault) in &report.broken_pictures {
            say(&format!("picture {slot}: {fault}"));
        }
        let faults = report.broken_chains.len() + report.broken_pictures.len();
        say(&format!(
            "{} cases, {} entries, {} pictures; {faults} faults",
            report.cases, report.entries, report.pictures
        ));
        Ok(if report.is_sound() {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        })
    })
}
