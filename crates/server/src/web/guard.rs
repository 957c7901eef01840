//! Lets a request through to its handler, or not, by the route's [`Access`].

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use http::Method;

use super::errors::PageError;
use super::session::Session;
use crate::routes::Access;

/// Stands in front of every handler whose route is not [`Access::Open`].
pub(crate) async fn check(access: Access, request: Request, next: Next) -> Response {
    match access {
        Access::Open | Access::Public | Access::Sandbox => next.run(request).await,
        Access::Agent | Access::Owner => {
            let session = request.extensions().get::<Session>();
            if session.is_some_and(|session| session.agent.is_some()) {
                return next.run(request).await;
            }
            if session.is_some_and(|session| session.expired) || request.method() != Method::GET {
                return PageError::ExpiredSession.into_response();
            }
            let to = request.uri().path();
            Redirect::to(&format!("/login?to={}", super::session::escape(to))).into_response()
        }
    }
}
