//! How long a log-in still lasts, for the page that warns in time, and its prolongation.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use http::{HeaderMap, StatusCode};

use crate::app::Shared;
use crate::web::agent::Agent;
use crate::web::errors::{PageError, Plain};
use crate::web::posted::Posted;
use crate::web::session::read;
use service::sessions;

/// `GET /session`: `{"seconds_left": 1800}`, 0 when nobody is logged in. To ask is no use of the session: another window of
/// the same person may be the one that is used.
pub(super) async fn left(
    State(app): State<Shared>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let token = read(&app, &headers).filter(crate::web::session::Token::is_logged_in);
    let seconds = match token {
        Some(token) => sessions::seconds_left(&app, &token).await?,
        None => 0,
    };
    let answer = serde_json::json!({ "seconds_left": seconds });
    Ok((Extension(Plain), Json(answer)).into_response())
}

/// `POST /session/keep`: whoever is still there. That it was asked is what keeps the session.
pub(super) async fn keep(_agent: Agent, _posted: Posted) -> StatusCode {
    StatusCode::NO_CONTENT
}
