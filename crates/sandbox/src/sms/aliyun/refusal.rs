//! Why Aliyun does not do what is asked.

use axum::http::StatusCode;

/// Why a request is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refusal {
    UnreadableBody,
    NoSignature,
    MissingHeader,
    AccessKey,
    TimeFormat,
    Time,
    Signature,
    NonceUsed,
    UnknownAction,
    UnknownVersion,
    Missing(&'static str),
    NumberCount,
    Number,
    Sign,
    Template,
    Json,
    MissingValue,
    TooMany,
    Parameters,
    Down,
    /// The connection is cut: nothing of this is heard.
    Silent,
}

impl Refusal {
    pub(super) fn code(self) -> &'static str {
        self.parts().1
    }

    pub(super) fn status(self) -> StatusCode {
        self.parts().0
    }

    pub(super) fn message(self) -> &'static str {
        self.parts().2
    }

    fn parts(self) -> (StatusCode, &'static str, &'static str) {
        const BAD: StatusCode = StatusCode::BAD_REQUEST;
        const OK: StatusCode = StatusCode::OK;
        match self {
            Self::UnreadableBody => (BAD, "InvalidParameter", "the body cannot be read"),
            Self::NoSignature => (
                BAD,
                "IncompleteSignature",
                "the header Authorization has not the agreed shape",
            ),
            Self::MissingHeader => (
                BAD,
                "MissingParameter",
                "x-acs-action, -version, -date, -signature-nonce and -content-sha256 are mandatory",
            ),
            Self::AccessKey => (
                StatusCode::NOT_FOUND,
                "InvalidAccessKeyId.NotFound",
                "the access key is unknown",
            ),
            Self::TimeFormat => (
                BAD,
                "InvalidTimeStamp.Format",
                "x-acs-date is written yyyy-MM-ddTHH:mm:ssZ",
            ),
            Self::Time => (
                BAD,
                "InvalidTimeStamp.Expired",
                "x-acs-date is more than 15 minutes off",
            ),
            Self::Signature => (BAD, "SignatureDoesNotMatch", "the signature is wrong"),
            Self::NonceUsed => (BAD, "SignatureNonceUsed", "the nonce was used"),
            Self::UnknownAction => (
                StatusCode::NOT_FOUND,
                "InvalidAction.NotFound",
                "no such operation",
            ),
            Self::UnknownVersion => (BAD, "InvalidVersion", "no such version"),
            Self::Missing(code) => (BAD, code, "a mandatory parameter is missing"),
            Self::NumberCount => (OK, "isv.MOBILE_COUNT_OVER_LIMIT", "too many numbers"),
            Self::Number => (OK, "isv.MOBILE_NUMBER_ILLEGAL", "the number is no mobile"),
            Self::Sign => (OK, "isv.SMS_SIGNATURE_ILLEGAL", "the sign is not approved"),
            Self::Template => (
                OK,
                "isv.SMS_TEMPLATE_ILLEGAL",
                "the template is not approved",
            ),
            Self::Json => (
                OK,
                "isv.INVALID_JSON_PARAM",
                "TemplateParam is a JSON object of texts",
            ),
            Self::MissingValue => (
                OK,
                "isv.TEMPLATE_MISSING_PARAMETERS",
                "a variable of the template has no value",
            ),
            Self::TooMany => (
                OK,
                "isv.BUSINESS_LIMIT_CONTROL",
                "too many messages to this number",
            ),
            Self::Parameters => (OK, "isv.INVALID_PARAMETERS", "a parameter is wrong"),
            Self::Down | Self::Silent => (OK, "isp.SYSTEM_ERROR", "not possible now"),
        }
    }
}
