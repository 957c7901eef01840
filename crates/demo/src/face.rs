//! `/sandbox/face`: the page with the camera, of whichever authority leads here. Somebody is chosen to sit before it, and how it goes.

use std::sync::atomic::Ordering;

use axum::Extension;
use axum::extract::Query;
use axum::response::{IntoResponse, Redirect, Response};
use portal::draw::draw;
use portal::layout::layout;
use sandbox::face::{Authority, Outcome};
use serde::Deserialize;
use web::errors::RequestError;
use web::form::Posted;
use web::page::Page;

use super::hosts::ONE_QUESTION;
use super::page::{Face, Sitter};
use super::shown::Sandbox;

/// The query of the page: each authority names its check by a word of its own.
#[derive(Deserialize)]
pub(super) struct Asking {
    /// Baidu's.
    token: Option<String>,
    /// Alipay's.
    certify_id: Option<String>,
}

/// `GET /sandbox/face`
pub(super) async fn get(
    Extension(sandbox): Extension<Sandbox>,
    page: Page,
    Query(asking): Query<Asking>,
) -> Result<Response, RequestError> {
    let check = asking.token.or(asking.certify_id).unwrap_or_default();
    let Some(waiting) = sandbox.hosts.faces.waiting(&check) else {
        return Err(RequestError::NotFound);
    };
    let agents = sandbox.world.accounts().into_iter();
    let sitters = agents.map(|agent| Sitter {
        is_asked_for: agent.id_number.eq_ignore_ascii_case(&waiting.id_number),
        username: agent.username,
        name: agent.name,
    });
    let authority = match waiting.authority {
        Authority::Wechat => page.t("sandbox.face_wechat"),
        Authority::Alipay => page.t("sandbox.face_alipay"),
        Authority::Baidu => page.t("sandbox.face_baidu"),
    };
    let shown = draw(&Face {
        page: layout(&page, page.t("sandbox.face")),
        check,
        authority: authority.to_owned(),
        name: waiting.name,
        number_end: waiting
            .id_number
            .chars()
            .skip(waiting.id_number.chars().count().saturating_sub(4))
            .collect(),
        sitters: sitters.collect(),
    })?;
    Ok(shown.into_response())
}

/// `POST /sandbox/face`
pub(super) async fn post(
    Extension(sandbox): Extension<Sandbox>,
    posted: Posted,
) -> Result<Redirect, RequestError> {
    let outcome = match posted.text("outcome") {
        "fail" => Outcome::Fail,
        "cancel" => Outcome::Cancel,
        "timeout" => Outcome::Timeout,
        "pass" | "break" => Outcome::Pass,
        _ => return Err(RequestError::Unreadable),
    };
    let person = posted.text("person");
    let mut agents = sandbox.world.accounts().into_iter();
    let in_front = agents.find(|agent| agent.username == person);
    let in_front = in_front.map_or_else(String::new, |agent| agent.id_number);
    let faces = &sandbox.hosts.faces;
    let ended = faces.end(posted.text("check"), &in_front, outcome);
    let to = ended
        .and_then(|ended| ended.return_to)
        .ok_or(RequestError::NotFound)?;
    if posted.text("outcome") == "break" {
        let unanswered = &sandbox.hosts.unanswered;
        unanswered.store(ONE_QUESTION, Ordering::Relaxed);
    }
    Ok(Redirect::to(&to))
}
