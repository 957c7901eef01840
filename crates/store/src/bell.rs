//! Rings after a commit that made a job due, so that workers need not wait for their next poll.

use std::sync::Arc;

use tokio::sync::watch;

/// Rings for the workers of this process. Other processes find the job when they poll.
#[derive(Clone)]
pub(crate) struct Bell(Arc<watch::Sender<()>>);

impl Bell {
    pub(crate) fn new() -> Bell {
        Bell(Arc::new(watch::Sender::new(())))
    }

    pub(crate) fn ring(&self) {
        self.0.send_replace(());
    }

    /// Changes whenever the bell rings, also while nobody is waiting.
    pub(crate) fn listen(&self) -> watch::Receiver<()> {
        self.0.subscribe()
    }
}
