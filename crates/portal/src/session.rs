//! How long a log-in still lasts, for the page that warns in time, and how it is prolonged.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use http::{HeaderMap, StatusCode};
use service::agent::Agent;
use service::sessions;
use web::Shared;
use web::errors::{Plain, RequestError};
use web::form::Posted;
use web::session::read;

/// `GET /session`: `{"seconds_left": 1800}`, 0 if nobody is logged in. Asking does not prolong the session: the same person may
/// be active in another window.
pub(super) async fn left(
    State(web): State<Shared>,
    headers: HeaderMap,
) -> Result<Response, RequestError> {
    let token = read(&web, &headers).filter(service::token::Token::is_logged_in);
    let seconds = match token {
        Some(token) => sessions::seconds_left(&web.service, &token).await?,
        None => 0,
    };
    let answer = serde_json::json!({ "seconds_left": seconds });
    Ok((Extension(Plain), Json(answer)).into_response())
}

/// `POST /session/keep`: somebody is still there. The request itself prolongs the session.
pub(super) async fn keep(_agent: Agent, _posted: Posted) -> StatusCode {
    StatusCode::NO_CONTENT
}
