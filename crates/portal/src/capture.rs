//! What a phone that scanned a code sees: one document, one button. It does not say whose document it is.
//!
//! No log-in and no form token: the secret in the address is the right, and no other site can know it.

use axum::extract::{Path, Query, Request, State};
use axum::response::{AppendHeaders, Html, IntoResponse, Redirect, Response};
use http::header::SET_COOKIE;
use http::{HeaderMap, StatusCode};
use service::ServiceError;
use service::parent::capture::{Captured, Wanted, attempt, capture, wanted};
use service::parent::card_photo::CARD_PHOTO;
use service::token::compared_digits;
use web::Shared;
use web::address::ClientAddress;
use web::errors::RequestError;
use web::form::drain;
use web::page::Page;
use web::posted::with_files;
use web::transfers::Sender;

use super::addresses;
use super::draw::draw;
use super::judged::of_fault;
use super::layout::layout;
use super::pages::capture::{Capture, CaptureDone, CapturePart};
use super::pages::field::Problem;
use super::pages::layout::Layout;
use super::pages::notice::{Drawing, Notice};
use super::pages::slot::Slot;
use super::preferences::Look;
use super::problems::of_picture;

/// `GET /capture/{token}`
pub(super) async fn get(
    State(web): State<Shared>,
    page: Page,
    Path(token): Path<String>,
    Query(look): Query<Look>,
) -> Result<Response, RequestError> {
    if let Some(cookie) = look.cookie(&web) {
        return Ok((AppendHeaders([(SET_COOKIE, cookie)]), Redirect::to("?")).into_response());
    }
    match wanted(&web.service, &token).await {
        Ok(wanted) => show(&page, &wanted, &token, None, false),
        Err(ServiceError::NotFound) => over(&page),
        Err(error) => Err(error.into()),
    }
}

/// `POST /capture/{token}`. Takes no [`web::form::Posted`]: no other site can know the address.
pub(super) async fn post(
    State(web): State<Shared>,
    page: Page,
    ClientAddress(from): ClientAddress,
    Path(token): Path<String>,
    headers: HeaderMap,
    request: Request,
) -> Result<Response, RequestError> {
    let by_script = headers.contains_key("x-requested-with");
    let tried = match attempt(&web.service, &token, from).await {
        Ok(tried) => tried,
        Err(error) => {
            drain(request.into_body()).await;
            return match error {
                ServiceError::NotFound => over(&page),
                error => Err(error.into()),
            };
        }
    };
    let sender = Sender::Phone(tried.right().clone());
    let posted = with_files(&web, sender, request).await?;
    let wanted = tried.wanted();
    let slot = &wanted.slot;
    let Some(file) = posted.files.first() else {
        let nothing = Problem {
            field: String::new(),
            code: "missing".to_owned(),
            text: page.t("capture.nothing").to_owned(),
        };
        return show(&page, wanted, &token, Some(nothing), by_script);
    };
    match capture(&web.service, &tried, file.bytes.clone()).await {
        Ok(Captured::Taken { next: Some(next) }) => {
            Ok(Redirect::to(&addresses::capture(&next)).into_response())
        }
        Ok(Captured::Taken { next: None }) => Ok(Redirect::to(addresses::CAPTURED).into_response()),
        Ok(Captured::Refused(reason)) => {
            let problem = of_picture(&page, &reason);
            show(&page, wanted, &token, Some(problem), by_script)
        }
        Ok(Captured::HeldBack(fault)) => {
            let problem = of_fault(&page, &slot.id, fault);
            show(&page, wanted, &token, Some(problem), by_script)
        }
        Err(ServiceError::NotFound) => over(&page),
        Err(error) => Err(error.into()),
    }
}

/// `GET /capture/done`: the same for everyone, so that the address left behind on a phone is worth nothing.
pub(super) async fn done(page: Page) -> Result<Html<String>, RequestError> {
    let page = layout(&page, page.t("capture.done_title"));
    draw(&CaptureDone { page })
}

fn show(
    page: &Page,
    wanted: &Wanted,
    token: &str,
    problem: Option<Problem>,
    by_script: bool,
) -> Result<Response, RequestError> {
    let slot = &wanted.slot;
    let label = slot.label.get(page.lang);
    let hints = slot.hints.iter().map(|hint| hint.get(page.lang));
    let status = if problem.is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let has_problem = problem.is_some();
    let shown = Slot {
        card: None,
        id: slot.id.clone(),
        label: label.to_owned(),
        hint: hints.collect::<Vec<_>>().join(" "),
        is_face: slot.id == CARD_PHOTO,
        required: true,
        asked_with: None,
        asked_when: String::new(),
        picture: None,
        problem: problem.map(|problem| Problem {
            field: slot.id.clone(),
            ..problem
        }),
        upload_url: addresses::capture(token),
    };
    if by_script {
        let part = CapturePart {
            page: layout(page, ""),
            slot: shown,
        };
        let headers = AppendHeaders([("X-Slot", slot.id.clone())]);
        return Ok((status, headers, draw(&part)?).into_response());
    }
    let shown = Capture {
        page: layout(page, label).with_problem(has_problem),
        // The computer shows those of the code that was scanned.
        digits: if wanted.follows {
            String::new()
        } else {
            compared_digits(token)
        },
        slot: shown,
    };
    Ok((status, draw(&shown)?).into_response())
}

/// One page for every code that is not valid, whatever the reason.
fn over(page: &Page) -> Result<Response, RequestError> {
    let shown = used_up(layout(page, page.t("capture.over_title")));
    Ok((StatusCode::NOT_FOUND, draw(&shown)?).into_response())
}

/// What that page says.
pub fn used_up(page: Layout) -> Notice {
    Notice {
        drawing: Drawing::Wait,
        again: None,
        leads_beside: false,
        help: false,
        refusal: "capture_over".to_owned(),
        heading: page.t("capture.over_title").to_owned(),
        happened: page.t("capture.over_happened").to_owned(),
        safe: page.t("capture.over_safe").to_owned(),
        cure: page.t("capture.over_cure").to_owned(),
        action: String::new(),
        action_url: String::new(),
        request_id: String::new(),
        page,
    }
}
