//! `daiban migrate`: brings the database up to date.

use std::process::ExitCode;

use crate::config::Config;
use crate::data::{self, NewKeys};

pub(super) async fn migrate(config: &Config) -> anyhow::Result<ExitCode> {
    let store = data::open(config, NewKeys::Never).await?;
    store.migrate().await?;
    store.close().await?;
    super::say::say("the database is current");
    Ok(ExitCode::SUCCESS)
}
