//! The cookie that shows that a browser has logged in before.
//!
//! It outlives the log-out and any session. It is sent by our own pages alone (`Strict`), and only the log-in reads it.

use std::borrow::Cow;
use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use http::HeaderValue;
use http::request::Parts;
use service::known_browser::KEPT;
use service::known_browser::KnownBrowser;

use super::cookie_names::{KNOWN, bound_to_host};
use crate::state::{Shared, Web};

/// The `Set-Cookie` that gives the browser its marks after a log-in.
pub fn cookie(web: &Web, known: &KnownBrowser) -> HeaderValue {
    let cookie = Cookie::build((name(web), known.written()))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Strict)
        .secure(web.site.tls())
        .build();
    let kept_s = KEPT.as_secs();
    HeaderValue::from_str(&format!("{cookie}; Max-Age={kept_s}"))
        .expect("a cookie of our own is ASCII")
}

impl FromRequestParts<Shared> for KnownBrowser {
    type Rejection = Infallible;

    async fn from_request_parts(
        parts: &mut Parts,
        web: &Shared,
    ) -> Result<KnownBrowser, Infallible> {
        let jar = CookieJar::from_headers(&parts.headers);
        let sent = jar.get(&name(web)).map(Cookie::value);
        Ok(sent.map(KnownBrowser::read).unwrap_or_default())
    }
}

fn name(web: &Web) -> Cow<'static, str> {
    bound_to_host(KNOWN, web.site.tls())
}
