//! `daiban keys`: makes the keys of a new service.

use std::process::ExitCode;

use crate::config::Config;
use crate::data;

pub(super) async fn make(config: &Config) -> anyhow::Result<ExitCode> {
    data::make_keys(config).await?;
    super::say::say(&format!(
        "made {}: back it up apart from the data; without it nothing of the data can be read",
        config.data.keys_file.display()
    ));
    Ok(ExitCode::SUCCESS)
}
