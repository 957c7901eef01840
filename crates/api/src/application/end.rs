//! Takes an application back, or gives it up.

use axum::Json;
use axum::extract::{Path, State};
use service::parent::take_back::take_back;
use service::parent::withdraw::withdraw;
use web::Shared;
use web::page::Page;

use super::case_id;
use super::show::ApplicationState;
use crate::caller::Applicant;
use crate::problem::{OfAnApplication, Problem};
use crate::refusal::ApiError;

/// Takes a submitted application back for changes, until a review begins: it is a draft again.
#[utoipa::path(
    post,
    path = "/api/v1/applications/{id}/take-back",
    operation_id = "take_back_application",
    tag = "applications",
    params(("id" = String, Path, description = "of the application")),
    responses(
        (status = 200, description = "a draft again", body = ApplicationState),
        (status = 409, description = "`not_possible_now`", body = Problem, content_type = "application/problem+json"),
        OfAnApplication,
    )
)]
pub(crate) async fn take_back_application(
    State(web): State<Shared>,
    page: Page,
    caller: Applicant,
    Path(id): Path<String>,
) -> Result<Json<ApplicationState>, ApiError> {
    let view = take_back(&web.service, &caller.agent, case_id(&id)?).await?;
    Ok(Json(ApplicationState::of(&view, &page.texts)))
}

/// Gives an application up, until it is decided. A draft that was never submitted is erased.
#[utoipa::path(
    post,
    path = "/api/v1/applications/{id}/withdrawal",
    operation_id = "withdraw_application",
    tag = "applications",
    params(("id" = String, Path, description = "of the application")),
    responses(
        (status = 200, description = "withdrawn", body = ApplicationState),
        (status = 409, description = "`not_possible_now`", body = Problem, content_type = "application/problem+json"),
        OfAnApplication,
    )
)]
pub(crate) async fn withdraw_application(
    State(web): State<Shared>,
    page: Page,
    caller: Applicant,
    Path(id): Path<String>,
) -> Result<Json<ApplicationState>, ApiError> {
    let view = withdraw(&web.service, &caller.agent, case_id(&id)?).await?;
    Ok(Json(ApplicationState::of(&view, &page.texts)))
}
