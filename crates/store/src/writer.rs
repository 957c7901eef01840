//! The single SQLite writer: group commit for waiting saves.
//!
//! A commit costs one `fdatasync`, however much it contains. So one task owns the only write connection, takes the waiting jobs,
//! runs each in a savepoint of one transaction, commits, and only then answers them (measurements:
//! `docs/adr/0001-one-writer-group-commit.md`).
//!
//! Invariants, tested under injected EIO and a full disk:
//!
//! - No caller is answered before the outer commit has returned, not even with a refusal: it may rest on what another job of the
//!   same batch wrote.
//! - A job that fails by itself is rolled back alone.
//! - When the disk fails, or a savepoint cannot be released or rolled back, SQLite may have rolled back the whole transaction by
//!   itself. Then the whole batch fails, and the connection is discarded.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures::FutureExt as _;
use futures::future::BoxFuture;
use sea_orm::{
    DatabaseConnection, DbErr, SqliteTransactionMode, TransactionOptions, TransactionTrait as _,
};
use tokio::sync::{mpsc, oneshot};

use crate::bell::Bell;
use crate::error::{Fault, StoreError};
use crate::in_tx::InTx;
use crate::seal::Keyring;
use crate::tx::Tx;
use crate::{heads, lines, sqlite};

/// Most jobs in one commit. Measured: beyond 128 waiting clients throughput gains little, and the slowest save waits longer.
const BATCH: usize = 128;
/// Queue capacity. When the queue is full, callers wait.
const QUEUE: usize = 1024;
/// How long a caller waits for a place in the queue.
const QUEUE_PATIENCE: Duration = Duration::from_secs(5);
/// Time limit of one job, during which it blocks all others. A job only runs statements on a local file.
pub(crate) const JOB_LIMIT: Duration = Duration::from_secs(10);

/// A handle on the writer's queue. The writer ends when the last handle is dropped and the queue is empty.
#[derive(Clone)]
pub(crate) struct Writer {
    queue: mpsc::Sender<Box<dyn Job>>,
}

impl Writer {
    /// Starts the task that owns the write connection.
    pub(crate) fn start(
        file: sqlite::File,
        connection: DatabaseConnection,
        keyring: Arc<Keyring>,
        bell: Bell,
    ) -> (Self, tokio::task::JoinHandle<()>) {
        let (queue, waiting) = mpsc::channel(QUEUE);
        let task = Task {
            file,
            connection: Some(connection),
            keyring,
            bell,
        };
        (Self { queue }, tokio::spawn(task.run(waiting)))
    }

    /// Queues a job and waits for the commit that contains it.
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
    /// Replaces the outcome with an error: the job's changes are rolled back, whatever it returned.
    fn fail(&mut self, error: StoreError);
    /// Answers the caller.
    fn answer(&mut self);
}

struct Waiting<T, E, F> {
    /// `None` once it has run: the writer never retries a job.
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
            // The caller may be gone, for example because its connection closed. The save stands.
            let _ = reply.send(outcome);
        }
    }
}

/// Runs a job within its time limit, and turns a panic into an error, so that one bad job does not end the writer. A job that
/// writes ends with the heads of the applications that it changed.
pub(crate) async fn guarded<T, E, F>(job: F, tx: &Tx) -> Result<T, E>
where
    F: InTx<T, E>,
    E: From<StoreError>,
{
    // Boxed, to keep the callers' futures small.
    let whole = async {
        let outcome = job.begin(tx).await?;
        if tx.writes() && !tx.has_failed() {
            lines::refresh(tx).await?;
            heads::seal(tx).await?;
        }
        Ok(outcome)
    };
    let caught = AssertUnwindSafe(Box::pin(whole)).catch_unwind();
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
    bell: Bell,
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

    /// Runs all jobs in one transaction and commits it. After an error, none of them may be treated as done.
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
        let mut has_due_job = false;
        for job in batch.iter_mut() {
            let savepoint = outer.begin().await.map_err(broken)?;
            let tx = Tx::new(savepoint, Arc::clone(&self.keyring), true);
            let keep = job.run(&tx).await;
            has_due_job |= keep && tx.has_due_job();
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
        outer.commit().await.map_err(broken)?;
        if has_due_job {
            self.bell.ring();
        }
        Ok(())
    }

    /// Closes the connection; SQLite rolls back any open transaction. The next batch opens a new one.
    ///
    /// Does not wait for a hanging disk: after a time-out the callers are answered, and the connection closes whenever it can.
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

/// An error between jobs leaves the state of the transaction unknown.
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
