//! Tasks that are seen through, whoever waits for them.
//!
//! A request ends at once when its browser goes away, wherever it stands. What an outside system was asked must be written down
//! all the same, and what was begun with an answer of it must come to its end: that runs here, in a task of its own.

use tokio_util::task::TaskTracker;
use tracing::Instrument as _;

/// What is under way. A service that stops waits for it.
#[derive(Debug, Default)]
pub struct Tasks(TaskTracker);

impl Tasks {
    /// Runs `task` to its end, also when the caller is dropped meanwhile.
    pub(crate) async fn see_through<T: Send + 'static>(
        &self,
        task: impl Future<Output = T> + Send + 'static,
    ) -> T {
        let running = self.0.spawn(task.instrument(tracing::Span::current()));
        match running.await {
            Ok(done) => done,
            Err(error) => match error.try_into_panic() {
                Ok(panic) => std::panic::resume_unwind(panic),
                // The runtime itself ends: nobody is left to be answered.
                Err(_) => std::future::pending().await,
            },
        }
    }

    /// Ends when nothing is under way any more.
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
