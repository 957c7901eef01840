//! Leases: a job held by a worker, from taking it to its end.

use jiff::{SignedDuration, Timestamp};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{LockBehavior, LockType};
use sea_orm::{Condition, IntoActiveModel as _, QueryOrder as _, QuerySelect as _, Set};

use super::{JobState, at, find, free, put, row, wait};
use crate::column::ms;
use crate::{StoreError, Tx};

/// The error of a job whose worker died during its last attempt.
const ABANDONED: &str = "abandoned";

/// A job held by a worker. Attempt, owner and expiry together tell this lease from all others of the job: an outdated one changes
/// nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lease {
    /// The kind of job.
    pub kind: String,
    /// Its subject.
    pub subject: String,
    /// 1 for the first attempt.
    pub attempt: u32,
    /// The worker.
    pub owner: String,
    /// When it expires.
    pub until: Timestamp,
}

/// What happens to a job after a failed attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failed {
    /// It waits for its next attempt.
    Waits,
    /// It was the last attempt: the job is a dead letter.
    Dead,
    /// Another worker has it by now. Nothing was changed.
    Lost,
}

/// Exponential backoff between the attempts at a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetryDelay {
    /// Delay after the first failed attempt.
    pub first: SignedDuration,
    /// Factor by which the delay grows with each further one.
    pub factor: u32,
    /// Upper bound of the delay.
    pub longest: SignedDuration,
}

impl RetryDelay {
    /// The delay after this attempt, the first being 1. `jitter` is a random byte from the caller and makes the delay longer by
    /// up to a quarter, so that jobs that failed together are not retried together.
    #[must_use]
    pub fn wait(&self, attempt: u32, jitter: u8) -> SignedDuration {
        let wait = (1..attempt)
            .try_fold(self.first, |wait, _| {
                wait.checked_mul(i32::try_from(self.factor).ok()?)
                    .filter(|wait| *wait < self.longest)
            })
            .unwrap_or(self.longest);
        wait + wait / 1024 * i32::from(jitter)
    }
}

/// Whether any job is due.
pub async fn is_due(tx: &Tx, kinds: &[&str], now: Timestamp) -> Result<bool, StoreError> {
    let found = due(kinds, now).one(tx.connection()).await?;
    Ok(found.is_some())
}

/// Leases at most `limit` jobs of these kinds that are due, or whose lease has expired. Concurrent workers never get the same
/// job.
///
/// `owner`: the worker's random name. `lasts`: the duration of the lease, unless it is renewed ([`renew`]).
pub async fn lease(
    tx: &Tx,
    kinds: &[&str],
    owner: &str,
    now: Timestamp,
    lasts: SignedDuration,
    limit: u64,
) -> Result<Vec<Lease>, StoreError> {
    let mut leases = Vec::new();
    while leases.is_empty() {
        let rows = due(kinds, now)
            .order_by_asc(row::Column::RunAt)
            .order_by_asc(row::Column::Kind)
            .order_by_asc(row::Column::Subject)
            .limit(limit)
            .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
            .all(tx.connection())
            .await?;
        if rows.is_empty() {
            break;
        }
        for row in rows {
            if row.attempts < row.most_attempts {
                leases.push(take(tx, row, owner, now + lasts).await?);
            } else {
                let mut next = row.into_active_model();
                bury(&mut next, ABANDONED);
                put(tx, next).await?;
            }
        }
    }
    Ok(leases)
}

async fn take(
    tx: &Tx,
    row: row::Model,
    owner: &str,
    until: Timestamp,
) -> Result<Lease, StoreError> {
    let at = at(&row);
    let lease = Lease {
        attempt: at.number("attempts", row.attempts + 1)?,
        owner: owner.to_owned(),
        until: at.instant("lease_until", ms(until))?,
        kind: row.kind.clone(),
        subject: row.subject.clone(),
    };
    let mut next = row.into_active_model();
    next.state = Set(JobState::Leased.code().to_owned());
    next.attempts = Set(i64::from(lease.attempt));
    next.lease_by = Set(Some(lease.owner.clone()));
    next.lease_until = Set(Some(ms(until)));
    put(tx, next).await?;
    Ok(lease)
}

