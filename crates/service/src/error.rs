//! Why a use case did nothing.

use domain::application::refusal::ServiceRefusal;
use store::StoreError;

use crate::pool::Full;

/// Why a use case did nothing.
#[derive(Clone, Debug, thiserror::Error)]
pub enum ServiceError {
    /// There is no such thing, or it is not this person's: both look alike from outside.
    #[error("not found")]
    NotFound,
    /// The application is not in a state in which this can be done.
    #[error("not possible in this state")]
    WrongState,
    /// It was changed by somebody else in between.
    #[error("changed in between")]
    Stale,
    /// Too many tries; wait so many seconds.
    #[error("too many tries")]
    TooManyTries {
        /// Seconds to wait.
        wait_s: u64,
    },
    /// The service cannot go on with this application.
    #[error("refused: {0:?}")]
    Refused(ServiceRefusal),
    /// Too much is going on, or the store is away. The cause is for the log, and empty when only a queue is full.
    #[error("busy: {0}")]
    Busy(String),
    /// Our fault.
    #[error("{0}")]
    Internal(String),
}

impl ServiceError {
    /// Whether it was decided to do nothing, so that surely nothing was done. After a fault of the store the change may
    /// stand all the same: the connection can break while the commit is under way.
    pub(crate) fn surely_undone(&self) -> bool {
        match self {
            ServiceError::NotFound
            | ServiceError::WrongState
            | ServiceError::Stale
            | ServiceError::TooManyTries { .. }
            | ServiceError::Refused(_) => true,
            ServiceError::Busy(_) | ServiceError::Internal(_) => false,
        }
    }
}

impl From<StoreError> for ServiceError {
    fn from(error: StoreError) -> ServiceError {
        match error {
            StoreError::Stale { .. } => ServiceError::Stale,
            StoreError::Busy => ServiceError::Busy(String::new()),
            // Not logged here: a transaction that lost a race comes by on its way to being repeated.
            other if other.is_temporary() => ServiceError::Busy(other.to_string()),
            other => ServiceError::Internal(other.to_string()),
        }
    }
}

impl From<Full> for ServiceError {
    fn from(_: Full) -> ServiceError {
        ServiceError::Busy(String::new())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn after_a_fault_of_the_store_nothing_is_taken_for_undone() {
        let faults = [
            StoreError::Busy,
            StoreError::Unavailable("the connection broke at the commit".into()),
            StoreError::TooSlow,
            StoreError::Panicked,
            StoreError::Objects("no space".into()),
            StoreError::Refused("constraint".into()),
        ];
        for fault in faults {
            assert!(!ServiceError::from(fault).surely_undone());
        }
        for decided in [
            ServiceError::NotFound,
            ServiceError::WrongState,
            ServiceError::Stale,
        ] {
            assert!(decided.surely_undone());
        }
    }
}
