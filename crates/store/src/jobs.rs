//! Jobs: background work, each job run by one of the processes.
//!
//! A row holds the kind of job, the id of its subject and an error code: no personal data, so nothing is sealed. A job is
//! enqueued in the transaction that causes it, so that a rollback leaves none, and erased once it is done. Visible to operators
//! (`daiban jobs`).
//!
//! A worker leases a job. If the worker dies, the lease expires and the job is taken again; what the first worker reports
//! afterwards is ignored ([`Lease`]). Execution is at-least-once, so every job is idempotent.

mod leases;

use jiff::Timestamp;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{IntoActiveModel as _, QueryOrder as _, QuerySelect as _, Set};

use crate::column::{Row, ms};
use crate::{StoreError, Tx};

pub use leases::{Failed, Lease, RetryDelay, finish, finish_until, is_due, lease, renew, retry};

const TABLE: &str = "jobs";

/// A job to enqueue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewJob<'a> {
    /// The kind of job.
    pub kind: &'a str,
    /// Its subject: an id, never personal data.
    pub subject: &'a str,
    /// Earliest time to run.
    pub run_at: Timestamp,
    /// Number of attempts after which it becomes a dead letter.
    pub most_attempts: u32,
}

/// The state of a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobState {
    /// Waits for its time.
    Waiting,
    /// A worker holds it, or held it when that worker died.
    Leased,
    /// A dead letter: it has used up its attempts. A person decides ([`requeue`], [`discard`]).
    Dead,
}

impl JobState {
    const ALL: [Self; 3] = [Self::Waiting, Self::Leased, Self::Dead];

    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Leased => "leased",
            Self::Dead => "dead",
        }
    }

    fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// A stored job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// The kind of job.
    pub kind: String,
    /// Its subject.
    pub subject: String,
    /// Its state.
    pub state: JobState,
    /// Earliest time to run.
    pub run_at: Timestamp,
    /// Attempts started.
    pub attempts: u32,
    /// Number of attempts after which it becomes a dead letter.
    pub most_attempts: u32,
    /// When its lease expires.
    pub lease_until: Option<Timestamp>,
    /// Why the last attempt failed, as a code.
    pub last_error: Option<String>,
    /// When it was enqueued.
    pub created_at: Timestamp,
}

/// Enqueues a job. There is one job per kind and subject: a waiting one keeps the earlier time, a leased one runs once more
/// afterwards, and a dead letter is revived.
pub async fn enqueue(tx: &Tx, job: &NewJob<'_>, now: Timestamp) -> Result<(), StoreError> {
    let run_at = ms(job.run_at);
    if job.run_at <= now {
        tx.makes_job_due();
    }
    let Some(row) = find(tx, job.kind, job.subject).await? else {
        // On PostgreSQL a concurrent insert that has committed aborts this transaction; the retry finds the job.
        row::Entity::insert(row::ActiveModel {
            kind: Set(job.kind.to_owned()),
            subject: Set(job.subject.to_owned()),
            state: Set(JobState::Waiting.code().to_owned()),
            run_at: Set(run_at),
            attempts: Set(0),
            most_attempts: Set(i64::from(job.most_attempts)),
            lease_by: Set(None),
            lease_until: Set(None),
            again_at: Set(None),
            last_error: Set(None),
            created_at: Set(ms(now)),
        })
        .on_conflict(
            OnConflict::columns([row::Column::Kind, row::Column::Subject])
                .do_nothing()
                .to_owned(),
        )
        .exec_without_returning(tx.connection())
        .await?;
        return Ok(());
    };
    let mut next = row.clone().into_active_model();
    match state(&row)? {
        JobState::Waiting => next.run_at = Set(row.run_at.min(run_at)),
        JobState::Leased => {
            next.again_at = Set(Some(row.again_at.map_or(run_at, |at| at.min(run_at))));
        }
        JobState::Dead => wait(&mut next, run_at),
    }
    next.most_attempts = Set(i64::from(job.most_attempts));
    put(tx, next).await
}

