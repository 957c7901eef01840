//! An open transaction that records its first error.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use futures::future::BoxFuture;
use sea_orm::prelude::async_trait::async_trait;
use sea_orm::{
    ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, ExecResult, QueryResult, Statement,
};

use uuid::Uuid;

use crate::error::{Fault, StoreError};
use crate::head::{Heads, PartDigest};
use crate::seal::Keyring;

/// Takes the digest of a part of an application.
pub(crate) type TakeDigest =
    for<'a> fn(&'a Tx, Uuid) -> BoxFuture<'a, Result<Option<PartDigest>, StoreError>>;

/// An open transaction. Every function of the aggregates takes one; only [`crate::Store`] makes one.
///
/// It watches every statement. After the first database error no further statement runs, and the store rolls the transaction back
/// even if the job returns `Ok`. Otherwise PostgreSQL would answer the `COMMIT` of the aborted transaction with a silent
/// rollback, and SQLite (disk full) would autocommit the remaining statements. Both were observed.
pub struct Tx {
    connection: Watched,
    keyring: Arc<Keyring>,
    heads: Heads<TakeDigest>,
    writes: bool,
    has_due_job: AtomicBool,
}

impl Tx {
    pub(crate) fn new(inner: DatabaseTransaction, keyring: Arc<Keyring>, writes: bool) -> Self {
        Self {
            connection: Watched {
                inner,
                fault: Mutex::new(None),
            },
            keyring,
            heads: Heads::new(),
            writes,
            has_due_job: AtomicBool::new(false),
        }
    }

    pub(crate) fn connection(&self) -> &Watched {
        &self.connection
    }

    pub(crate) fn keyring(&self) -> &Keyring {
        &self.keyring
    }

    /// What this transaction knows of the heads of applications.
    pub(crate) fn heads(&self) -> &Heads<TakeDigest> {
        &self.heads
    }

    /// Whether a statement has failed, so that nothing of this can be committed.
    pub(crate) fn has_failed(&self) -> bool {
        let fault = self.connection.fault.lock();
        fault
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .is_some()
    }

    /// Whether this is a read-write transaction. If so, rows that are about to change are locked when read.
    pub(crate) fn writes(&self) -> bool {
        self.writes
    }

    /// Notes that this transaction makes a job due.
    pub(crate) fn makes_job_due(&self) {
        self.has_due_job.store(true, Ordering::Relaxed);
    }

    /// Whether workers are to look for jobs once this transaction is committed.
    pub(crate) fn has_due_job(&self) -> bool {
        self.has_due_job.load(Ordering::Relaxed)
    }

    pub(crate) fn finish(self) -> (DatabaseTransaction, Option<(Fault, StoreError)>) {
        let fault = self
            .connection
            .fault
            .into_inner()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        (self.connection.inner, fault)
    }
}

impl std::fmt::Debug for Tx {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tx")
            .field("writes", &self.writes)
            .finish_non_exhaustive()
    }
}

/// The connection of a [`Tx`]: passes statements on until the first one fails.
pub(crate) struct Watched {
    inner: DatabaseTransaction,
    fault: Mutex<Option<(Fault, StoreError)>>,
}

impl Watched {
    /// `sql`: without its values, which are personal.
    fn admit(&self, sql: &str) -> Result<(), DbErr> {
        tracing::trace!(sql, "a statement");
        match *self
            .fault
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
        {
            None => Ok(()),
            Some(_) => Err(DbErr::Custom(
                "the transaction is aborted by an earlier error".to_owned(),
            )),
        }
    }

    fn watch<T>(&self, outcome: Result<T, DbErr>) -> Result<T, DbErr> {
        if let Err(error) = &outcome {
            let mut fault = self
                .fault
                .lock()
                .unwrap_or_else(std::sync::PoisonError::into_inner);
            fault.get_or_insert_with(|| (Fault::of(error), StoreError::from(error.clone())));
        }
        outcome
    }
}

#[async_trait]
impl ConnectionTrait for Watched {
    fn get_database_backend(&self) -> DbBackend {
        self.inner.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.admit(&statement.sql)?;
        self.watch(self.inner.execute_raw(statement).await)
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.admit(sql)?;
        self.watch(self.inner.execute_unprepared(sql).await)
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.admit(&statement.sql)?;
        self.watch(self.inner.query_one_raw(statement).await)
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.admit(&statement.sql)?;
        self.watch(self.inner.query_all_raw(statement).await)
    }
}
