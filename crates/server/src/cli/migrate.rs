//! `daiban migrate`: makes the database current.

use std::process::ExitCode;

use crate::config::Config;
use crate::wiring::open_store;

pub(super) async fn migrate(config: &Config) -> anyhow::Result<ExitCode> {
    let store = open_store(config).await?;
    store.migrate().await?;
    store.close().await?;
    super::say("the database is current");
    Ok(ExitCode::SUCCESS)
}
