//! A slot handed over to a phone: the page with the code, and the same in place for a script.

use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use service::agent::Agent;
use service::parent::case_view::CaseView;
use service::parent::offer_capture::{Offered, offer_capture};
use service::token::Session;
use service::token::compared_digits;
use uuid::Uuid;
use web::errors::RequestError;
use web::form::Posted;
use web::page::Page;
use web::{Shared, Web};

use super::drawing::picture;
use super::pages::phone::{Code, Handover, Phone, PhonePart, Stage};
use super::{addresses, code, draw::draw, layout::layout, wording};

/// The query of the page.
#[derive(Deserialize)]
pub(super) struct Asking {
    /// `review` if the way leads back to the summary.
    from: Option<String>,
}

impl Asking {
    fn leads_to_review(&self) -> bool {
        self.from.as_deref() == Some("review")
    }
}

/// `GET /applications/{id}/materials/{material}/phone`: reopened, it shows the same code as long as that is valid.
pub(super) async fn get(
    State(web): State<Shared>,
    page: Page,
    session: Session,
    agent: Agent,
    Path((id, material)): Path<(Uuid, String)>,
    Query(asking): Query<Asking>,
) -> Result<Response, RequestError> {
    let (offered, view) =
        offer_capture(&web.service, &agent, &session.token, id, &material, false).await?;
    let shown = Phone {
        page: layout(&page, page.t("phone.title")),
        handover: handover(
            &web,
            &page,
            &view,
            &material,
            asking.leads_to_review(),
            offered,
        )?,
    };
    Ok(draw(&shown)?.into_response())
}

/// `POST /applications/{id}/materials/{material}/phone`: a new code.
pub(super) async fn post(
    State(web): State<Shared>,
    page: Page,
    session: Session,
    agent: Agent,
    Path((id, material)): Path<(Uuid, String)>,
    Query(asking): Query<Asking>,
    posted: Posted,
) -> Result<Response, RequestError> {
    let (offered, view) =
        offer_capture(&web.service, &agent, &session.token, id, &material, true).await?;
    if !posted.by_script {
        return Ok(Redirect::to(&url(&view, &material, asking.leads_to_review())?).into_response());
    }
    let shown = PhonePart {
        page: layout(&page, ""),
        handover: handover(
            &web,
            &page,
            &view,
            &material,
            asking.leads_to_review(),
            offered,
        )?,
    };
    Ok(draw(&shown)?.into_response())
}

/// The address for handing over a slot, if `material` is one: what a form says is not put into addresses unchecked.
pub(super) fn url(
    view: &CaseView,
    material: &str,
    from_review: bool,
) -> Result<String, RequestError> {
    if !view.plan.slots().any(|slot| slot.id == material) {
        return Err(RequestError::NotFound);
    }
    Ok(addresses::handover(view.id, material, from_review))
}

fn handover(
    web: &Web,
    page: &Page,
    view: &CaseView,
    material: &str,
    from_review: bool,
    offered: Offered,
) -> Result<Handover, RequestError> {
    let mut slots = view.plan.slots();
    let slot = slots
        .find(|slot| slot.id == material)
        .ok_or(RequestError::NotFound)?;
    let step = view.plan.step(&slot.step).ok_or(RequestError::NotFound)?;
    let mut parts = step.pages.iter();
    let part = parts.find(|part| part.slots().any(|slot| slot.id == material));
    let back = addresses::step(
        view.id,
        &step.id,
        part.map(|part| part.id.as_str()),
        from_review,
    );
    let stage = match offered {
        Offered::Open { secret, expires_at } => {
            let path = addresses::capture(&secret);
            let address = format!("{}{path}", web.site.public_url);
            let typed = address.split_once("://").map_or("", |(_, rest)| rest);
            let beyond_reach = web.site.is_sandbox && web.site.is_seen_here_alone();
            Stage::Open(Code {
                picture: code::data_address(&address)?,
                address: typed.to_owned(),
                digits: compared_digits(&secret),
                until: wording::time(expires_at),
                here_url: if beyond_reach { path } else { String::new() },
            })
        }
        Offered::Received => {
            let mut pictures = view.materials.iter();
            let found = pictures.find(|known| known.material == material);
            Stage::Received(
                found.map_or_else(String::new, |known| picture(view, known).thumbnail_url),
            )
        }
    };
    Ok(Handover {
        id: slot.id.clone(),
        label: slot.label.get(page.lang).to_owned(),
        url: url(view, material, from_review)?,
        changes_url: addresses::changes(view.id),
        back_url: format!("{back}#slot-{material}"),
        stage,
    })
}
