//! When a job runs, and how often it is tried.

use jiff::{SignedDuration, Timestamp};
use store::jobs::{self, NewJob, RetryDelay};
use store::{StoreError, Tx};

use super::kind::Kind;

/// When a job runs, and how often it is tried.
pub(super) struct Schedule {
    /// Repeat interval, from the end of one run to the next.
    pub(super) every: Option<SignedDuration>,
    /// Number of failed attempts after which it becomes a dead letter.
    pub(super) most_attempts: u32,
    /// Backoff between attempts.
    pub(super) backoff: RetryDelay,
}

impl Schedule {
    /// A recurring job. It never becomes a dead letter: the next run is as good as this one.
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

    /// Enqueues a job with this schedule.
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
