//! Every way in by a platform: WeChat, Alipay, Baidu, the national platform, the electronic social security card, any issuer of
//! OpenID Connect, and Beijing's unified identity.
//!
//! Each constructor makes the whole platform, checks of faces included where it has them, as a router to be served by
//! [`crate::serve`]. A browser at a platform's page is sent on to a page of the sandbox (drawn by whoever shows it to people), where
//! somebody says who comes and whether they agree: [`Logins::grant`], [`Logins::refuse`], [`Logins::break_off`]. What a host's app
//! hands to a mini-program comes from a [`Telephone`].
//!
//! A code counts once, for some minutes, for the app it was made for. Secrets, signatures, addresses of return, PKCE and times are
//! checked, and refusals have the platform's own codes.

mod alipay;
mod baidu;
mod beijing;
mod drawing;
mod logins;
mod oauth;
mod page;
mod people;
mod returning;
mod telephone;
#[cfg(test)]
mod tests;
mod wechat;

pub use alipay::alipay;
pub use baidu::baidu;
pub use beijing::{BeijingAccount, beijing};
pub use logins::{Callback, Logins, Waiting};
pub use oauth::{Algorithm, OauthAccount, essc, national, oidc};
pub use people::Platform;
pub use telephone::{MiniApp, NotHanded, Telephone};
pub use wechat::wechat;

pub use crate::faults::{Fault, Faults};
