//! Why Tencent Cloud does not do what is asked.

/// Why a request, or the message to one number of it, is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refusal {
    Request,
    NoSignature,
    SecretId,
    Time,
    Signature,
    UnknownAction,
    UnknownVersion,
    MissingParameter,
    Parameter,
    NumberCount,
    SdkAppId,
    Sign,
    Template,
    Values,
    Number,
    Blocked,
    ThirtySeconds,
    OneHour,
    OneDay,
    Down,
    /// The connection is cut: nothing of this is heard.
    Silent,
}

impl Refusal {
    pub(super) fn code(self) -> &'static str {
        self.parts().0
    }

    pub(super) fn message(self) -> &'static str {
        self.parts().1
    }

    fn parts(self) -> (&'static str, &'static str) {
        match self {
            Self::Request => ("InvalidRequest", "only POST / is served"),
            Self::NoSignature => (
                "AuthFailure.InvalidAuthorization",
                "the header Authorization has not the agreed shape",
            ),
            Self::SecretId => ("AuthFailure.SecretIdNotFound", "the secret id is unknown"),
            Self::Time => (
                "AuthFailure.SignatureExpire",
                "X-TC-Timestamp is more than five minutes off",
            ),
            Self::Signature => ("AuthFailure.SignatureFailure", "the signature is wrong"),
            Self::UnknownAction => ("InvalidAction", "no such operation"),
            Self::UnknownVersion => ("NoSuchVersion", "no such version"),
            Self::MissingParameter => ("MissingParameter", "a mandatory parameter is missing"),
            Self::Parameter => ("InvalidParameter", "the body is no JSON of this operation"),
            Self::NumberCount => ("LimitExceeded.PhoneNumberCountLimit", "too many numbers"),
            Self::SdkAppId => (
                "UnauthorizedOperation.SmsSdkAppIdVerifyFail",
                "the application is unknown",
            ),
            Self::Sign => (
                "FailedOperation.SignatureIncorrectOrUnapproved",
                "the sign is not approved",
            ),
            Self::Template => (
                "FailedOperation.TemplateIncorrectOrUnapproved",
                "the template is not approved",
            ),
            Self::Values => (
                "FailedOperation.TemplateParamSetNotMatchApprovedTemplate",
                "the template has another number of variables",
            ),
            Self::Number => (
                "InvalidParameterValue.IncorrectPhoneNumber",
                "the number is no mobile",
            ),
            Self::Blocked => (
                "FailedOperation.PhoneNumberInBlacklist",
                "the number takes no messages",
            ),
            Self::ThirtySeconds => (
                "LimitExceeded.PhoneNumberThirtySecondLimit",
                "too many messages to this number",
            ),
            Self::OneHour => (
                "LimitExceeded.PhoneNumberOneHourLimit",
                "too many messages to this number",
            ),
            Self::OneDay => (
                "LimitExceeded.PhoneNumberDailyLimit",
                "too many messages to this number",
            ),
            Self::Down | Self::Silent => ("InternalError.OtherError", "not possible now"),
        }
    }
}
