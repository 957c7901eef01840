//! Closes the service during maintenance.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::HeaderValue;
use http::header::RETRY_AFTER;

use crate::errors::RequestError;
use crate::salvage::salvage;
use crate::state::Shared;

/// The outermost layer of a route, so that a closed service sends nothing to the database.
pub(crate) async fn check(State(web): State<Shared>, request: Request, next: Next) -> Response {
    let now = web.service.clock.now();
    let Some(planned) = web.announced.planned().filter(|planned| planned.is_on(now)) else {
        return next.run(request).await;
    };
    salvage(request).await;
    let left = planned.until.duration_since(now).as_secs();
    let mut response = RequestError::Maintenance.into_response();
    response
        .headers_mut()
        .insert(RETRY_AFTER, HeaderValue::from(left.max(1)));
    response
}
