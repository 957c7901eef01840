//! What a call to an outside system can come to besides an answer.

/// Why there is no answer. The kind says what a job or a page does next.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GatewayError {
    /// The system cannot answer now: the same question may be asked again later.
    #[error("the outside system cannot answer now: {cause}")]
    Retry {
        /// What was seen last.
        cause: RetryCause,
    },
    /// The system answered, signed, that it will not do this. Asking again gives the same.
    #[error("the outside system refused with code {code}")]
    Refused {
        /// The system's own code: `1xxx` request, `2xxx` authentication, `3xxx` business.
        code: String,
    },
    /// What came back cannot be trusted or understood. A person should look: either the system changed,
    /// or somebody stands between.
    #[error("the outside system's answer cannot be used: {what}")]
    Malformed {
        /// What is wrong with it, without its content.
        what: &'static str,
    },
}

/// Why a call may be tried again.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RetryCause {
    /// No connection came about.
    #[error("no connection")]
    NoConnection,
    /// No whole answer within the time allowed.
    #[error("no answer in time")]
    TimedOut,
    /// The connection ended midway.
    #[error("the connection broke")]
    Interrupted,
    /// The system, or a machine before it, says that it is unwell.
    #[error("http status {status}")]
    Unavailable {
        /// The HTTP status, 429 or 5xx.
        status: u16,
    },
    /// A signed answer with a temporary code.
    #[error("temporary code {code}")]
    Temporary {
        /// The system's code, `5xxx`.
        code: String,
    },
    /// Too many calls failed lately; this one was not sent.
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
