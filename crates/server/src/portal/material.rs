//! The picture of a document: shown to its owner, and sent by script as soon as it is chosen.

use axum::extract::{Path, Query, State};
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use domain::flow::PlannedSlot;
use http::StatusCode;
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use serde::Deserialize;
use uuid::Uuid;
use vision::{IntakeRefusal, Unsupported};

use super::drawing::{Drawn, step_url};
use super::pages::field::Problem;
use super::pages::slot::SlotPart;
use super::{draw, frame, wording};
use crate::app::{App, Shared};
use crate::web::agent::Agent;
use crate::web::errors::PageError;
use crate::web::held::holding;
use crate::web::page::Page;
use crate::web::posted::Posted;
use crate::web::session::escape;
use crate::web::transfers::Sender;
use service::parent::add_material::{AddOutcome, add_material};
use service::parent::case_view::CaseView;
use service::parent::show_case::show_case;
use service::parent::show_material::{Size, show_material};

/// The query of a picture. Its address also names the instant of the upload, so that a replaced one is fetched anew.
#[derive(Deserialize)]
pub(super) struct Asking {
    /// `small` for a thumbnail, `screen` for what a screen shows.
    size: Option<String>,
}

/// `GET /applications/{id}/materials/{material}`
pub(super) async fn get(
    State(app): State<Shared>,
    agent: Agent,
    Path((id, material)): Path<(Uuid, String)>,
    Query(asking): Query<Asking>,
) -> Result<Response, PageError> {
    let size = match asking.size.as_deref() {
        Some("small") => Size::Thumbnail,
        Some("screen") => Size::Screen,
        _ => Size::Whole,
    };
    let place = match size {
        Size::Whole => Some(app.downloads.place(Sender::Agent(agent.account)).await?),
        Size::Screen | Size::Thumbnail => None,
    };
    let jpeg = show_material(&app, &agent, id, &material, size).await?;
    let headers = [(CONTENT_TYPE, "image/jpeg"), (CACHE_CONTROL, "no-store")];
    Ok(holding(place, (headers, jpeg).into_response()))
}

/// `POST /applications/{id}/materials/{material}`: answers with the slot drawn anew.
pub(super) async fn post(
    State(app): State<Shared>,
    page: Page,
    agent: Agent,
    Path((id, material)): Path<(Uuid, String)>,
    posted: Posted,
) -> Result<Response, PageError> {
    let file = posted.files.first().ok_or(PageError::Unreadable)?;
    let outcome = add_material(&app, &agent, id, &material, file.bytes.clone()).await?;
    let (view, problems) = match outcome {
        AddOutcome::Added { view, .. } => (view, Vec::new()),
        AddOutcome::Refused(reason) => {
            let problem = Problem {
                field: material.clone(),
                ..problem(&page, &app, &reason)
            };
            (show_case(&app, &agent, id).await?, vec![problem])
        }
    };
    if !posted.by_script {
        let slot = slot(&view, &material)?;
        return Ok(Redirect::to(&step_url(&view, &slot.step, None, false)).into_response());
    }
    part(&page, &view, &material, problems)
}

/// `GET /applications/{id}/materials/{material}/slot`: the slot drawn anew, for a script that heard of a change.
pub(super) async fn redrawn(
    State(app): State<Shared>,
    page: Page,
    agent: Agent,
    Path((id, material)): Path<(Uuid, String)>,
) -> Result<Response, PageError> {
    let view = show_case(&app, &agent, id).await?;
    part(&page, &view, &material, Vec::new())
}

fn slot<'a>(view: &'a CaseView, material: &str) -> Result<&'a PlannedSlot, PageError> {
    let mut slots = view.plan.slots();
    slots
        .find(|slot| slot.id == material)
        .ok_or(PageError::NotFound)
}

/// A slot alone, with what its form must know of the case as it is now.
fn part(
    page: &Page,
    view: &CaseView,
    material: &str,
    problems: Vec<Problem>,
) -> Result<Response, PageError> {
    let slot = slot(view, material)?;
    let step = view.plan.step(&slot.step).ok_or(PageError::NotFound)?;
    let status = if problems.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let drawn = Drawn {
        page,
        view,
        step,
        part: None,
        problems,
        from_review: false,
        news: None,
        seen: None,
    };
    let part = SlotPart {
        page: frame(page, ""),
        slot: drawn.slot(slot),
    };
    let saved = page.w("slot.saved", &[("time", &wording::time(view.saved_at))]);
    let headers = AppendHeaders([
        ("X-Slot", material.to_owned()),
        ("X-Version", view.mark(&slot.step)),
        ("X-Saved", escape(&saved)),
    ]);
    Ok((status, headers, draw(&part)?).into_response())
}

/// Why a file is no picture that can be used, with the cure.
pub(super) fn problem(page: &Page, app: &App, refusal: &IntakeRefusal) -> Problem {
    let (code, text) = match refusal {
        IntakeRefusal::TooLarge { .. } => {
            let megabytes = app.config.limits.picture_megabytes.to_string();
            (
                "picture_too_large",
                page.w("slot.too_large_problem", &[("megabytes", &megabytes)]),
            )
        }
        IntakeRefusal::NotAPicture => ("picture_unknown", page.t("slot.not_a_picture").to_owned()),
        IntakeRefusal::Unsupported { what } => {
            ("picture_unsupported", page.t(unsupported(*what)).to_owned())
        }
        IntakeRefusal::TooManyPixels { .. } => (
            "picture_too_many_pixels",
            page.t("slot.too_many_pixels").to_owned(),
        ),
        IntakeRefusal::TooSmall { .. } => {
            ("picture_too_small", page.t("slot.too_small").to_owned())
        }
        IntakeRefusal::Broken => ("picture_broken", page.t("slot.broken").to_owned()),
    };
    Problem {
        field: String::new(),
        code: code.to_owned(),
        text,
    }
}

fn unsupported(what: Unsupported) -> &'static str {
    match what {
        Unsupported::Heic => "slot.unsupported_heic",
        Unsupported::Pdf => "slot.unsupported_pdf",
        _ => "slot.unsupported",
    }
}
