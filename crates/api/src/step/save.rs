//! Saves a step.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use domain::flow::{PlannedStep, show as show_value};
use http::StatusCode;
use serde::Deserialize;
use serde_json::Value;
use service::parent::case_view::CaseView;
use service::parent::save_step::{NotTaken, SaveOutcome, StepInput, save_step_of};
use utoipa::ToSchema;
use web::errors::RequestError;
use web::form::without_controls;
use web::page::Page;
use web::{Shared, Web};

use super::Step;
use crate::application::open_here;
use crate::body::{Body, Named};
use crate::caller::Applicant;
use crate::problem::{OfAnApplication, Problem};
use crate::refusal::{ApiError, Refused, RefusedField};

/// Answers to some of a step's questions.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct StepAnswers {
    /// `version` of the step as it was shown.
    version: String,
    /// Values by the ids of their fields; an empty one takes the answer back. Fields that are absent stay as they are.
    #[serde(default)]
    #[schema(value_type = BTreeMap<String, String>, example = json!({"child.card_mobile": "13711112222"}))]
    answers: Named,
}

/// Saves any of a step's visible, unlocked fields. A wrong value is kept, and told at its field; the step is answered as it is then,
/// with whatever became visible. At the step that names the child a register is asked.
#[utoipa::path(
    put,
    path = "/api/v1/applications/{id}/steps/{step}",
    operation_id = "save_step",
    tag = "steps",
    params(
        ("id" = String, Path, description = "of the application"),
        ("step" = String, Path, description = "of its flow"),
    ),
    request_body = StepAnswers,
    responses(
        (status = 200, description = "saved; the step as it is now", body = Step),
        (status = 409, description = "`stale`: these answers were changed elsewhere, nothing is saved, and both values are told; `not_possible_now`; or why the service refuses, such as `child_age`, `not_insured`, `card_held`, `live_application`, `too_many_tries`", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "`unknown_key`, `locked`, `not_a_string` by field, and nothing is saved; `missing`: no `version`", body = Problem, content_type = "application/problem+json"),
        OfAnApplication,
    )
)]
pub(crate) async fn save_step(
    State(web): State<Shared>,
    page: Page,
    caller: Applicant,
    Path((id, step)): Path<(String, String)>,
    Body(sent): Body<StepAnswers>,
) -> Result<Json<Step>, ApiError> {
    let open = open_here(&web, &caller, &id).await?;
    let planned = open.view.step(&step).ok_or(RequestError::NotFound)?;
    let input = StepInput {
        step: step.clone(),
        mark: Some(sent.version),
        fields: fields(planned, sent.answers.0)?,
        is_partial: true,
        ..StepInput::default()
    };
    let typed = input.fields.clone();
    let saved = save_step_of(&web.service, &caller.agent, Arc::clone(&open), input).await?;
    let view = match saved {
        SaveOutcome::Saved { view, .. } | SaveOutcome::Problems { view, .. } => view,
        SaveOutcome::Refused { refusal, .. } => return Err(RequestError::Refused(refusal).into()),
        SaveOutcome::Stale { view, mine } => {
            let mine = if mine.is_empty() { typed } else { mine };
            return Err(stale(&web, &page, &view, &mine).into());
        }
    };
    let now = view.step(&step).ok_or(RequestError::NotFound)?;
    let step = Step::of(&web, &page, &caller.agent, &view, now).await?;
    Ok(Json(step))
}

/// What was sent, if the step takes all of it.
fn fields(
    step: &PlannedStep,
    answers: BTreeMap<String, Value>,
) -> Result<Vec<(String, String)>, ApiError> {
    let (mut fields, mut wrong) = (Vec::new(), Vec::new());
    for (field, value) in answers {
        match (NotTaken::of(step, &field), value) {
            (Some(NotTaken::Unknown), _) => wrong.push(RefusedField::new(field, "unknown_key")),
            (Some(NotTaken::Locked), _) => wrong.push(RefusedField::new(field, "locked")),
            (None, Value::String(value)) => fields.push((field, without_controls(value))),
            (None, _) => wrong.push(RefusedField::new(field, "not_a_string")),
        }
    }
    if wrong.is_empty() {
        Ok(fields)
    } else {
        Err(Refused::of_fields(wrong).into())
    }
}

/// Both values of what was changed elsewhere in the meantime.
fn stale(web: &Web, page: &Page, view: &CaseView, mine: &[(String, String)]) -> Refused {
    let release = &web.service.rules.in_force;
    let both = mine.iter().map(|(id, value)| {
        let stored = view.answers.get(id);
        let stored = stored
            .map(|answer| answer.value.clone())
            .unwrap_or_default();
        let shown = show_value(release, id, &stored);
        RefusedField {
            both: Some((value.clone(), stored.clone())),
            ..RefusedField::new(id.as_str(), "stale")
        }
        .saying(page.w("api.stale_field", &[("stored", shown.get(page.lang))]))
    });
    Refused {
        fields: both.collect(),
        ..Refused::new(StatusCode::CONFLICT, "stale")
    }
}
