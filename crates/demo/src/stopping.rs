//! The end of what the sandbox serves.

use tokio::sync::watch;

/// Completes when the sandbox is told to stop.
pub(super) async fn told(mut stopping: watch::Receiver<bool>) {
    // An error means that the sender is gone: the same as being told.
    let _ = stopping.wait_for(|stop| *stop).await;
}
