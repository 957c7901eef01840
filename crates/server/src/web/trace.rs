//! One log line for each request, and an id that joins its lines.
//!
//! The line holds the route's template, never the path or query as sent: they may hold what people typed.

use std::panic::AssertUnwindSafe;
use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures::FutureExt;
use http::HeaderValue;
use http::header::HeaderName;
use tracing::Instrument;

use super::errors::{PageError, draw};
use super::kept::Keeping;
use super::page::Page;
use crate::app::Shared;

/// The id of the request, in its log lines, in the `x-request-id` header, and on error pages for the help line.
#[derive(Clone, Debug)]
pub struct RequestId(pub String);

pub(crate) async fn trace(State(app): State<Shared>, mut request: Request, next: Next) -> Response {
    let id = app.chance.hex::<8>();
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or("-", MatchedPath::as_str)
        .to_owned();
    let method = request.method().clone();
    request.extensions_mut().insert(RequestId(id.clone()));
    let page = Page::outside(&app, request.headers(), request.uri(), &id);
    let request = Keeping::for_request(&app, request).await;
    let keeping = request.extensions().get::<Keeping>().cloned();
    let span = tracing::info_span!("request", id, %method, route);
    let started = Instant::now();
    let handled = AssertUnwindSafe(next.run(request)).catch_unwind();
    let mut response = async {
        let response = handled.await.unwrap_or_else(|_| {
            // The panic hook has logged the place; its message may quote data and is not repeated.
            let error = PageError::internal(&"a handler panicked");
            let kept = keeping.as_ref().and_then(Keeping::take);
            draw(&page, &error, kept.as_ref()).into_response()
        });
        tracing::info!(
            status = response.status().as_u16(),
            ms = started.elapsed().as_millis(),
            "answered"
        );
        response
    }
    .instrument(span)
    .await;
    if let Ok(value) = HeaderValue::from_str(&id) {
        response
            .headers_mut()
            .insert(HeaderName::from_static("x-request-id"), value);
    }
    response
}
