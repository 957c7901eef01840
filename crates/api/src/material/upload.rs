//! Takes a picture.

use axum::Json;
use axum::extract::{Path, Request, State};
use service::agent::Agent;
use service::parent::add_material::{AddOutcome, add_material};
use uuid::Uuid;
use web::page::Page;
use web::transfers::Sender;
use web::{Shared, picture};

use super::slot::{item, slot};
use super::{Picture, not_taken};
use crate::application::open_here;
use crate::caller::{Applicant, Speaker};
use crate::problem::{OfAnApplication, Problem};
use crate::refusal::ApiError;
use crate::step::MaterialItem;

/// Puts a picture into its place, instead of one that is there. It is turned upright and written anew without what a camera adds.
/// What seems unusable is held back twice, with the reason, and taken at the third try. The same picture again changes nothing.
#[utoipa::path(
    put,
    path = "/api/v1/applications/{id}/materials/{material}",
    operation_id = "upload_material",
    tag = "materials",
    params(
        ("id" = String, Path, description = "of the application"),
        ("material" = String, Path, description = "of the document"),
    ),
    request_body(content = Picture, content_type = "image/jpeg", description = "the picture itself"),
    responses(
        (status = 200, description = "taken", body = MaterialItem),
        (status = 409, description = "`not_possible_now`, `locked`", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "it does not end", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "a code that begins with `picture_`: it cannot be used, or is held back", body = Problem, content_type = "application/problem+json"),
        OfAnApplication,
    )
)]
pub(crate) async fn upload_material(
    State(web): State<Shared>,
    page: Page,
    Speaker(account): Speaker,
    caller: Result<Applicant, ApiError>,
    Path((id, material)): Path<(String, String)>,
    request: Request,
) -> Result<Json<MaterialItem>, ApiError> {
    let sender = Sender::Agent(account);
    // Nothing is kept for whom nothing is asked.
    let (agent, case) = match wanted(&web, caller, &id, &material).await {
        Ok(wanted) => wanted,
        Err(error) => {
            picture::discard(&web, sender, request.into_body()).await;
            return Err(error);
        }
    };
    let bytes = picture::read(&web, sender, request.into_body()).await?;
    match add_material(&web.service, &agent, case, &material, bytes).await? {
        AddOutcome::Added { view, .. } => Ok(Json(item(&web, &page, &view, &material)?)),
        AddOutcome::Refused(refusal) => Err(not_taken::refused(&page, &material, &refusal).into()),
        AddOutcome::HeldBack(fault) => Err(not_taken::held_back(&page, &material, fault).into()),
    }
}

/// Whose picture goes into which application, if it may.
async fn wanted(
    web: &Shared,
    caller: Result<Applicant, ApiError>,
    id: &str,
    material: &str,
) -> Result<(Agent, Uuid), ApiError> {
    let caller = caller?;
    let open = open_here(web, &caller, id).await?;
    slot(&open.view, material)?;
    Ok((caller.agent, open.view.id))
}
