//! `daiban serve`: runs the service until it is told to stop.

use std::process::ExitCode;

use tokio::signal::unix::{SignalKind, signal};

use crate::config::Config;
use crate::wiring;

pub(super) async fn serve(config: Config) -> anyhow::Result<ExitCode> {
    // Taken before anything starts: a signal during the start stops the service once it stands.
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    tracing::debug!(?config, "settings");
    let running = wiring::start(config).await?;
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    tracing::info!("stopping: requests that were begun are finished");
    tokio::select! {
        stopped = running.stop() => stopped?,
        // The second signal means it: what was acknowledged is safe.
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    Ok(ExitCode::SUCCESS)
}
