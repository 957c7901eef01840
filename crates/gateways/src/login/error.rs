//! Why a platform let nobody in.

use crate::GatewayError;

/// Why nobody came in.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LoginError {
    /// The platform, or a check of what the client brought, refuses this code or number. Begin again; nothing is wrong with us.
    #[error("the platform does not admit this: {why}, code {code}")]
    NotAdmitted {
        /// What it is about.
        why: NotAdmitted,
        /// The platform's own code.
        code: String,
    },
    /// The platform refuses us: app id, secret, key, address or permission. An operator must act.
    #[error("the platform refuses our settings with code {code}")]
    Misconfigured {
        /// The platform's own code.
        code: String,
    },
    /// There is no answer, or none that can be used or trusted: never [`GatewayError::Refused`].
    #[error(transparent)]
    Unanswered(GatewayError),
}

/// What a refusal is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum NotAdmitted {
    /// The code is unknown, over, used, or of another app.
    #[error("the code")]
    Code,
    /// What the phone button gave is altered, of another app or session, or holds no mobile number of the mainland.
    #[error("the phone number")]
    Phone,
    /// The platform blocks this person.
    #[error("the person")]
    Person,
}

/// What a platform's own code is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum About {
    Code,
    Phone,
    Person,
    Us,
}

impl LoginError {
    /// `about`: what a code of the platform is about.
    pub(super) fn of(error: GatewayError, about: impl Fn(&str) -> About) -> Self {
        let GatewayError::Refused { code } = error else {
            return Self::Unanswered(error);
        };
        let why = match about(&code) {
            About::Code => NotAdmitted::Code,
            About::Phone => NotAdmitted::Phone,
            About::Person => NotAdmitted::Person,
            About::Us => return Self::Misconfigured { code },
        };
        Self::NotAdmitted { why, code }
    }

    /// The answer cannot be trusted or understood.
    pub(super) fn malformed(what: &'static str) -> Self {
        Self::Unanswered(GatewayError::malformed(what))
    }

    /// What the client brought from the phone button does not hold. `code`: a word of ours.
    pub(super) fn no_phone(code: &str) -> Self {
        Self::NotAdmitted {
            why: NotAdmitted::Phone,
            code: code.to_owned(),
        }
    }
}
