//! Where a command finds its settings, and the log that they configure.

use std::io::IsTerminal;
use std::path::PathBuf;

use anyhow::Context;
use clap::Args;
use tracing_subscriber::EnvFilter;

use crate::config::{Config, LogConfig, LogFormat, Overrides};
use crate::wiring::all_of;

/// Where the settings are.
#[derive(Args)]
pub(super) struct ConfigArgs {
    /// The settings file. Without it the defaults and the environment apply.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

impl ConfigArgs {
    pub(super) fn load(&self, overrides: &Overrides) -> anyhow::Result<Config> {
        Config::from_file(self.config.as_deref(), overrides).map_err(all_of)
    }

    /// For a command that talks to no outside system: what only `serve` needs may be missing.
    pub(super) fn load_offline(&self) -> anyhow::Result<Config> {
        Config::from_file_offline(self.config.as_deref()).map_err(all_of)
    }
}

/// Settings and log for a command that only needs the data.
pub(super) fn offline(config: &ConfigArgs) -> anyhow::Result<Config> {
    let config = config.load_offline()?;
    begin_logging(&config.log)?;
    Ok(config)
}

pub(super) fn begin_logging(config: &LogConfig) -> anyhow::Result<()> {
    let filter = EnvFilter::try_new(&config.filter).context("log.filter cannot be read")?;
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(std::io::stderr().is_terminal())
        // Such an error would be written to the same place, which panics if that is a file on a full disk.
        .log_internal_errors(false)
        .with_writer(std::io::stderr);
    match config.format {
        LogFormat::Text => builder.init(),
        LogFormat::Json => builder.json().init(),
    }
    Ok(())
}
