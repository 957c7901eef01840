//! Which session a program speaks for.
//!
//! Browsers name theirs in a cookie, programs in `Authorization: Bearer` (RFC 6750). Neither can use the other's: a stolen cookie
//! opens no interface for programs, and a program's token put into a browser opens no page.

use std::net::IpAddr;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::lang::Lang;
use http::HeaderMap;
use http::header::AUTHORIZATION;
use service::sessions::{self, Where};
use service::token::{Session, Token};

use crate::address::{caller, connected};
use crate::errors::RequestError;
use crate::form::drain;
use crate::page::language_of;
use crate::state::Shared;

/// Finds the session of a program. Without one that lasts nothing else is looked at.
pub(crate) async fn attach(
    State(web): State<Shared>,
    mut request: Request,
    next: Next,
) -> Response {
    let proxies = &web.site.proxies;
    let from = caller(proxies, connected(request.extensions()), request.headers());
    let lang = language_of(&web, request.headers());
    match find(&web, read(request.headers()), from, lang).await {
        Ok(session) => {
            request.extensions_mut().insert(session);
            next.run(request).await
        }
        Err(error) => {
            drain(request.into_body()).await;
            error.into_response()
        }
    }
}

async fn find(
    web: &Shared,
    token: Option<Token>,
    from: IpAddr,
    lang: Lang,
) -> Result<Session, RequestError> {
    let token = token.ok_or(RequestError::ExpiredSession)?;
    let found = sessions::find(&web.service, &token, Where::InAProgram, Some(from)).await?;
    Ok(Session {
        logged_in: Some(found.ok_or(RequestError::ExpiredSession)?.reading(lang)),
        token,
        expired: None,
    })
}

/// The token of the header; `None` when there is none, or more than one.
fn read(headers: &HeaderMap) -> Option<Token> {
    let mut lines = headers.get_all(AUTHORIZATION).iter();
    let (line, None) = (lines.next()?, lines.next()) else {
        return None;
    };
    let (scheme, secret) = line.to_str().ok()?.split_once(' ')?;
    let secret = scheme
        .eq_ignore_ascii_case("bearer")
        .then(|| secret.trim())?;
    Token::from_secret(secret, true)
}

#[cfg(test)]
mod tests {
    use service::chance::Chance;

    use super::*;

    #[test]
    fn one_header_names_the_token() {
        let token = Token::logged_in(&Chance::seeded(1));
        let secret = token.secret();
        let of = |lines: &[String]| {
            let mut headers = HeaderMap::new();
            for line in lines {
                headers.append(AUTHORIZATION, line.parse().unwrap());
            }
            read(&headers).map(|token| token.secret().to_owned())
        };
        let bearer = format!("Bearer {secret}");
        assert_eq!(of(std::slice::from_ref(&bearer)).as_deref(), Some(secret));
        let lower = format!("bearer  {secret} ");
        assert_eq!(of(&[lower]).as_deref(), Some(secret));
        for wrong in [
            secret.to_owned(),
            format!("Basic {secret}"),
            "Bearer".into(),
            "Bearer x".into(),
        ] {
            assert_eq!(of(std::slice::from_ref(&wrong)), None, "{wrong}");
        }
        assert_eq!(of(&[bearer.clone(), bearer]), None);
        assert_eq!(of(&[]), None);
    }
}
