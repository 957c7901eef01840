//! The one writer of SQLite: waiting saves share a commit.
//!
//! A commit costs one `fdatasync`, whatever is in it. So one task owns the only connection that writes, takes all jobs
//! that wait, runs each in a savepoint of one transaction, commits, and only then answers all of them
//! (`docs/adr/0001-one-writer-group-commit.md` has the measurements).
//!
//! What must hold, and is tested under injected EIO and a full disk:
//!
//! - Nobody is answered before the outer commit returned: not a save, not a refusal (it may rest on what another job of
//!   the same batch wrote).
//! - A job that fails by itself is undone alone.
//! - When the disk fails, or a savepoint cannot be released or rolled back, SQLite may have undone the whole
//!   transaction behind our back. Then the whole batch fails, and the connection is thrown away.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures::FutureExt as _;
use futures::future::BoxFuture;
use sea_orm::{
    DatabaseConnection, DbErr, SqliteTransactionMode, TransactionOptions, TransactionTrait as _,
};
use tokio::sync::{mpsc, oneshot};

use crate::error::{Fault, StoreError};
use crate::in_tx::InTx;
use crate::seal::Keyring;
use crate::sqlite;
use crate::tx::Tx;

/// Jobs in one commit at most. Measured: beyond 128 waiting clients a commit gains little and its slowest waits longer.
const BATCH: usize = 128;
/// Jobs that may wait before callers are made to wait themselves.
const QUEUE: usize = 1024;
/// How long a caller waits for a place in the queue.
const QUEUE_PATIENCE: Duration = Duration::from_secs(5);
/// How long one job may hold everybody else up. A job does nothing but statements on a local file.
pub(crate) const JOB_LIMIT: Duration = Duration::from_secs(10);

/// A handle on the writer's queue. The writer ends when the last handle is dropped, after what waits was done.
#[derive(Clone)]
pub(crate) struct Writer {
    queue: mpsc::Sender<Box<dyn Job>>,
}

impl Writer {
    /// Starts the task that owns the writing connection.
    pub(crate) fn start(
        file: sqlite::File,
        connection: DatabaseConnection,
        keyring: Arc<Keyring>,
    ) -> (Self, tokio::task::JoinHandle<()>) {
        let (queue, waiting) = mpsc::channel(QUEUE);
        let task = Task {
            file,
            connection: Some(connection),
            keyring,
        };
        (Self { queue }, tokio::spawn(task.run(waiting)))
    }

    /// Queues a job and waits until the commit that holds it has returned.
    pub(crate) async fn write<T, E, F>(&self, job: F) -> Result<T, E>
    where
        F: InTx<T, E> + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (reply, outcome) = oneshot::channel();
        let waiting = Box::new(Waiting {
            job: Some(job),
            outcome: None,
            reply: Some(reply),
        });
        match self.queue.send_timeout(waiting, QUEUE_PATIENCE).await {
            Ok(()) => {}
            Err(mpsc::error::SendTimeoutError::Timeout(_)) => return Err(StoreError::Busy.into()),
            Err(mpsc::error::SendTimeoutError::Closed(_)) => return Err(closed().into()),
        }
        outcome.await.unwrap_or_else(|_| Err(closed().into()))
    }
}

fn closed() -> StoreError {
    StoreError::Unavailable("the store is closed".into())
}

/// A job of any type, as the writer sees it.
trait Job: Send {
    /// Runs the job and keeps its outcome. `true` when its changes should stay.
    fn run<'a>(&'a mut self, tx: &'a Tx) -> BoxFuture<'a, bool>;
    /// Replaces the outcome: the job's changes will not stay whatever it said.
    fn fail(&mut self, error: StoreError);
    /// Answers the caller.
    fn answer(&mut self);
}

struct Waiting<T, E, F> {
    /// `None` once it ran: here a job never runs again.
    job: Option<F>,
    outcome: Option<Result<T, E>>,
    reply: Option<oneshot::Sender<Result<T, E>>>,
}

