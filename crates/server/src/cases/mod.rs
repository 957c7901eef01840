//! Use cases: what people can do, one function each. They know no HTTP and no SQL.
//!
//! Each takes the [`App`](crate::app::App), who asks, and typed input; it loads in one transaction, has `domain` decide,
//! writes facts and journal in that same transaction, and returns a typed outcome. What must be asked of the outside
//! world is asked before, outside of the transaction.

pub mod agent;
pub mod parent;
pub mod sandbox_day;
pub mod sessions;
pub(crate) mod sweeping;
pub mod token;

use domain::application::refusal::ServiceRefusal;
use store::StoreError;

use crate::pool::Full;

/// Why a use case did nothing.
#[derive(Clone, Debug, thiserror::Error)]
pub enum CaseError {
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
    /// Too much is going on; nothing was done.
    #[error("busy")]
    Busy,
    /// Our fault.
    #[error("{0}")]
    Internal(String),
}

impl From<StoreError> for CaseError {
    fn from(error: StoreError) -> CaseError {
        match error {
            StoreError::Stale { .. } => CaseError::Stale,
            StoreError::Busy => CaseError::Busy,
            other => {
                if other.is_temporary() {
                    tracing::error!(error = %other, "the store is not available");
                    return CaseError::Busy;
                }
                CaseError::Internal(other.to_string())
            }
        }
    }
}

impl From<Full> for CaseError {
    fn from(_: Full) -> CaseError {
        CaseError::Busy
    }
}
