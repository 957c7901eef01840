//! Proves a real name, or that its person is there, by a face check.

use axum::Json;
use axum::extract::{Path, State};
use http::StatusCode;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use service::login::face::begin::{
    BeginOutcome, FaceAsk, FaceProblem, TypedIdentity, begin_face_check as begin,
};
use service::login::face::finish::{FinishOutcome, Told, finish_face_check as finish};
use utoipa::ToSchema;
use uuid::Uuid;
use web::Shared;
use web::errors::RequestError;

use super::SessionState;
use crate::body::Body;
use crate::caller::Caller;
use crate::problem::Problem;
use crate::refusal::{ApiError, Refused, RefusedField};

/// The wish for a face check.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FaceWish {
    /// The version of the text `consent.face` that the person agreed to. Without it there is no check.
    consent: Option<String>,
    /// The person's name, where it is not proved yet; a proved one counts.
    name: Option<String>,
    /// Their ID number, where it is not proved yet.
    #[schema(example = "11010519491231002X")]
    id_number: Option<String>,
}

/// A check that has begun.
#[derive(Serialize, ToSchema)]
pub(crate) struct BegunFaceCheck {
    /// For `finish_face_check`.
    check_id: Uuid,
    /// What the client hands to the host's own call.
    #[schema(value_type = Object)]
    native: Value,
}

/// What the host's call answered.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct FaceTold {
    /// As it came. It passes nobody: the service asks the authority.
    #[schema(value_type = Object)]
    native: Value,
}

/// Begins a face check by the host's authority, with a consent of its own. The camera's picture goes there, never here.
#[utoipa::path(
    post,
    path = "/api/v1/session/face",
    operation_id = "begin_face_check",
    tag = "sessions",
    request_body = FaceWish,
    responses(
        (status = 201, description = "the check", body = BegunFaceCheck),
        (status = 422, description = "`consent_missing`, or what is wrong with name and number", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "five did not pass within an hour", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "the authority does not answer", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn begin_face_check(
    State(web): State<Shared>,
    caller: Caller,
    Body(wish): Body<FaceWish>,
) -> Result<(StatusCode, Json<BegunFaceCheck>), ApiError> {
    let is_typed = wish.name.is_some() || wish.id_number.is_some();
    let ask = FaceAsk {
        consent: wish.consent.unwrap_or_default(),
        typed: is_typed.then(|| TypedIdentity {
            name: wish.name.unwrap_or_default(),
            id_number: wish.id_number.unwrap_or_default(),
        }),
        return_to: None,
        next: String::new(),
    };
    match begin(&web.service, &caller.prover(), ask).await? {
        BeginOutcome::Begun(check) => {
            let begun = BegunFaceCheck {
                check_id: check.id,
                native: check.native,
            };
            Ok((StatusCode::CREATED, Json(begun)))
        }
        BeginOutcome::Wrong(problems) => Err(wrong(&problems).into()),
        BeginOutcome::Wait { wait_s } => Err(Refused::wait(wait_s).into()),
        BeginOutcome::NoAuthority | BeginOutcome::Unavailable => Err(Refused::unavailable().into()),
    }
}

/// Finishes a face check: the service asks the authority what came of it. Passed, the session goes on with another token.
#[utoipa::path(
    post,
    path = "/api/v1/session/face/{check_id}",
    operation_id = "finish_face_check",
    tag = "sessions",
    params(("check_id" = Uuid, Path, description = "of `begin_face_check`")),
    request_body = FaceTold,
    responses(
        (status = 200, description = "passed", body = SessionState),
        (status = 404, description = "no such check of this session and person, or it is over", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "`face_failed`, `face_cancelled`, `face_timed_out`: begin again; `contradicted`", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "`consent_missing`: it was taken back; or a field of another shape", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "the authority has no answer yet: finish again", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn finish_face_check(
    State(web): State<Shared>,
    caller: Caller,
    Path(check_id): Path<String>,
    Body(told): Body<FaceTold>,
) -> Result<Json<SessionState>, ApiError> {
    let check_id = check_id.parse().map_err(|_| RequestError::NotFound)?;
    let told = Told::Native(told.native);
    match finish(&web.service, &caller.prover(), check_id, told).await? {
        FinishOutcome::Passed { token, .. } => Ok(Json(SessionState::of(&web, &token).await?)),
        FinishOutcome::NotPassed(refusal) => {
            Err(Refused::new(StatusCode::CONFLICT, refusal.code()).into())
        }
        FinishOutcome::Pending | FinishOutcome::Unavailable => Err(Refused::unavailable().into()),
        FinishOutcome::ConsentWithdrawn => {
            Err(Refused::of_field("consent", "consent_missing").into())
        }
        FinishOutcome::Refused(_) => Err(Refused::new(StatusCode::CONFLICT, "contradicted").into()),
    }
}

fn wrong(problems: &[FaceProblem]) -> Refused {
    let fields = problems.iter().map(|problem| {
        let (field, code) = match problem {
            FaceProblem::ConsentMissing => ("consent", "consent_missing"),
            FaceProblem::NameMissing => ("name", "missing"),
            FaceProblem::IdNumberMissing => ("id_number", "missing"),
            FaceProblem::Name(error) => ("name", error.code()),
            FaceProblem::IdNumber(error) => ("id_number", error.code()),
        };
        RefusedField::new(field, code)
    });
    let mut fields: Vec<RefusedField> = fields.collect();
    // Without a consent nothing else is looked at, so its code is that of the whole.
    fields.sort_by_key(|field| field.code != "consent_missing");
    Refused::of_fields(fields)
}