impl<T, E, F> Job for Waiting<T, E, F>
where
    F: InTx<T, E>,
    T: Send,
    E: From<StoreError> + Send,
{
    fn run<'a>(&'a mut self, tx: &'a Tx) -> BoxFuture<'a, bool> {
        async move {
            let job = self.job.take().expect("a job runs once");
            let outcome = guarded(job, tx).await;
            let keep = outcome.is_ok();
            self.outcome = Some(outcome);
            keep
        }
        .boxed()
    }

    fn fail(&mut self, error: StoreError) {
        self.outcome = Some(Err(error.into()));
    }

    fn answer(&mut self) {
        if let (Some(reply), Some(outcome)) = (self.reply.take(), self.outcome.take()) {
            // The caller may have gone away, for example with its connection. The save stands all the same.
            let _ = reply.send(outcome);
        }
    }
}

/// Runs a job within its time, and turns a panic into an error: one bad job must not end the writer.
pub(crate) async fn guarded<T, E, F>(job: F, tx: &Tx) -> Result<T, E>
where
    F: InTx<T, E>,
    E: From<StoreError>,
{
    // In a box: the futures of its callers stay small.
    let caught = AssertUnwindSafe(Box::pin(async { job.begin(tx).await })).catch_unwind();
    match tokio::time::timeout(JOB_LIMIT, caught).await {
        Ok(Ok(outcome)) => outcome,
        Ok(Err(_panic)) => {
            tracing::error!("a transaction panicked and was undone");
            Err(StoreError::Panicked.into())
        }
        Err(_elapsed) => Err(StoreError::TooSlow.into()),
    }
}

struct Task {
    file: sqlite::File,
    /// `None` after a fault, until the next batch opens a new one.
    connection: Option<DatabaseConnection>,
    keyring: Arc<Keyring>,
}

impl Task {
    async fn run(mut self, mut waiting: mpsc::Receiver<Box<dyn Job>>) {
        let mut batch = Vec::with_capacity(BATCH);
        while waiting.recv_many(&mut batch, BATCH).await > 0 {
            if let Err(error) = self.commit_together(&mut batch).await {
                tracing::error!(jobs = batch.len(), %error, "a group of saves failed as a whole; none of them was acknowledged");
                for job in &mut batch {
                    job.fail(error.clone());
                }
                self.discard().await;
            }
            for mut job in batch.drain(..) {
                job.answer();
            }
        }
        self.discard().await;
    }

    /// Runs all jobs in one transaction and commits it. An error means that none of them may be taken as done.
    async fn commit_together(&mut self, batch: &mut [Box<dyn Job>]) -> Result<(), StoreError> {
        let connection = match &self.connection {
            Some(connection) => connection,
            None => self.connection.insert(self.file.connect_writer().await?),
        };
        let outer = connection
            .begin_with_options(TransactionOptions {
                sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
                ..TransactionOptions::default()
            })
            .await
            .map_err(broken)?;
        for job in batch.iter_mut() {
            let savepoint = outer.begin().await.map_err(broken)?;
            let tx = Tx::new(savepoint, Arc::clone(&self.keyring), true);
            let keep = job.run(&tx).await;
            let (savepoint, fault) = tx.finish();
            match fault {
                Some((Fault::Broken, error)) => return Err(error),
                Some((_, error)) => {
                    savepoint.rollback().await.map_err(broken)?;
                    if keep {
                        job.fail(ignored(&error));
                    }
                }
                None if keep => savepoint.commit().await.map_err(broken)?,
                None => savepoint.rollback().await.map_err(broken)?,
            }
            #[cfg(feature = "control-acknowledge-early")]
            job.answer();
        }
        #[cfg(feature = "control-acknowledge-early")]
        tokio::time::sleep(crate::CONTROL_DELAY).await;
        outer.commit().await.map_err(broken)
    }

    /// Closes the connection; SQLite rolls back what was open on it. The next batch opens a new one.
    ///
    /// A disk that hangs is not waited for: the connection closes when it may, those who wait are answered before.
    async fn discard(&mut self) {
        let Some(connection) = self.connection.take() else {
            return;
        };
        match tokio::time::timeout(JOB_LIMIT, connection.close()).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::warn!(%error, "closing the writing connection failed"),
            Err(_elapsed) => tracing::warn!("the writing connection does not close"),
        }
    }
}

/// Whatever fails between the jobs leaves the state of the transaction unknown.
fn broken(error: DbErr) -> StoreError {
    match StoreError::from(error) {
        StoreError::Refused(told) => StoreError::Unavailable(told),
        other => other,
    }
}

pub(crate) fn ignored(error: &StoreError) -> StoreError {
    StoreError::Ignored(error.to_string().into())
}

#[cfg(test)]
mod tests;
