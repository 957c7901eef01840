//! Shows a step.

use axum::Json;
use axum::extract::{Path, State};
use web::Shared;
use web::errors::RequestError;
use web::page::Page;

use super::Step;
use crate::application::shown_here;
use crate::caller::Applicant;
use crate::problem::{OfAnApplication, Problem};
use crate::refusal::ApiError;

/// A step with all that a client needs to draw it: questions with their kinds, labels, options and texts, values and where they came
/// from, what is locked and why, what is wrong.
#[utoipa::path(
    get,
    path = "/api/v1/applications/{id}/steps/{step}",
    operation_id = "get_step",
    tag = "steps",
    params(
        ("id" = String, Path, description = "of the application"),
        ("step" = String, Path, description = "of its flow, as `begin_application`, `get_application` and `next` of a step name it"),
    ),
    responses(
        (status = 200, description = "the step", body = Step),
        (status = 409, description = "`not_possible_now`: it goes on in another channel", body = Problem, content_type = "application/problem+json"),
        OfAnApplication,
    )
)]
pub(crate) async fn get_step(
    State(web): State<Shared>,
    page: Page,
    caller: Applicant,
    Path((id, step)): Path<(String, String)>,
) -> Result<Json<Step>, ApiError> {
    let view = shown_here(&web, &caller, &id).await?;
    let step = view.step(&step).ok_or(RequestError::NotFound)?;
    let step = Step::of(&web, &page, &caller.agent, &view, step).await?;
    Ok(Json(step))
}
