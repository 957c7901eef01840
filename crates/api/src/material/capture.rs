//! Takes a picture by the code that a phone scanned.

use axum::extract::{Path, Request, State};
use http::StatusCode;
use service::parent::capture::{Captured, attempt, capture};
use web::address::ClientAddress;
use web::form::drain;
use web::page::Page;
use web::transfers::Sender;
use web::{Shared, picture};

use super::{Picture, not_taken};
use crate::problem::Problem;
use crate::refusal::ApiError;

/// Puts a picture where a code at a computer asks for it. The token, the last part of the address in the code, is a right to that
/// place alone, for one picture, and needs no session.
#[utoipa::path(
    put,
    path = "/api/v1/captures/{token}",
    operation_id = "upload_capture",
    tag = "materials",
    params(("token" = String, Path, description = "the last part of `<public_url>/capture/<token>`")),
    request_body(content = Picture, content_type = "image/jpeg", description = "the picture itself"),
    responses(
        (status = 204, description = "taken; the token is used up"),
        (status = 413, description = "it does not end", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "a code that begins with `picture_`: it cannot be used, or is held back; the token stays valid", body = Problem, content_type = "application/problem+json"),
    ),
    security()
)]
pub(crate) async fn upload_capture(
    State(web): State<Shared>,
    page: Page,
    ClientAddress(from): ClientAddress,
    Path(token): Path<String>,
    request: Request,
) -> Result<StatusCode, ApiError> {
    let tried = match attempt(&web.service, &token, from).await {
        Ok(tried) => tried,
        Err(error) => {
            drain(request.into_body()).await;
            return Err(error.into());
        }
    };
    let sender = Sender::Phone(tried.right().clone());
    let bytes = picture::read(&web, sender, request.into_body()).await?;
    let material = &tried.wanted().slot.id;
    match capture(&web.service, &tried, bytes).await? {
        Captured::Taken { .. } => Ok(StatusCode::NO_CONTENT),
        Captured::Refused(refusal) => Err(not_taken::refused(&page, material, &refusal).into()),
        Captured::HeldBack(fault) => Err(not_taken::held_back(&page, material, fault).into()),
    }
}
