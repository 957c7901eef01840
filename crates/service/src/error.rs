//! Why a use case failed.

use domain::application::refusal::ServiceRefusal;
use store::StoreError;

use crate::pool::Full;

/// Why a use case failed.
#[derive(Clone, Debug, thiserror::Error)]
pub enum ServiceError {
    /// It does not exist, or belongs to somebody else: both look alike from outside.
    #[error("not found")]
    NotFound,
    /// The application's state does not allow this.
    #[error("not possible in this state")]
    WrongState,
    /// The application is returned, and this item of it was not: it stays as submitted.
    #[error("{item} is locked")]
    ItemLocked {
        /// The id of the field or material.
        item: String,
    },
    /// Something that was returned is not corrected yet.
    #[error("not corrected: {}", items.join(", "))]
    NotCorrected {
        /// The ids of the fields and materials.
        items: Vec<String>,
    },
    /// Somebody else changed it meanwhile.
    #[error("changed in between")]
    Stale,
    /// Too many tries.
    #[error("too many tries")]
    TooManyTries {
        /// Seconds to wait.
        wait_s: u64,
    },
    /// The service cannot go on with this application.
    #[error("refused: {0:?}")]
    Refused(ServiceRefusal),
    /// Overloaded, or the store is unavailable. The cause is for the log, and empty when only a queue is full.
    #[error("busy: {0}")]
    Busy(String),
    /// An internal error.
    #[error("{0}")]
    Internal(String),
}

impl ServiceError {
    /// Whether it is certain that nothing was changed, because the use case decided so. After a store error the change may have
    /// been made all the same: the connection can break during the commit.
    pub(crate) fn surely_undone(&self) -> bool {
        match self {
            ServiceError::NotFound
            | ServiceError::WrongState
            | ServiceError::ItemLocked { .. }
            | ServiceError::NotCorrected { .. }
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
            // Not logged here: a transaction that lost a race passes through before its retry.
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
