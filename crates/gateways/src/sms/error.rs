//! Why a message was not sent.

use crate::{GatewayError, RetryCause};

/// Why a message was not sent, or why nothing is known of it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SmsError {
    /// The platform refused. Nothing was sent, and a retry of the same message gives the same result.
    #[error("the platform refused the message: {why}, code {code}")]
    Refused {
        /// What it is about.
        why: Refusal,
        /// The platform's own code.
        code: String,
    },
    /// There is no answer, or none that can be used: never [`GatewayError::Refused`].
    #[error(transparent)]
    Unanswered(GatewayError),
}

/// What a refusal is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Refusal {
    /// This number got too many messages already. Retrying makes the wait longer on some platforms.
    #[error("too many to this number")]
    TooMany,
    /// No message can be sent to this number.
    #[error("the number")]
    Number,
    /// Keys, sign, template, its values or the account: an operator must act, and no other number would fare better.
    #[error("our account or settings")]
    Configuration,
}

impl SmsError {
    /// Whether the message may arrive although there was no good answer: a second one would then be a repetition.
    pub fn may_have_left(&self) -> bool {
        match self {
            Self::Refused { .. } | Self::Unanswered(GatewayError::Refused { .. }) => false,
            Self::Unanswered(GatewayError::Malformed { .. }) => true,
            Self::Unanswered(GatewayError::Retry { cause }) => match cause {
                RetryCause::TimedOut | RetryCause::Interrupted => true,
                RetryCause::Unavailable { status } => !matches!(status, 429 | 503),
                RetryCause::NoConnection | RetryCause::Temporary { .. } | RetryCause::Paused => {
                    false
                }
            },
        }
    }

    /// `why`: what a code of the platform is about.
    pub(super) fn of(error: GatewayError, why: impl Fn(&str) -> Refusal) -> Self {
        match error {
            GatewayError::Refused { code } => Self::Refused {
                why: why(&code),
                code,
            },
            other => Self::Unanswered(other),
        }
    }

    /// The settings name no such template of ours.
    pub(super) fn no_template() -> Self {
        Self::Refused {
            why: Refusal::Configuration,
            code: "template_not_in_settings".into(),
        }
    }
}
