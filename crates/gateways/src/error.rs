//! Why a call to an outside system gave no answer.

/// Why there is no answer. The kind decides what a job or a page does next.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GatewayError {
    /// The system cannot answer now; the same call may be retried later.
    #[error("the outside system cannot answer now: {cause}")]
    Retry {
        /// The last failure seen.
        cause: RetryCause,
    },
    /// The system refused, in an answer of its own. A retry gives the same result.
    #[error("the outside system refused with code {code}")]
    Refused {
        /// The system's own code. The signed contract's are `1xxx` request, `2xxx` authentication, `3xxx` business.
        code: String,
    },
    /// The answer cannot be trusted or understood. A person should look: either the system changed, or somebody
    /// intercepts the connection.
    #[error("the outside system's answer cannot be used: {what}")]
    Malformed {
        /// What is wrong with it; never its content.
        what: &'static str,
    },
}

/// Why a call may be retried.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RetryCause {
    /// No connection could be made.
    #[error("no connection")]
    NoConnection,
    /// No complete answer within the timeout.
    #[error("no answer in time")]
    TimedOut,
    /// The connection broke midway.
    #[error("the connection broke")]
    Interrupted,
    /// The system, or a proxy in front of it, reports that it is unavailable.
    #[error("http status {status}")]
    Unavailable {
        /// The HTTP status, 429 or 5xx.
        status: u16,
    },
    /// An answer of the system's own with a code for a temporary failure.
    #[error("temporary code {code}")]
    Temporary {
        /// The system's code; by the signed contract `5xxx`.
        code: String,
    },
    /// Too many recent calls failed, so this one was not sent.
    #[error("calls are paused after many failures")]
    Paused,
}

impl GatewayError {
    pub(crate) fn retry(cause: RetryCause) -> Self {
        Self::Retry { cause }
    }

    pub(crate) fn malformed(what: &'static str) -> Self {
        Self::Malformed { what }
    }
}
