//! `daiban serve`: runs the service until it is told to stop.

use std::process::ExitCode;

use tokio::signal::unix::{SignalKind, signal};
use web::announced::Announced;

use crate::config::Config;
use crate::wiring;

/// `again` reads the settings again.
pub(super) async fn serve(
    config: Config,
    again: impl Fn() -> anyhow::Result<Config>,
) -> anyhow::Result<ExitCode> {
    // Set up before anything starts: a signal during startup stops the service once it is up.
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    // Not SIGHUP, which a closed terminal sends too.
    let mut changed = signal(SignalKind::user_defined1())?;
    tracing::debug!(?config, "settings");
    let running = wiring::start(config).await?;
    loop {
        tokio::select! {
            _ = terminate.recv() => break,
            _ = interrupt.recv() => break,
            _ = changed.recv() => announce(&running.web.announced, again()),
        }
    }
    tracing::info!("stopping: requests that were begun are finished");
    tokio::select! {
        stopped = running.stop() => stopped?,
        // A second signal stops at once: what was acknowledged is safe.
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    Ok(ExitCode::SUCCESS)
}

/// Takes only a changed maintenance from the settings. If they have a fault, the announcement stays as it is.
fn announce(announced: &Announced, settings: anyhow::Result<Config>) {
    match settings {
        Ok(settings) => {
            let planned = settings.maintenance.planned();
            announced.announce(planned.clone());
            // Said once it holds: an operator who reads it may rely on it.
            if let Some(next) = &planned {
                tracing::info!(from = %next.from, until = %next.until, "a maintenance is announced");
            } else {
                tracing::info!("no maintenance is announced");
            }
        }
        Err(fault) => {
            tracing::error!(error = %format!("{fault:#}"), "the settings cannot be read again; the announcement stays");
        }
    }
}
