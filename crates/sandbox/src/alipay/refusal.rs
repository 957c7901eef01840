//! Why a request is refused, in Alipay's words.

/// Why a request is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    Missing(&'static str),
    AppId,
    SignType,
    Signature,
    Timestamp,
    Method,
    BizContent,
    Order,
    CertifyId,
    /// Of a log-in.
    Code,
    GrantType,
    AccessToken,
}

impl Refusal {
    /// Code, message and sub-code.
    pub(crate) fn parts(self) -> (&'static str, &'static str, &'static str) {
        const INVALID: (&str, &str) = ("40002", "Invalid Arguments");
        const FAILED: (&str, &str) = ("40004", "Business Failed");
        let ((code, msg), sub_code) = match self {
            Self::Missing(sub_code) => (("40001", "Missing Required Arguments"), sub_code),
            Self::AppId => (INVALID, "isv.invalid-app-id"),
            Self::SignType => (INVALID, "isv.invalid-signature-type"),
            Self::Signature => (INVALID, "isv.invalid-signature"),
            Self::Timestamp => (INVALID, "isv.invalid-timestamp"),
            Self::Method => (INVALID, "isv.invalid-method"),
            Self::BizContent => (FAILED, "INVALID_PARAMETER"),
            Self::Order => (FAILED, "ORDER_NO_USED"),
            Self::CertifyId => (FAILED, "INVALID_CERTIFY_ID"),
            Self::Code => (INVALID, "isv.code-invalid"),
            Self::GrantType => (INVALID, "isv.grant-type-invalid"),
            Self::AccessToken => (
                ("20001", "Insufficient Token Permissions"),
                "aop.invalid-auth-token",
            ),
        };
        (code, msg, sub_code)
    }
}
