//! What a platform answers a browser.

use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::response::{IntoResponse as _, Response};

/// The browser goes on to this address, or sees why not: nothing is sent back to an address that is not registered.
pub(super) fn sent_on(outcome: Result<String, &'static str>) -> Response {
    match outcome {
        Ok(address) => (StatusCode::FOUND, [(LOCATION, address)]).into_response(),
        Err(why) => (
            StatusCode::BAD_REQUEST,
            format!("refused by the sandbox: {why}"),
        )
            .into_response(),
    }
}
