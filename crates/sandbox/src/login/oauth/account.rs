//! Who may ask.

use super::keys::Algorithm;

/// The client that the sandbox lets in.
#[derive(Clone)]
pub struct OauthAccount {
    /// The client id.
    pub client_id: String,
    /// The client's secret.
    pub secret: String,
    /// How ID tokens for it are signed.
    pub algorithm: Algorithm,
}
