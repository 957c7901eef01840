//! A job in this process's hands.

use jiff::SignedDuration;
use store::jobs::{self, Lease};

use super::outcome::JobError;
use crate::Service;

/// How long a worker has a job before others may take it for dead. A longer one asks for more ([`LeasedJob::keep`]).
pub(super) const LEASE: SignedDuration = SignedDuration::from_mins(10);

/// A job in this process's hands.
pub(super) struct LeasedJob {
    pub(super) lease: Lease,
}

impl LeasedJob {
    /// The id that it is about.
    pub(super) fn subject(&self) -> &str {
        &self.lease.subject
    }

    /// Asks for more time.
    ///
    /// # Errors
    /// [`JobError::LeaseLost`] when somebody else has the job by now: whoever asks stops.
    pub(super) async fn keep(&mut self, service: &Service) -> Result<(), JobError> {
        let (lease, until) = (self.lease.clone(), service.clock.now() + LEASE);
        let kept = service
            .store
            .write(async move |tx| jobs::renew(tx, &lease, until).await)
            .await?;
        self.lease = kept.ok_or(JobError::LeaseLost)?;
        Ok(())
    }
}
