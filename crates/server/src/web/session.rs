//! Who a browser is: a random cookie, and the row it names once somebody has logged in.
//!
//! A visitor has a token of 128 random bits before log-in already, so that even the log-in form carries a form token; it
//! has no row. Log-in makes a new one with a row; log-out and the limits of time end that. The form token derives from the
//! cookie's secret, which no script and no other site can read.

use std::fmt::Write;

use axum::extract::{FromRequestParts, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use http::header::SET_COOKIE;
use http::request::Parts;
use http::{HeaderMap, HeaderValue};

use super::address::{caller, connected};
use super::cookie_names::{SESSION, bound_to_host};
use super::errors::PageError;
use super::kept::salvage;
use crate::app::{App, Shared};
use service::sessions;
pub use service::token::{Session, Token};

/// The `Set-Cookie` that gives `token` to the browser: after log-in with the new one, after log-out with a visitor's.
pub fn cookie(app: &App, token: &Token) -> HeaderValue {
    let kind = if token.is_logged_in() { AGENT } else { VISITOR };
    let cookie = Cookie::build((
        bound_to_host(SESSION, app.config.server.tls()),
        format!("{kind}.{}", token.secret()),
    ))
    .path("/")
    .http_only(true)
    .same_site(SameSite::Lax)
    .secure(app.config.server.tls())
    .build();
    HeaderValue::from_str(&cookie.to_string()).expect("a cookie of our own is ASCII")
}

/// Finds out who asks, and gives a browser without a token one.
pub(crate) async fn attach(
    State(app): State<Shared>,
    mut request: Request,
    next: Next,
) -> Response {
    let known = read(&app, request.headers());
    let mut session = Session {
        token: known.clone().unwrap_or_else(|| Token::visitor(&app.chance)),
        agent: None,
        expired: None,
    };
    if session.token.is_logged_in() {
        let proxies = &app.config.server.proxies;
        let from = caller(proxies, connected(request.extensions()), request.headers());
        match sessions::find(&app, &session.token, Some(from)).await {
            Ok(Some(agent)) => session.agent = Some(agent),
            Ok(None) => {
                let visitor = Token::visitor(&app.chance);
                session.expired = Some(std::mem::replace(&mut session.token, visitor));
            }
            Err(error) => {
                salvage(request).await;
                return PageError::from(error).into_response();
            }
        }
    }
    let give = known.is_none() || session.expired.is_some();
    request.extensions_mut().insert(session.clone());
    let mut response = next.run(request).await;
    if give && !response.headers().contains_key(SET_COOKIE) {
        response
            .headers_mut()
            .append(SET_COOKIE, cookie(&app, &session.token));
    }
    // A log-in has put the new one there.
    response.extensions_mut().get_or_insert(session);
    response
}

impl FromRequestParts<Shared> for Session {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, _: &Shared) -> Result<Session, PageError> {
        parts
            .extensions
            .get()
            .cloned()
            .ok_or_else(|| PageError::internal(&"an open route asked for the session"))
    }
}

/// A path as a value of a query.
pub(crate) fn escape(path: &str) -> String {
    path.bytes()
        .fold(String::with_capacity(path.len()), |mut out, byte| {
            if byte.is_ascii_alphanumeric() || b"/-_.".contains(&byte) {
                out.push(char::from(byte));
            } else {
                // Writing into a text cannot fail.
                let _ = write!(out, "%{byte:02X}");
            }
            out
        })
}

/// `path` when it is one of ours to go back to, and not a way to another site.
pub fn safe_return(path: &str) -> Option<&str> {
    let plain = path
        .bytes()
        .all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    (path.starts_with('/') && !path.starts_with("//") && plain).then_some(path)
}

/// The token that a browser sent.
pub(crate) fn read(app: &App, headers: &HeaderMap) -> Option<Token> {
    let jar = CookieJar::from_headers(headers);
    let (kind, secret) = jar
        .get(&bound_to_host(SESSION, app.config.server.tls()))?
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn returns_stay_on_this_site() {
        assert_eq!(safe_return("/applications/1"), Some("/applications/1"));
        for evil in [
            "",
            "//evil",
            "https://evil",
            "/\\evil",
            "/a\r\nb",
            "javascript:1",
        ] {
            assert_eq!(safe_return(evil), None, "{evil}");
        }
        assert_eq!(escape("/a b?c"), "/a%20b%3Fc");
    }
}
