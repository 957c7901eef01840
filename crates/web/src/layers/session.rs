//! Who is asking.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::header::SET_COOKIE;
use service::sessions::{self, Where};
use service::token::{Session, Token};

use crate::address::{caller, connected};
use crate::errors::RequestError;
use crate::page::language_of;
use crate::salvage::salvage;
use crate::session::{cookie, read};
use crate::state::Shared;

/// Finds out who is asking, and gives a browser without a token a new one.
pub(crate) async fn attach(
    State(web): State<Shared>,
    mut request: Request,
    next: Next,
) -> Response {
    let known = read(&web, request.headers());
    let mut session = Session {
        token: known
            .clone()
            .unwrap_or_else(|| Token::visitor(&web.service.chance)),
        logged_in: None,
        expired: None,
    };
    if session.token.is_logged_in() {
        let proxies = &web.site.proxies;
        let from = caller(proxies, connected(request.extensions()), request.headers());
        match sessions::find(&web.service, &session.token, Where::InABrowser, Some(from)).await {
            Ok(Some(who)) => {
                let lang = language_of(&web, request.headers());
                session.logged_in = Some(who.reading(lang));
            }
            Ok(None) => {
                let visitor = Token::visitor(&web.service.chance);
                session.expired = Some(std::mem::replace(&mut session.token, visitor));
            }
            Err(error) => {
                salvage(request).await;
                return RequestError::from(error).into_response();
            }
        }
    }
    let give = known.is_none() || session.expired.is_some();
    request.extensions_mut().insert(session.clone());
    let mut response = next.run(request).await;
    if give && !response.headers().contains_key(SET_COOKIE) {
        response
            .headers_mut()
            .append(SET_COOKIE, cookie(&web, &session.token));
    }
    // After a log-in the new session is there already.
    response.extensions_mut().get_or_insert(session);
    response
}