/// Extends a lease. `None` when it is lost.
pub async fn renew(tx: &Tx, lease: &Lease, until: Timestamp) -> Result<Option<Lease>, StoreError> {
    let Some(row) = held(tx, lease).await? else {
        return Ok(None);
    };
    let at = at(&row).instant("lease_until", ms(until))?;
    let mut next = row.into_active_model();
    next.lease_until = Set(Some(ms(until)));
    put(tx, next).await?;
    Ok(Some(Lease {
        until: at,
        ..lease.clone()
    }))
}

/// Marks a job as done: erases it, or lets it wait for its next run if it was enqueued meanwhile. `false` when the lease is lost;
/// then nothing was changed.
pub async fn finish(tx: &Tx, lease: &Lease) -> Result<bool, StoreError> {
    let Some(row) = held(tx, lease).await? else {
        return Ok(false);
    };
    match row.again_at {
        Some(run_at) => {
            let mut next = row.into_active_model();
            wait(&mut next, run_at);
            put(tx, next).await?;
        }
        None => {
            row::Entity::delete_by_id((row.kind, row.subject))
                .exec(tx.connection())
                .await?;
        }
    }
    Ok(true)
}

/// Marks this run of a job as done, and schedules the next one. `false` as in [`finish`].
pub async fn finish_until(tx: &Tx, lease: &Lease, run_at: Timestamp) -> Result<bool, StoreError> {
    let Some(row) = held(tx, lease).await? else {
        return Ok(false);
    };
    let run_at = row.again_at.map_or(ms(run_at), |at| at.min(ms(run_at)));
    let mut next = row.into_active_model();
    wait(&mut next, run_at);
    put(tx, next).await?;
    Ok(true)
}

/// Records a failed attempt: the job waits until `run_at`, or becomes a dead letter. `error`: a code, without personal data.
pub async fn retry(
    tx: &Tx,
    lease: &Lease,
    run_at: Timestamp,
    error: &str,
) -> Result<Failed, StoreError> {
    let Some(row) = held(tx, lease).await? else {
        return Ok(Failed::Lost);
    };
    let mut next = row.clone().into_active_model();
    let failed = match row.again_at {
        // It was enqueued for a new reason meanwhile: its attempts start over.
        Some(again_at) => {
            wait(&mut next, again_at);
            next.last_error = Set(Some(error.to_owned()));
            Failed::Waits
        }
        None if row.attempts >= row.most_attempts => {
            bury(&mut next, error);
            Failed::Dead
        }
        None => {
            wait(&mut next, ms(run_at));
            next.attempts = Set(row.attempts);
            next.last_error = Set(Some(error.to_owned()));
            Failed::Waits
        }
    };
    put(tx, next).await?;
    Ok(failed)
}

fn due(kinds: &[&str], now: Timestamp) -> Select<row::Entity> {
    let in_state = |state: JobState, time: row::Column| {
        Condition::all()
            .add(row::Column::State.eq(state.code()))
            .add(time.lte(ms(now)))
    };
    row::Entity::find()
        .filter(row::Column::Kind.is_in(kinds.iter().copied()))
        .filter(
            Condition::any()
                .add(in_state(JobState::Waiting, row::Column::RunAt))
                .add(in_state(JobState::Leased, row::Column::LeaseUntil)),
        )
}

async fn held(tx: &Tx, lease: &Lease) -> Result<Option<row::Model>, StoreError> {
    let row = find(tx, &lease.kind, &lease.subject).await?;
    Ok(row.filter(|row| {
        row.state == JobState::Leased.code()
            && row.attempts == i64::from(lease.attempt)
            && row.lease_by.as_deref() == Some(lease.owner.as_str())
            && row.lease_until == Some(ms(lease.until))
    }))
}

fn bury(next: &mut row::ActiveModel, error: &str) {
    next.state = Set(JobState::Dead.code().to_owned());
    next.last_error = Set(Some(error.to_owned()));
    free(next);
}
