//! Renews a session.

use axum::Json;
use axum::extract::State;
use service::sessions::renew_session as renew;
use web::Shared;
use web::errors::RequestError;

use super::SessionState;
use crate::caller::Caller;
use crate::refusal::ApiError;

/// Gives the session another token; the one before has ended. What was proved in it stays, and so does its end.
#[utoipa::path(
    post,
    path = "/api/v1/session/renewal",
    operation_id = "renew_session",
    tag = "sessions",
    responses(
        (status = 200, description = "the same session", body = SessionState),
    )
)]
pub(crate) async fn renew_session(
    State(web): State<Shared>,
    caller: Caller,
) -> Result<Json<SessionState>, ApiError> {
    let renewed = renew(&web.service, &caller.token).await?;
    let token = renewed.ok_or(RequestError::ExpiredSession)?;
    Ok(Json(SessionState::of(&web, &token).await?))
}
