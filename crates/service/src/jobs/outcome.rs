//! How an attempt at a job ends.

use jiff::Timestamp;
use store::StoreError;

use crate::ServiceError;

/// The result of an attempt that did not fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// It is done.
    Done,
    /// The service is stopping; the rest is for the next start.
    Interrupted,
    /// There is nothing to do before then.
    Later(Timestamp),
}

/// Why an attempt failed.
#[derive(Clone, Debug, thiserror::Error)]
pub(super) enum JobError {
    /// The registry gave no usable answer.
    #[error("the register gave no answer")]
    RegisterDown,
    /// The platform did not take a message.
    #[error("the message was not sent")]
    NotSent,
    /// Another worker has the job by now.
    #[error("the lease is lost")]
    LeaseLost,
    /// The subject is not an id for this kind of job.
    #[error("the subject is not one of this kind of job")]
    BadSubject,
    /// More pictures would be deleted than can be right.
    #[error("{unnamed} of {of} pictures are named by no row: none is deleted")]
    TooManyUnnamed {
        /// Number of pictures that no row names.
        unnamed: usize,
        /// Number of pictures checked.
        of: usize,
    },
    /// The store failed, or a rule refused.
    #[error(transparent)]
    Case(#[from] ServiceError),
}

impl From<StoreError> for JobError {
    fn from(error: StoreError) -> JobError {
        JobError::Case(error.into())
    }
}

impl JobError {
    /// The stable code that is stored with the job.
    pub(super) const fn code(&self) -> &'static str {
        match self {
            JobError::RegisterDown => "register_down",
            JobError::NotSent => "not_sent",
            JobError::LeaseLost => "lease_lost",
            JobError::BadSubject => "bad_subject",
            JobError::TooManyUnnamed { .. } => "too_many_unnamed",
            JobError::Case(ServiceError::Busy(_)) => "busy",
            JobError::Case(_) => "internal",
        }
    }
}
