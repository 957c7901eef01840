//! Lets a request through to its handler, or not, by the route's [`Access`] and its path parameters.

use axum::RequestExt as _;
use axum::extract::{RawPathParams, Request};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::Method;
use service::agent::LoggedIn;
use service::token::Session;
use uuid::Uuid;

use crate::errors::RequestError;
use crate::form::{drain, is_controlling};
use crate::route::Access;
use crate::salvage::salvage;

/// Layer in front of every handler whose route is not [`Access::Open`].
pub(crate) async fn check(access: Access, request: Request, next: Next) -> Response {
    match access {
        // Without a session of its own a program does not get here.
        Access::Open | Access::Public | Access::Bearer | Access::Sandbox => next.run(request).await,
        Access::Account | Access::Agent | Access::Owner => {
            let session = request.extensions().get::<Session>();
            let is_unproved = match session.and_then(|session| session.logged_in.as_ref()) {
                Some(LoggedIn::Agent(_)) => return next.run(request).await,
                Some(LoggedIn::Unproved { .. }) if access == Access::Account => {
                    return next.run(request).await;
                }
                Some(LoggedIn::Unproved { .. }) => true,
                None => false,
            };
            let has_expired = session.is_some_and(|session| session.expired.is_some());
            let only_reads = matches!(*request.method(), Method::GET | Method::HEAD);
            if request.method() == Method::POST {
                salvage(request).await;
            }
            if is_unproved {
                RequestError::Level.into_response()
            } else if only_reads && !has_expired {
                RequestError::NotLoggedIn.into_response()
            } else {
                RequestError::ExpiredSession.into_response()
            }
        }
    }
}

/// Layer in front of every handler: a path that cannot name anything of ours is answered with 404, whatever the handler would
/// make of it. `{id}` is the id of an application; no name contains control characters.
pub(crate) async fn check_path(mut request: Request, next: Next) -> Response {
    // Also fails on anything that is not UTF-8.
    let names_something = match request.extract_parts::<RawPathParams>().await {
        Ok(params) => params.iter().all(|(name, value)| {
            !is_controlling(value) && (name != "id" || Uuid::try_parse(value).is_ok())
        }),
        Err(_) => false,
    };
    if names_something {
        return next.run(request).await;
    }
    drain(request.into_body()).await;
    RequestError::NotFound.into_response()
}
