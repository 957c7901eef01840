//! What a browser asks of a platform's page, and how it is sent back.

use super::people::Platform;
use crate::encoding::form;

/// A log-in as a browser asks for it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Asked {
    pub(super) app_id: String,
    pub(super) redirect_uri: String,
    pub(super) state: String,
    pub(super) scope: String,
    pub(super) nonce: String,
    pub(super) challenge: String,
    pub(super) returning: Returning,
    pub(super) platform: Platform,
}

/// What a platform puts behind the address of return.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub(super) enum Returning {
    /// `code` and `state`; a refusal has the state alone.
    #[default]
    Quiet,
    /// Alipay's names, with the app and the scope; a refusal has no code.
    Alipay,
    /// `code` and `state`; a refusal says `error=access_denied`.
    Standard,
    /// The same, and by RFC 9207 who says so.
    Issuer(String),
}

impl Returning {
    /// Where the browser goes with a code, or without one after a refusal.
    pub(super) fn address(&self, asked: &Asked, code: Option<&str>) -> String {
        let mut pairs: Vec<(&str, &str)> = Vec::new();
        match (self, code) {
            (Self::Alipay, code) => {
                pairs.extend([("app_id", &*asked.app_id), ("source", "alipay_wallet")]);
                pairs.push(("scope", &asked.scope));
                pairs.extend(code.map(|code| ("auth_code", code)));
            }
            (_, Some(code)) => pairs.push(("code", code)),
            (Self::Standard | Self::Issuer(_), None) => {
                pairs.push(("error", "access_denied"));
            }
            (Self::Quiet, None) => {}
        }
        pairs.push(("state", &asked.state));
        if let Self::Issuer(issuer) = self {
            pairs.push(("iss", issuer));
        }
        let separator = if asked.redirect_uri.contains('?') {
            '&'
        } else {
            '?'
        };
        format!("{}{separator}{}", asked.redirect_uri, form(&pairs))
    }
}
