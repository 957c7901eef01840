//! Removes a picture.

use axum::extract::{Path, State};
use http::StatusCode;
use service::parent::remove_material::remove_material as remove;
use web::Shared;

use super::slot::slot;
use crate::application::open_here;
use crate::caller::Applicant;
use crate::problem::{OfAnApplication, Problem};
use crate::refusal::ApiError;

/// Empties the place of a picture. Removing what is not there changes nothing.
#[utoipa::path(
    delete,
    path = "/api/v1/applications/{id}/materials/{material}",
    operation_id = "remove_material",
    tag = "materials",
    params(
        ("id" = String, Path, description = "of the application"),
        ("material" = String, Path, description = "of the document"),
    ),
    responses(
        (status = 204, description = "it is empty"),
        (status = 409, description = "`not_possible_now`, `locked`", body = Problem, content_type = "application/problem+json"),
        OfAnApplication,
    )
)]
pub(crate) async fn remove_material(
    State(web): State<Shared>,
    caller: Applicant,
    Path((id, material)): Path<(String, String)>,
) -> Result<StatusCode, ApiError> {
    let open = open_here(&web, &caller, &id).await?;
    slot(&open.view, &material)?;
    remove(&web.service, &caller.agent, open.view.id, &material).await?;
    Ok(StatusCode::NO_CONTENT)
}
