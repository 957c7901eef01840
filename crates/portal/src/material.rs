//! The picture of a document: shown to its owner, and sent by script as soon as it is chosen.

use axum::extract::{Path, Query, State};
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use domain::flow::PlannedSlot;
use http::StatusCode;
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use serde::Deserialize;
use service::agent::Agent;
use service::parent::add_material::{AddOutcome, add_material};
use service::parent::case_view::CaseView;
use service::parent::show_case::show_case;
use service::parent::show_material::{Size, show_material};
use service::parent::step_view::{SlotView, StepView};
use uuid::Uuid;
use web::errors::RequestError;
use web::form::Posted;
use web::held::holding;
use web::page::Page;
use web::return_address::escape;
use web::transfers::Sender;
use web::{Shared, Web};

use super::addresses;
use super::drawing::Drawn;
use super::judged::not_taken;
use super::pages::field::Problem;
use super::pages::slot::SlotPart;
use super::{draw::draw, layout::layout, wording};

/// The query of a picture. Its address also holds the time of the upload, so that a replaced picture is fetched anew.
#[derive(Deserialize)]
pub(super) struct Asking {
    /// `small` for the thumbnail.
    size: Option<String>,
}

/// `GET /applications/{id}/materials/{material}`
pub(super) async fn get(
    State(web): State<Shared>,
    agent: Agent,
    Path((id, material)): Path<(Uuid, String)>,
    Query(asking): Query<Asking>,
) -> Result<Response, RequestError> {
    let size = match asking.size.as_deref() {
        Some("small") => Size::Thumbnail,
        _ => Size::Whole,
    };
    let place = match size {
        Size::Whole => Some(web.downloads.place(Sender::Agent(agent.account)).await?),
        Size::Thumbnail => None,
    };
    let jpeg = show_material(&web.service, &agent, id, &material, size).await?;
    let headers = [(CONTENT_TYPE, "image/jpeg"), (CACHE_CONTROL, "no-store")];
    Ok(holding(place, (headers, jpeg).into_response()))
}

/// `POST /applications/{id}/materials/{material}`: answers with the slot redrawn.
pub(super) async fn post(
    State(web): State<Shared>,
    page: Page,
    agent: Agent,
    Path((id, material)): Path<(Uuid, String)>,
    posted: Posted,
) -> Result<Response, RequestError> {
    let file = posted.files.first().ok_or(RequestError::Unreadable)?;
    let outcome = add_material(&web.service, &agent, id, &material, file.bytes.clone()).await?;
    let problem = not_taken(&page, &material, &outcome);
    let view = match outcome {
        AddOutcome::Added { view, .. } => view,
        AddOutcome::Refused(_) | AddOutcome::HeldBack(_) => {
            show_case(&web.service, &agent, id).await?
        }
    };
    let problems = Vec::from_iter(problem);
    if !posted.by_script {
        let slot = slot(&view, &material)?;
        return Ok(
            Redirect::to(&addresses::step(view.id, &slot.step, None, false)).into_response(),
        );
    }
    part(&web, &page, &view, &material, problems)
}

/// `GET /applications/{id}/materials/{material}/slot`: the slot redrawn, for a script that heard of a change.
pub(super) async fn redrawn(
    State(web): State<Shared>,
    page: Page,
    agent: Agent,
    Path((id, material)): Path<(Uuid, String)>,
) -> Result<Response, RequestError> {
    let view = show_case(&web.service, &agent, id).await?;
    part(&web, &page, &view, &material, Vec::new())
}

fn slot<'a>(view: &'a CaseView, material: &str) -> Result<&'a PlannedSlot, RequestError> {
    let mut slots = view.plan.slots();
    slots
        .find(|slot| slot.id == material)
        .ok_or(RequestError::NotFound)
}

/// A slot alone, with what its form must know about the application as it is now.
fn part(
    web: &Web,
    page: &Page,
    view: &CaseView,
    material: &str,
    problems: Vec<Problem>,
) -> Result<Response, RequestError> {
    let slot = slot(view, material)?;
    let step = view.plan.step(&slot.step).ok_or(RequestError::NotFound)?;
    let status = if problems.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let drawn = Drawn {
        only: "",
        is_another: true,
        page,
        shown: StepView::of(view, &web.service.rules.in_force, step, None),
        problems,
        elsewhere: Vec::new(),
        from_review: false,
        news: None,
        mark: None,
    };
    let part = SlotPart {
        page: layout(page, ""),
        slot: drawn.slot(&SlotView::of(view, slot)),
    };
    let saved = page.w("slot.saved", &[("time", &wording::time(view.saved_at))]);
    let headers = AppendHeaders([
        ("X-Slot", material.to_owned()),
        ("X-Version", drawn.shown.mark()),
        ("X-Saved", escape(&saved)),
    ]);
    Ok((status, headers, draw(&part)?).into_response())
}
