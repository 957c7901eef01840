//! Load shedding: turns away addresses that ask for too many expensive pages.

use axum::extract::{FromRequestParts, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::Method;

use crate::address::ClientAddress;
use crate::salvage::salvage;
use crate::state::Shared;

/// Layer in front of the routes that are [shed](crate::route::Route::shed).
pub(crate) async fn check(State(web): State<Shared>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let Ok(ClientAddress(address)) = ClientAddress::from_request_parts(&mut parts, &web).await;
    let loosened = web.service.settings.loosened(Some(address));
    if let Err(error) = web.shedding.admit(address, loosened) {
        if parts.method == Method::POST {
            salvage(Request::from_parts(parts, body)).await;
        }
        return error.into_response();
    }
    next.run(Request::from_parts(parts, body)).await
}
