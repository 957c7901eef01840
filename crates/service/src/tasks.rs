//! Tasks that run to their end, even if their caller goes away.
//!
//! A request is cancelled, wherever it is, when its browser goes away. A question to an outside system must be recorded all the
//! same, and what was begun with its answer must be completed: that runs here, in its own task.

use tokio_util::task::TaskTracker;
use tracing::Instrument as _;

/// The tasks in progress. A stopping service waits for them.
#[derive(Debug, Default)]
pub struct Tasks(TaskTracker);

impl Tasks {
    /// Runs `task` to its end, even if the caller is dropped.
    pub(crate) async fn see_through<T: Send + 'static>(
        &self,
        task: impl Future<Output = T> + Send + 'static,
    ) -> T {
        let running = self.0.spawn(task.instrument(tracing::Span::current()));
        match running.await {
            Ok(done) => done,
            Err(error) => match error.try_into_panic() {
                Ok(panic) => std::panic::resume_unwind(panic),
                // The runtime is shutting down: nobody is left to answer.
                Err(_) => std::future::pending().await,
            },
        }
    }

    /// Runs `task` to its end, and nobody waits for it.
    pub(crate) fn leave(&self, task: impl Future<Output = ()> + Send + 'static) {
        self.0.spawn(task.instrument(tracing::Span::current()));
    }

    /// Returns when no task is in progress any more.
    pub async fn ended(&self) {
        self.0.close();
        self.0.wait().await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};
    use tokio::sync::oneshot;

    #[tokio::test]
    async fn what_was_begun_ends_though_nobody_waits_for_it() {
        let tasks = Arc::new(Tasks::default());
        let done = Arc::<AtomicBool>::default();
        let (answer, question) = oneshot::channel::<()>();
        let (begun, is_begun) = oneshot::channel();
        let request = tokio::spawn({
            let (tasks, done) = (Arc::clone(&tasks), Arc::clone(&done));
            async move {
                let whole = async move {
                    begun.send(()).unwrap();
                    question.await.unwrap();
                    done.store(true, Ordering::Relaxed);
                };
                tasks.see_through(whole).await;
            }
        });
        is_begun.await.unwrap();
        request.abort();
        assert!(request.await.is_err());
        answer.send(()).unwrap();
        tasks.ended().await;
        assert!(done.load(Ordering::Relaxed));
    }
}
