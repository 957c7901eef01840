//! Proves a mobile.

use axum::Json;
use axum::extract::State;
use http::StatusCode;
use serde::Deserialize;
use serde_json::Value;
use service::login::code_answer::CodeProblem;
use service::login::mini_program::{HostPhoneOutcome, prove_phone_by_host};
use service::login::prove_phone::{ProveOutcome, prove_phone as prove};
use utoipa::ToSchema;
use web::Shared;

use super::SessionState;
use super::sms::{MobileFor, proved_for};
use crate::body::Body;
use crate::caller::{Caller, Numbered};
use crate::problem::Problem;
use crate::refusal::{ApiError, Refused, RefusedField};

/// What proves a mobile: what the host's phone button gave, or a code that was sent to it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PhoneProof {
    /// What the host's button gave, as it came.
    #[schema(value_type = Option<Object>)]
    native: Option<Value>,
    /// Else the mobile,
    #[schema(example = "13711112222")]
    mobile: Option<String>,
    /// and the code that was sent to it.
    #[schema(example = "048213")]
    sms_code: Option<String>,
    /// What it is proved for: the person of the session where it is absent.
    #[serde(rename = "for")]
    #[schema(inline)]
    what_for: Option<MobileFor>,
}

/// Proves a mobile. The session goes on with another token.
#[utoipa::path(
    post,
    path = "/api/v1/session/phone",
    operation_id = "prove_phone",
    tag = "sessions",
    request_body = PhoneProof,
    responses(
        (status = 200, description = "proved", body = SessionState),
        (status = 409, description = "`real_name_first`: another mobile is proved, and a face check at most five minutes old is needed to change it; `contradicted`", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "`code_format`, `code_wrong`, `code_gone`, `mobile_format`, `not_told`, or a field of another shape", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "the host does not answer", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn prove_phone(
    State(web): State<Shared>,
    caller: Caller,
    Numbered(request_id): Numbered,
    Body(proof): Body<PhoneProof>,
) -> Result<Json<SessionState>, ApiError> {
    let (prover, what_for) = (caller.prover(), proved_for(proof.what_for));
    let outcome = match (proof.native, proof.mobile, proof.sms_code) {
        (Some(native), None, None) => {
            let told = prove_phone_by_host(&web.service, &prover, what_for, &native, &request_id);
            match told.await? {
                HostPhoneOutcome::Told(outcome) => outcome,
                HostPhoneOutcome::NotTold => {
                    return Err(Refused::of_field("native", "not_told").into());
                }
                HostPhoneOutcome::Unavailable => return Err(Refused::unavailable().into()),
            }
        }
        (None, Some(mobile), Some(code)) => {
            prove(&web.service, &prover, what_for, &mobile, &code).await?
        }
        (native, mobile, code) => {
            return Err(incomplete(native.is_some(), mobile.is_some(), code.is_some()).into());
        }
    };
    match outcome {
        ProveOutcome::Proved { token } => Ok(Json(SessionState::of(&web, &token).await?)),
        ProveOutcome::NoMobile => Err(Refused::of_field("mobile", "mobile_format").into()),
        ProveOutcome::Code(problem) => Err(of_code(problem).into()),
        ProveOutcome::RealNameFirst => {
            Err(Refused::new(StatusCode::CONFLICT, "real_name_first").into())
        }
        ProveOutcome::Refused(refused) => {
            tracing::warn!(?refused, "the proof of a mobile was not taken");
            Err(Refused::new(StatusCode::CONFLICT, "contradicted").into())
        }
    }
}

/// Either what the host gave, or mobile and code: what is too much, or what is missing.
fn incomplete(has_native: bool, has_mobile: bool, has_code: bool) -> Refused {
    let typed = [("mobile", has_mobile), ("sms_code", has_code)];
    let wrong = typed
        .into_iter()
        .filter(|(_, is_there)| *is_there == has_native);
    let code = if has_native { "unknown_key" } else { "missing" };
    Refused::of_fields(
        wrong
            .map(|(field, _)| RefusedField::new(field, code))
            .collect(),
    )
}

fn of_code(problem: CodeProblem) -> Refused {
    match problem {
        CodeProblem::Format => Refused::of_field("sms_code", "code_format"),
        CodeProblem::Wrong { tries_left } if tries_left > 0 => {
            let left = ("left", tries_left.to_string());
            Refused::of_fields(vec![RefusedField {
                values: vec![left],
                ..RefusedField::new("sms_code", "code_wrong")
            }])
        }
        CodeProblem::Wrong { .. } | CodeProblem::Gone => Refused::of_field("sms_code", "code_gone"),
    }
}
