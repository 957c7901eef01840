//! Closes the service while it is maintained.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::HeaderValue;
use http::header::RETRY_AFTER;

use super::errors::PageError;
use super::kept::salvage;
use crate::app::{App, Shared};

/// Whether the service is closed now.
pub(crate) fn is_on(app: &App) -> bool {
    let planned = app.announced.planned();
    planned.is_some_and(|planned| planned.is_on(app.clock.now()))
}

/// Stands before all else of a route, so that a closed service asks nothing of the database.
pub(crate) async fn check(State(app): State<Shared>, request: Request, next: Next) -> Response {
    let now = app.clock.now();
    let Some(planned) = app.announced.planned().filter(|planned| planned.is_on(now)) else {
        return next.run(request).await;
    };
    salvage(request).await;
    let left = planned.until.duration_since(now).as_secs();
    let mut response = PageError::Maintenance.into_response();
    response
        .headers_mut()
        .insert(RETRY_AFTER, HeaderValue::from(left.max(1)));
    response
}
