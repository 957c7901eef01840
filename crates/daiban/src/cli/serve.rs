//! `daiban serve`: runs the service until it is told to stop.

use std::process::ExitCode;

use tokio::signal::unix::{SignalKind, signal};
use web::announced::Announced;

use crate::config::Config;
use crate::wiring;

/// `again` reads the settings once more.
pub(super) async fn serve(
    config: Config,
    again: impl Fn() -> anyhow::Result<Config>,
) -> anyhow::Result<ExitCode> {
    // Taken before anything starts: a signal during the start stops the service once it stands.
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    // Not SIGHUP, which also comes from a terminal that is closed.
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
        // The second signal means it: what was acknowledged is safe.
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    Ok(ExitCode::SUCCESS)
}

/// Takes a changed maintenance out of the settings, and nothing else. What is announced stays when they have a fault.
fn announce(announced: &Announced, settings: anyhow::Result<Config>) {
    match settings {
        Ok(settings) => {
            let planned = settings.maintenance.planned();
            if let Some(next) = &planned {
                tracing::info!(from = %next.from, until = %next.until, "a maintenance is announced");
            } else {
                tracing::info!("no maintenance is announced");
            }
            announced.announce(planned);
        }
        Err(fault) => {
            tracing::error!(error = %format!("{fault:#}"), "the settings cannot be read again; the announcement stays");
        }
    }
}
