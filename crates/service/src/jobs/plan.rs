//! When a job is done, and how often it is tried.

use jiff::{SignedDuration, Timestamp};
use store::jobs::{self, NewJob, RetryDelay};
use store::{StoreError, Tx};

use super::kind::Kind;

/// When a job is done, and how often it is tried.
pub(super) struct Schedule {
    /// So long after it was done it is done again.
    pub(super) every: Option<SignedDuration>,
    /// After so many attempts in vain it is a dead letter.
    pub(super) most_attempts: u32,
    /// How long it waits in between.
    pub(super) backoff: RetryDelay,
}

impl Schedule {
    /// Done again and again: it never dies, the next time is as good as this one.
    pub(super) const fn every(period: SignedDuration) -> Schedule {
        Schedule {
            every: Some(period),
            most_attempts: u32::MAX,
            backoff: RetryDelay {
                first: SignedDuration::from_mins(1),
                factor: 2,
                longest: period,
            },
        }
    }

    /// Enqueues a job of this plan.
    pub(super) async fn enqueue(
        &self,
        tx: &Tx,
        kind: Kind,
        subject: &str,
        run_at: Timestamp,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let job = NewJob {
            kind: kind.code(),
            subject,
            run_at,
            most_attempts: self.most_attempts,
        };
        jobs::enqueue(tx, &job, now).await
    }
}
