//! Heavy work away from the threads that answer requests, a few pieces at once.

use tokio::sync::Semaphore;

/// Runs heavy work on blocking threads: so many at once, so many waiting, the rest is turned away.
pub struct Pool {
    running: Semaphore,
    admitted: Semaphore,
}

/// The queue is full: try again in a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("too much work is waiting")]
pub struct Full;

impl Pool {
    /// `workers` at once, `waiting` more in the queue.
    pub fn new(workers: usize, waiting: usize) -> Pool {
        Pool {
            running: Semaphore::new(workers),
            admitted: Semaphore::new(workers + waiting),
        }
    }

    /// Runs `work`.
    ///
    /// # Errors
    /// [`Full`] when too much waits already.
    pub async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Full> {
        let _admitted = self.admitted.try_acquire().map_err(|_| Full)?;
        let _running = self.running.acquire().await.map_err(|_| Full)?;
        match tokio::task::spawn_blocking(work).await {
            Ok(done) => Ok(done),
            Err(error) if error.is_panic() => std::panic::resume_unwind(error.into_panic()),
            Err(_) => Err(Full),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;
    use std::sync::mpsc::channel;

    #[tokio::test(flavor = "multi_thread")]
    async fn turns_away_what_would_wait_too_long() {
        let pool = Arc::new(Pool::new(1, 1));
        let (release, wait) = channel::<()>();
        let first = tokio::spawn({
            let pool = pool.clone();
            async move { pool.run(move || wait.recv().is_ok()).await }
        });
        while pool.running.available_permits() > 0 {
            tokio::task::yield_now().await;
        }
        let second = tokio::spawn({
            let pool = pool.clone();
            async move { pool.run(|| 2).await }
        });
        while pool.admitted.available_permits() > 0 {
            tokio::task::yield_now().await;
        }
        assert_eq!(pool.run(|| 3).await, Err(Full));
        release.send(()).unwrap();
        assert_eq!(first.await.unwrap(), Ok(true));
        assert_eq!(second.await.unwrap(), Ok(2));
    }
}