/// At most `limit` jobs of one state or all, by time.
pub async fn list(tx: &Tx, only: Option<JobState>, limit: u64) -> Result<Vec<Job>, StoreError> {
    let mut query = row::Entity::find();
    if let Some(only) = only {
        query = query.filter(row::Column::State.eq(only.code()));
    }
    let rows = query
        .order_by_asc(row::Column::RunAt)
        .order_by_asc(row::Column::Kind)
        .order_by_asc(row::Column::Subject)
        .limit(limit)
        .all(tx.connection())
        .await?;
    rows.into_iter().map(open).collect()
}

/// Requeues a dead letter to run at once, with all its attempts. `false` when there is no such dead letter.
///
/// It takes no `now`: the operator's clock need not be the service's, which the sandbox moves.
pub async fn requeue(tx: &Tx, kind: &str, subject: &str) -> Result<bool, StoreError> {
    let Some(row) = dead(tx, kind, subject).await? else {
        return Ok(false);
    };
    let enqueued = row.created_at;
    let mut next = row.into_active_model();
    wait(&mut next, enqueued);
    put(tx, next).await?;
    Ok(true)
}

/// Discards a dead letter. `false` when there is no such dead letter.
pub async fn discard(tx: &Tx, kind: &str, subject: &str) -> Result<bool, StoreError> {
    let Some(row) = dead(tx, kind, subject).await? else {
        return Ok(false);
    };
    row::Entity::delete_by_id((row.kind, row.subject))
        .exec(tx.connection())
        .await?;
    Ok(true)
}

async fn find(tx: &Tx, kind: &str, subject: &str) -> Result<Option<row::Model>, StoreError> {
    let row = row::Entity::find_by_id((kind.to_owned(), subject.to_owned()))
        .lock_exclusive()
        .one(tx.connection())
        .await?;
    Ok(row)
}

async fn dead(tx: &Tx, kind: &str, subject: &str) -> Result<Option<row::Model>, StoreError> {
    let row = find(tx, kind, subject).await?;
    Ok(row.filter(|row| row.state == JobState::Dead.code()))
}

/// Starts over: waits for `run_at`, without a lease.
fn wait(next: &mut row::ActiveModel, run_at: i64) {
    next.state = Set(JobState::Waiting.code().to_owned());
    next.run_at = Set(run_at);
    next.attempts = Set(0);
    next.last_error = Set(None);
    free(next);
}

fn free(next: &mut row::ActiveModel) {
    next.lease_by = Set(None);
    next.lease_until = Set(None);
    next.again_at = Set(None);
}

async fn put(tx: &Tx, next: row::ActiveModel) -> Result<(), StoreError> {
    row::Entity::update(next).exec(tx.connection()).await?;
    Ok(())
}

fn at(row: &row::Model) -> Row<'_> {
    Row {
        table: TABLE,
        id: &row.subject,
    }
}

fn state(row: &row::Model) -> Result<JobState, StoreError> {
    at(row).code("state", JobState::from_code(&row.state))
}

fn open(row: row::Model) -> Result<Job, StoreError> {
    let at = at(&row);
    Ok(Job {
        state: state(&row)?,
        run_at: at.instant("run_at", row.run_at)?,
        attempts: at.number("attempts", row.attempts)?,
        most_attempts: at.number("most_attempts", row.most_attempts)?,
        lease_until: at.maybe_instant("lease_until", row.lease_until)?,
        created_at: at.instant("created_at", row.created_at)?,
        kind: row.kind,
        subject: row.subject,
        last_error: row.last_error,
    })
}

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "jobs")]
    pub(super) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub kind: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub subject: String,
        pub state: String,
        pub run_at: i64,
        pub attempts: i64,
        pub most_attempts: i64,
        pub lease_by: Option<String>,
        pub lease_until: Option<i64>,
        pub again_at: Option<i64>,
        pub last_error: Option<String>,
        pub created_at: i64,
    }

    #[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
    pub(super) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
