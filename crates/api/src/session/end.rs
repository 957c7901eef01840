//! Ends a session.

use axum::extract::State;
use http::StatusCode;
use service::login::log_out::log_out;
use service::token::Session;
use web::Shared;

use crate::refusal::ApiError;

/// Ends the session.
#[utoipa::path(
    delete,
    path = "/api/v1/session",
    operation_id = "end_session",
    tag = "sessions",
    responses(
        (status = 204, description = "it has ended"),
    )
)]
pub(crate) async fn end_session(
    State(web): State<Shared>,
    session: Session,
) -> Result<StatusCode, ApiError> {
    log_out(&web.service, &session).await?;
    Ok(StatusCode::NO_CONTENT)
}
