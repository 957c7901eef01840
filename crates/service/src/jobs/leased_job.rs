//! A job leased by this process.

use jiff::SignedDuration;
use store::jobs::{self, Lease};

use super::outcome::JobError;
use crate::Service;

/// How long a lease lasts before others may presume the worker dead. A longer job renews it ([`LeasedJob::keep`]).
pub(super) const LEASE: SignedDuration = SignedDuration::from_mins(10);

/// A job leased by this process.
pub(super) struct LeasedJob {
    pub(super) lease: Lease,
}

impl LeasedJob {
    /// The id of its subject.
    pub(super) fn subject(&self) -> &str {
        &self.lease.subject
    }

    /// Renews the lease.
    ///
    /// # Errors
    /// [`JobError::LeaseLost`] when another worker has the job by now: the caller must stop.
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
