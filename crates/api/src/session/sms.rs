//! Sends a code by short message.

use axum::extract::State;
use http::StatusCode;
use serde::Deserialize;
use serde_json::json;
use service::login::picture_code::{Asked, CodeForm, PictureAnswer, new_challenge};
use service::login::prove_phone::PhoneFor;
use service::login::sms_code::{CodeAsk, SendOutcome, send_code};
use utoipa::ToSchema;
use web::Shared;
use web::address::ClientAddress;
use web::page::Page;

use crate::body::Body;
use crate::caller::Caller;
use crate::problem::Problem;
use crate::refusal::{ApiError, Refused};

/// Whom a code is for.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CodeWish {
    /// A mobile of mainland China.
    #[schema(example = "13711112222")]
    mobile: String,
    /// What it will be proved for: the person of the session where it is absent.
    #[serde(rename = "for")]
    #[schema(inline)]
    what_for: Option<MobileFor>,
    /// After 409 `picture_code_needed`: the id that came with the picture.
    challenge: Option<String>,
    /// And what is read in the picture.
    picture_code: Option<String>,
}

/// What a mobile is proved for.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum MobileFor {
    /// As `child.card_mobile`, to which the bank writes. It leaves the level of the session.
    Card,
}

/// Sends a code to a mobile, for [`super::phone::prove_phone`]. The answer is the same whomever the mobile belongs to.
#[utoipa::path(
    post,
    path = "/api/v1/session/sms",
    operation_id = "send_sms_code",
    tag = "sessions",
    request_body = CodeWish,
    responses(
        (status = 202, description = "on its way"),
        (status = 409, description = "`picture_code_needed`, with `challenge` and `picture` (a `data:` address)", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "`mobile_format`, `number_refused`, `picture_code`, or a field of another shape", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "too many codes", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "`not_sent`, or busy", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn send_sms_code(
    State(web): State<Shared>,
    caller: Caller,
    ClientAddress(from): ClientAddress,
    page: Page,
    Body(wish): Body<CodeWish>,
) -> Result<StatusCode, ApiError> {
    let ask = CodeAsk {
        purpose: proved_for(wish.what_for).code_of(caller.account),
        to: wish.mobile,
        browser: caller.token,
        from: Some(from),
        lang: page.lang,
        picture: wish
            .challenge
            .zip(wish.picture_code)
            .map(|(challenge, code)| PictureAnswer { challenge, code }),
    };
    let refused = match send_code(&web.service, ask).await? {
        SendOutcome::Sent => return Ok(StatusCode::ACCEPTED),
        SendOutcome::NoRecipient => Refused::of_field("mobile", "mobile_format"),
        SendOutcome::PictureCodeNeeded => picture_code_needed(&web).await?,
        SendOutcome::PictureCodeWrong => Refused::of_field("picture_code", "picture_code"),
        SendOutcome::Wait { wait_s } => Refused::wait(wait_s),
        SendOutcome::NumberRefused => Refused::of_field("mobile", "number_refused"),
        SendOutcome::NotSent => Refused {
            code: "not_sent",
            ..Refused::unavailable()
        },
    };
    Err(refused.into())
}

async fn picture_code_needed(web: &Shared) -> Result<Refused, ApiError> {
    let challenge = new_challenge(&web.service, CodeForm::Picture).await?;
    let picture = match challenge.asked {
        Asked::Picture(picture) => json!(picture),
        Asked::Sum(..) => json!(null),
    };
    Ok(Refused::new(StatusCode::CONFLICT, "picture_code_needed")
        .with("challenge", challenge.id)
        .with("picture", picture))
}

/// What a mobile is proved for, as use cases take it.
pub(super) fn proved_for(what_for: Option<MobileFor>) -> PhoneFor {
    match what_for {
        None => PhoneFor::Person,
        Some(MobileFor::Card) => PhoneFor::Card,
    }
}
