//! Who a browser is: a random cookie, and the row that it names after log-in.
//!
//! A visitor has a token of 128 random bits even before log-in, so that the log-in form carries a form token too; it has no row.
//! Log-in makes a new token with a row; log-out and the time limits end it. The form token derives from the cookie's secret,
//! which no script and no other site can read.

use axum::extract::FromRequestParts;
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use http::request::Parts;
use http::{HeaderMap, HeaderValue};
use service::token::{Session, Token};

use super::cookie_names::{SESSION, bound_to_host};
use super::errors::RequestError;
use crate::state::{Shared, Web};

/// The `Set-Cookie` that gives `token` to the browser: after log-in with the new one, after log-out with a visitor's.
pub fn cookie(web: &Web, token: &Token) -> HeaderValue {
    let kind = if token.is_logged_in() { AGENT } else { VISITOR };
    let cookie = Cookie::build((
        bound_to_host(SESSION, web.site.tls()),
        format!("{kind}.{}", token.secret()),
    ))
    .path("/")
    .http_only(true)
    .same_site(SameSite::Lax)
    .secure(web.site.tls())
    .build();
    HeaderValue::from_str(&cookie.to_string()).expect("a cookie of our own is ASCII")
}

impl FromRequestParts<Shared> for Session {
    type Rejection = RequestError;

    async fn from_request_parts(parts: &mut Parts, _: &Shared) -> Result<Session, RequestError> {
        parts
            .extensions
            .get()
            .cloned()
            .ok_or_else(|| RequestError::internal(&"an open route asked for the session"))
    }
}

/// The token that a browser sent.
pub fn read(web: &Web, headers: &HeaderMap) -> Option<Token> {
    let jar = CookieJar::from_headers(headers);
    let (kind, secret) = jar
        .get(&bound_to_host(SESSION, web.site.tls()))?
        .value()
        .split_once('.')?;
    let logged_in = kind == AGENT;
    if !logged_in && kind != VISITOR {
        return None;
    }
    Token::from_secret(secret, logged_in)
}

const VISITOR: &str = "v";
const AGENT: &str = "a";
