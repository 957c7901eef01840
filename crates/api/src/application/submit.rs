//! Hands an application in.

use axum::Json;
use axum::extract::{Path, State};
use serde::{Deserialize, Serialize};
use service::ServiceError;
use service::parent::case_view::{CaseView, SubmissionView};
use service::parent::show_case::show_case;
use service::parent::submit::{SubmitOutcome, submit};
use utoipa::ToSchema;
use web::Shared;
use web::errors::RequestError;
use web::page::Page;

use super::shown_here;
use crate::body::Body;
use crate::caller::Applicant;
use crate::problem::{OfAnApplication, Problem};
use crate::refusal::{ApiError, Refused, RefusedField};

/// What is handed in.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Submission {
    /// `once` of the last step: it names exactly what was shown there.
    once: String,
}

/// What was handed in.
#[derive(Serialize, ToSchema)]
pub(crate) struct Submitted {
    /// The receipt number, as people read it.
    receipt: String,
    /// Whether the relationship of agent and child was verified by a registry: `verified`, else `unverified`.
    #[schema(example = "verified")]
    relationship: String,
}

/// Hands an application in, also one that was returned and corrected. The same `once` gives the same answer.
#[utoipa::path(
    post,
    path = "/api/v1/applications/{id}/submission",
    operation_id = "submit_application",
    tag = "applications",
    params(("id" = String, Path, description = "of the application")),
    request_body = Submission,
    responses(
        (status = 200, description = "the receipt", body = Submitted),
        (status = 409, description = "`stale`: something was changed since the last step was shown; `not_possible_now`; or why the service refuses, such as `child_age`, `not_insured`, `card_held`, `live_application`, `not_possible_online`", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "what is missing, wrong, or not corrected yet (`not_corrected`), by field; or a field of another shape", body = Problem, content_type = "application/problem+json"),
        OfAnApplication,
    )
)]
pub(crate) async fn submit_application(
    State(web): State<Shared>,
    page: Page,
    caller: Applicant,
    Path(id): Path<String>,
    Body(wish): Body<Submission>,
) -> Result<Json<Submitted>, ApiError> {
    let before = shown_here(&web, &caller, &id).await?;
    let (service, agent) = (&web.service, &caller.agent);
    let view = match submit(service, agent, before.id, Some(&wish.once)).await {
        Ok(SubmitOutcome::Submitted { view }) => view,
        Ok(SubmitOutcome::NotReady { view }) => return Err(not_ready(&page, &view).into()),
        Ok(SubmitOutcome::NotCorrected { items, .. }) => return Err(not_corrected(&items).into()),
        Ok(SubmitOutcome::Refused { refusal, .. }) => {
            return Err(RequestError::Refused(refusal).into());
        }
        // Handed in before, and looked at by now.
        Err(ServiceError::WrongState) => show_case(service, agent, before.id).await?,
        Err(error) => return Err(error.into()),
    };
    let standing = view.standing().ok_or(RequestError::WrongState)?;
    Ok(Json(Submitted {
        receipt: standing.receipt.clone(),
        relationship: relationship(standing).to_owned(),
    }))
}

/// Whether a registry verified the relationship.
pub(super) fn relationship(submission: &SubmissionView) -> &'static str {
    if submission.verified {
        "verified"
    } else {
        "unverified"
    }
}

fn not_ready(page: &Page, view: &CaseView) -> Refused {
    let problems = view.plan.problems.iter();
    Refused::of_fields(
        problems
            .map(|problem| {
                RefusedField::new(problem.field.as_str(), problem.code.as_str())
                    .saying(problem.text.get(page.lang))
            })
            .collect(),
    )
}

fn not_corrected(items: &[String]) -> Refused {
    let items = items.iter();
    Refused::of_fields(
        items
            .map(|item| RefusedField::new(item.as_str(), "not_corrected"))
            .collect(),
    )
}
