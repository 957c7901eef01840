//! Erases what has run out: sessions, challenges, counters, keys of forms posted twice.

use std::time::Duration;

use jiff::SignedDuration;
use store::{StoreError, challenges, idempotency, limits, sessions};
use tokio::sync::watch;

use crate::app::{App, Shared};

const EVERY: Duration = Duration::from_mins(10);
/// Nobody presses a button of a page this old twice.
const FORMS_LAST: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Sweeps every ten minutes until the service stops.
pub(crate) async fn run(app: Shared, mut stopping: watch::Receiver<bool>) {
    loop {
        tokio::select! {
            () = tokio::time::sleep(EVERY) => {}
            _ = stopping.wait_for(|stop| *stop) => return,
        }
        match sweep(&app).await {
            Ok(0) => {}
            Ok(gone) => tracing::info!(gone, "erased what had run out"),
            Err(error) => {
                tracing::warn!(%error, "could not erase what has run out; tried again later");
            }
        }
    }
}

async fn sweep(app: &App) -> Result<u64, StoreError> {
    let now = app.clock.now();
    app.store
        .write(move |tx| {
            Box::pin(async move {
                let mut gone = sessions::sweep(tx, now).await?;
                gone += challenges::sweep(tx, now).await?;
                gone += limits::sweep(tx, now).await?;
                gone += idempotency::sweep(tx, now - FORMS_LAST).await?;
                Ok(gone)
            })
        })
        .await
}
