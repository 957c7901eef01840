//! Turns away an address behind a proxy that has too many requests in flight.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::HeaderValue;
use http::header::CONNECTION;

use crate::address::{caller, connected};
use crate::errors::RequestError;
use crate::held::holding;
use crate::state::Shared;

/// Layer around every route.
pub(crate) async fn check(State(web): State<Shared>, request: Request, next: Next) -> Response {
    let (proxies, from) = (&web.site.proxies, connected(request.extensions()));
    if !proxies.contain(from) {
        return next.run(request).await;
    }
    let Some(share) = web.shares.take(caller(proxies, from, request.headers())) else {
        // Refused at once, and nothing more is read: with so many in flight, this is no browser that would show what was typed.
        let mut refused = RequestError::Unavailable.into_response();
        let close = HeaderValue::from_static("close");
        refused.headers_mut().insert(CONNECTION, close);
        return refused;
    };
    holding(share, next.run(request).await)
}
