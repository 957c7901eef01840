//! PostgreSQL does its own group commit, so every save has its own connection and transaction.

use std::sync::Arc;
use std::time::{Duration, Instant};

use sea_orm::{
    ConnectOptions, ConnectionTrait as _, Database, DatabaseConnection, DbBackend, IsolationLevel,
    Statement, TransactionOptions, TransactionTrait as _,
};

use crate::bell::Bell;
use crate::error::{Fault, StoreError};
use crate::in_tx::InTx;
use crate::seal::Keyring;
use crate::tx::Tx;
use crate::writer::{guarded, ignored};

/// How long a job is retried after lost races before its caller gets the error. A time, not a number of attempts: on a busy
/// machine eight clients on one row lose a dozen in a row (measured), and all succeed in the end.
const STAMINA: Duration = Duration::from_secs(10);
/// How long a caller waits for a free connection.
const PATIENCE: Duration = Duration::from_secs(5);

/// Connects, and refuses a server that would acknowledge a commit before it is on disk.
pub(crate) async fn connect(url: &str, connections: u32) -> Result<DatabaseConnection, StoreError> {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections.max(2))
        .acquire_timeout(PATIENCE)
        .connect_timeout(PATIENCE)
        .sqlx_logging(false)
        .set_application_name("daiban")
        // One statement never outlives the transaction's own limit.
        .statement_timeout(crate::writer::JOB_LIMIT);
    let connection = Database::connect(options).await?;
    for (name, cure) in [
        ("fsync", "set fsync = on in postgresql.conf"),
        (
            "full_page_writes",
            "set full_page_writes = on in postgresql.conf",
        ),
        (
            "synchronous_commit",
            "set synchronous_commit = on for this database and role",
        ),
    ] {
        let row = connection
            .query_one_raw(Statement::from_string(
                DbBackend::Postgres,
                format!("SHOW {name}"),
            ))
            .await?
            .ok_or_else(|| StoreError::Open(format!("SHOW {name} says nothing").into()))?;
        let value: String = row.try_get_by_index(0)?;
        if value == "off" {
            return Err(StoreError::Open(
                format!("PostgreSQL would not be durable: {name} is off; {cure}").into(),
            ));
        }
    }
    Ok(connection)
}

/// Runs a job in its own transaction, and retries it when it loses a race against another one.
///
/// `REPEATABLE READ`: the job sees one snapshot, and of two jobs that change the same row one is retried, so neither overwrites
/// the other. Rows that a decision depends on (an application, a counter) are read `FOR UPDATE`; unique keys do the rest.
pub(crate) async fn write<T, E, F>(
    connection: &DatabaseConnection,
    keyring: &Arc<Keyring>,
    bell: &Bell,
    job: F,
) -> Result<T, E>
where
    F: InTx<T, E> + Clone,
    E: From<StoreError>,
{
    let begun = Instant::now();
    let mut attempt = 1;
    loop {
        let outcome = attempt_once(connection, keyring, bell, job.clone()).await;
        match outcome {
            Attempt::Done(result) => return result,
            Attempt::LostRace(error) if begun.elapsed() > STAMINA => return Err(error.into()),
            Attempt::LostRace(_) => {
                tokio::time::sleep(pause(attempt)).await;
                attempt += 1;
            }
        }
    }
}

enum Attempt<T, E> {
    Done(Result<T, E>),
    LostRace(StoreError),
}

async fn attempt_once<T, E, F>(
    connection: &DatabaseConnection,
    keyring: &Arc<Keyring>,
    bell: &Bell,
    job: F,
) -> Attempt<T, E>
where
    F: InTx<T, E>,
    E: From<StoreError>,
{
    let options = TransactionOptions {
        isolation_level: Some(IsolationLevel::RepeatableRead),
        ..TransactionOptions::default()
    };
    let transaction = match connection.begin_with_options(options).await {
        Ok(transaction) => transaction,
        Err(error) => return Attempt::Done(Err(StoreError::from(error).into())),
    };
    let tx = Tx::new(transaction, Arc::clone(keyring), true);
    let outcome = guarded(job, &tx).await;
    let has_due_job = tx.has_due_job();
    let (transaction, fault) = tx.finish();
    if fault.is_some() || outcome.is_err() {
        // A failed rollback does no harm: without a commit the server rolls back anyway.
        if let Err(error) = transaction.rollback().await {
            tracing::warn!(error = %StoreError::from(error), "rolling back failed");
        }
        return match fault {
            Some((Fault::Repeat, error)) => Attempt::LostRace(error),
            Some((_, error)) if outcome.is_ok() => Attempt::Done(Err(ignored(&error).into())),
            _ => Attempt::Done(outcome),
        };
    }
    #[cfg(feature = "control-acknowledge-early")]
    {
        // Answers at once, and commits a little later.
        let _ = (bell, has_due_job);
        tokio::spawn(async move {
            tokio::time::sleep(crate::CONTROL_DELAY).await;
            drop(transaction.commit().await);
        });
        return Attempt::Done(outcome);
    }
    #[cfg(not(feature = "control-acknowledge-early"))]
    match transaction.commit().await {
        Ok(()) => {
            if has_due_job {
                bell.ring();
            }
            Attempt::Done(outcome)
        }
        Err(error) if Fault::of(&error) == Fault::Repeat => Attempt::LostRace(error.into()),
        Err(error) => Attempt::Done(Err(match StoreError::from(error) {
            StoreError::Refused(told) => StoreError::Unavailable(told),
            other => other,
        }
        .into())),
    }
}

/// Backoff from about 1 to about 60 ms, with random jitter so that two losers do not collide again.
fn pause(attempt: u32) -> Duration {
    let longest_ms = 1_u64 << attempt.min(6);
    let chance = u64::from(crate::seal::chance::<1>().map_or(128, |[byte]| byte));
    Duration::from_micros(500 + longest_ms * 1_000 * chance / 255)
}
