//! The cookie that remembers by which way somebody logged in here the last time, so that the log-in offers that one first.
//!
//! It holds the code of a way and nothing about a person: whoever shares the browser learns that somebody logged in with it.

use http::HeaderValue;

use super::cookie_names::{WAY, bound_to_host};
use crate::state::Web;

/// A year: as long as the choices of language and type.
const SECONDS_KEPT: u32 = 365 * 24 * 60 * 60;

/// The `Set-Cookie` after a log-in by the way with this code.
///
/// # Panics
/// Never: a code is ASCII.
pub fn cookie(web: &Web, way: &'static str) -> HeaderValue {
    let tls = web.site.tls();
    let (name, secure) = (bound_to_host(WAY, tls), if tls { "; Secure" } else { "" });
    let cookie =
        format!("{name}={way}; Path=/; Max-Age={SECONDS_KEPT}; SameSite=Lax; HttpOnly{secure}");
    HeaderValue::from_str(&cookie).expect("a code is ASCII")
}
