//! Every problem in words.

use axum::Json;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::HeaderValue;
use http::header::{CONTENT_TYPE, WWW_AUTHENTICATE};
use serde_json::Map;
use web::Shared;
use web::errors::{RequestError, outcome};
use web::i18n::Texts;
use web::page::Page;

use crate::problem::{FieldProblem, MEDIA_TYPE, Problem};
use crate::refusal::{Refused, RefusedField};

/// Says a problem, in the caller's language. Layer around all operations.
pub async fn show(State(web): State<Shared>, request: Request, next: Next) -> Response {
    let texts = Page::outside(&web, request.headers(), request.uri(), "").texts;
    match outcome("application/", request, next).await {
        Ok(mut response) => match response.extensions_mut().remove::<Refused>() {
            Some(refused) => said(&refused, &texts, &response),
            None => response,
        },
        Err(failed) => failed.answered(answer(&failed.error, &texts)),
    }
}

fn said(refused: &Refused, texts: &Texts, first: &Response) -> Response {
    let problem = Problem {
        kind: kind(refused.code),
        title: texts
            .get(refused.title.unwrap_or_else(|| title(refused.code)))
            .to_owned(),
        status: refused.status.as_u16(),
        code: refused.code.to_owned(),
        fields: refused
            .fields
            .iter()
            .map(|field| worded(field, texts))
            .collect(),
        more: refused.more.clone(),
    };
    let mut response = (refused.status, Json(problem)).into_response();
    let headers = response.headers_mut();
    headers.extend(first.headers().clone());
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
    response
}

fn answer(error: &RequestError, texts: &Texts) -> Response {
    let code = code(error);
    let mut more = Map::new();
    if let RequestError::TooManyTries { wait_s } = error {
        more.insert("wait_s".to_owned(), (*wait_s).into());
    }
    let problem = Problem {
        kind: kind(code),
        title: texts.get(title(code)).to_owned(),
        status: status(error),
        code: code.to_owned(),
        fields: Vec::new(),
        more,
    };
    let status = http::StatusCode::from_u16(problem.status).unwrap_or(error.status());
    let mut response = (status, Json(problem)).into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
    if matches!(
        error,
        RequestError::ExpiredSession | RequestError::NotLoggedIn
    ) {
        headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    error.tell_wait(&mut response);
    response
}

fn kind(code: &str) -> String {
    format!("urn:daiban:problem:{code}")
}

/// A refusal of the service is a conflict here: what was sent is right, and cannot be done all the same.
fn status(error: &RequestError) -> u16 {
    match error {
        RequestError::Refused(_) => 409,
        _ => error.status().as_u16(),
    }
}

fn code(error: &RequestError) -> &'static str {
    match error {
        RequestError::NotFound => "not_found",
        RequestError::FormToken => "other_site",
        RequestError::MethodNotAllowed => "method_not_allowed",
        RequestError::NotLoggedIn | RequestError::ExpiredSession => "expired_session",
        RequestError::Level => "level",
        RequestError::WrongState => "not_possible_now",
        RequestError::ItemLocked => "locked",
        RequestError::Stale => "stale",
        RequestError::TooLarge => "too_large",
        RequestError::Unreadable => "unreadable",
        RequestError::TooManyTries { .. } => "too_many_tries",
        RequestError::Refused(refusal) => refusal.code(),
        RequestError::Unavailable => "unavailable",
        RequestError::Maintenance => "maintenance",
        RequestError::Internal(_) => "internal",
    }
}

/// The key of what a problem is called.
fn title(code: &str) -> &'static str {
    match code {
        "not_found" => "api.not_found",
        "other_site" => "error.form_token_title",
        "method_not_allowed" => "api.method_not_allowed",
        "expired_session" => "error.expired_title",
        "level" => "error.level_title",
        "not_possible_now" => "error.wrong_state_title",
        "locked" => "error.item_locked_title",
        "stale" => "error.stale_title",
        "too_large" => "error.too_large_title",
        "unreadable" => "api.unreadable",
        "not_utf_8" => "api.not_utf_8",
        "too_many_tries" => "error.too_many_title",
        "child_age" => "refusal.child_age_title",
        "agent_age" => "refusal.agent_age_title",
        "not_insured" => "refusal.not_insured_title",
        "card_held" => "refusal.card_held_title",
        "live_application" => "refusal.live_application_title",
        "not_possible_online" => "refusal.not_possible_online_title",
        "unavailable" | "not_sent" => "error.unavailable_title",
        "maintenance" => "api.maintenance",
        "internal" => "error.internal_title",
        "code_refused" => "api.code_refused",
        "person_refused" => "api.person_refused",
        "contradicted" => "api.contradicted",
        "picture_code_needed" => "api.picture_code_needed",
        "number_refused" => "api.number_refused",
        "real_name_first" => "api.real_name_first",
        "face_failed" => "api.face_failed",
        "face_cancelled" => "api.face_cancelled",
        "face_timed_out" => "api.face_timed_out",
        "consent_missing" => "api.consent_missing",
        _ => "api.invalid",
    }
}

/// What is wrong with a field, in words.
fn worded(wrong: &RefusedField, texts: &Texts) -> FieldProblem {
    let key = match wrong.code {
        "missing" => "api.field_missing",
        "unknown_key" => "api.field_unknown",
        "repeated_key" => "api.field_repeated",
        "not_a_string" => "api.field_not_a_string",
        "wrong_type" => "api.field_wrong_type",
        "code_unknown" => "api.field_code_unknown",
        "no_such_app" => "api.no_such_app",
        "mobile_format" => "codes.mobile_format",
        "picture_code" => "login.picture_code_wrong",
        "code_format" => "codes.code_format",
        "code_wrong" => "codes.code_wrong",
        "code_gone" => "codes.code_gone",
        "not_told" => "api.not_told",
        "digits_wrong" => "api.digits_wrong",
        "locked" => "api.locked",
        "not_corrected" => "api.not_corrected",
        code if code.starts_with("id_") => "recover.id_number_wrong",
        code if code.starts_with("name_") => "recover.name_wrong",
        code => title(code),
    };
    let values: Vec<(&str, &str)> = wrong
        .values
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let said = wrong.message.clone();
    let both = wrong.both.clone();
    FieldProblem {
        field: wrong.field.clone(),
        code: wrong.code.to_owned(),
        message: said.unwrap_or_else(|| texts.with(key, &values)),
        yours: both.as_ref().map(|(yours, _)| yours.clone()),
        stored: both.map(|(_, stored)| stored),
    }
}
