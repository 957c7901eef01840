//! Every way in by a platform: what a platform says about who comes, facts only. What they are worth is for the caller.
//!
//! A browser is sent to the platform's page ([`WebLogin::authorize_url`]), comes back with an address that proves nothing yet
//! ([`WebLogin::returned`]), and the code in it is exchanged from server to server ([`WebLogin::finish`]). In a host's mini-program
//! the client gets a code by itself ([`MiniProgram::log_in`]).
//!
//! The caller keeps each [`Attempt`] bound to the browser that began it, for some ten minutes, and uses it up before it calls
//! [`WebLogin::finish`]: no gateway knows browsers.

mod alipay;
mod baidu;
mod beijing;
mod error;
mod facts;
mod jose;
mod mapping;
mod oauth;
mod oidc;
mod wechat;
mod wechat_code;

use std::fmt;
use std::pin::Pin;

use serde_json::Value;

pub use alipay::{AlipayEncryptKey, AlipayMini, AlipayWeb};
pub use baidu::{BaiduMini, BaiduMiniSettings, BaiduSession, BaiduWeb};
pub use beijing::{BeijingLogin, BeijingSettings};
pub use error::{LoginError, NotAdmitted};
pub use facts::{Code, Facts, HostPhone, HostSession, Returned, SessionKey, Subject};
pub use mapping::{Assurance, FieldMap};
pub use oauth::{ClientAuthentication, OauthLogin, OauthSettings, SignsRequests, ToldIn};
pub use oidc::{OidcLogin, OidcSettings};
pub use wechat::{WechatMini, WechatWeb};

/// The future answer of a platform.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, LoginError>> + Send + 'a>>;

/// A platform to whose page a browser is sent, and from which it comes back with a code.
pub trait WebLogin: Send + Sync {
    /// Our name at the platform, as in [`Subject::app_id`].
    fn app_id(&self) -> &str;

    /// Where the browser goes. Only generic OpenID Connect asks its platform for that, once in a while.
    fn authorize_url<'a>(&'a self, attempt: &'a Attempt, request_id: &'a str)
    -> Answer<'a, String>;

    /// Reads the query with which the browser came back, without its question mark. Nothing in it is believed: the caller
    /// compares its `state` with the attempt's.
    fn returned(&self, query: &str) -> Returned;

    /// Exchanges the code for what the platform says. A code counts once, so it is never sent again once it may have arrived.
    ///
    /// `attempt`: the one that was begun with the same state.
    fn finish<'a>(
        &'a self,
        code: &'a Code,
        attempt: &'a Attempt,
        request_id: &'a str,
    ) -> Answer<'a, Facts>;
}

/// A platform in whose app our mini-program runs: one value for each mini-program, since each is an app of its own there.
pub trait MiniProgram: Send + Sync {
    /// Our name at the platform, as in [`Subject::app_id`].
    fn app_id(&self) -> &str;

    /// Exchanges the code that the client got of its host for who it is. A code counts once.
    fn log_in<'a>(&'a self, code: &'a str, request_id: &'a str) -> Answer<'a, HostSession>;

    /// The mobile number that the host's phone button handed to the client, proved by the platform. `native`: what the button
    /// gave, as the client passed it on. `session`: of the same log-in; its secret may be needed to read the number.
    /// It counts for one account: see [`HostPhone::once`].
    ///
    /// WeChat `{"code"}`, Alipay `{"response"}` (the JSON text of `my.getPhoneNumber`), Baidu `{"encryptedData","iv"}`. What does
    /// not hold is [`LoginError::NotAdmitted`].
    fn phone<'a>(
        &'a self,
        native: &'a Value,
        session: &'a HostSession,
        request_id: &'a str,
    ) -> Answer<'a, HostPhone>;

    /// The host's own code that opens this mini-program with a text of at most 32 characters; `None` where the host, or the
    /// settings, have none.
    fn code<'a>(&'a self, _text: &'a str, _request_id: &'a str) -> Option<Answer<'a, CodePicture>> {
        None
    }
}

/// A picture of a code. Nobody keeps it: what it names is used once.
#[derive(Clone, PartialEq, Eq)]
pub struct CodePicture {
    /// `image/png` or `image/jpeg`.
    pub kind: &'static str,
    /// The file.
    pub bytes: Vec<u8>,
}

/// What a log-in by a browser begins with. Kept by the caller, bound to the browser, used once. Every text is drawn by the caller.
#[derive(Clone, PartialEq, Eq)]
pub struct Attempt {
    /// Comes back with the browser: at most 100 characters of base64url (Alipay takes no more).
    pub state: String,
    /// Comes back in an ID token. OpenID Connect alone sends it.
    pub nonce: String,
    /// PKCE: 43 to 128 characters of base64url. Sent only with the code, where the platform knows it.
    pub code_verifier: String,
    /// Where the browser comes back to, to the letter as registered with the platform.
    pub redirect_uri: String,
}

impl fmt::Debug for CodePicture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CodePicture({}, ***)", self.kind)
    }
}

impl fmt::Debug for Attempt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Attempt({}, ***)", self.redirect_uri)
    }
}
