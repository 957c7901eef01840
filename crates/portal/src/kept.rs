//! Gives back input of a step that was not accepted: through the log-in page, or to be sent again.

use std::net::IpAddr;
use std::sync::Arc;

use axum::response::{IntoResponse, Response};
use domain::application::refusal::ServiceRefusal;
use domain::channel::Channel;
use domain::flow::{Plan, PlannedField, PlannedItem};
use http::StatusCode;
use service::ServiceError;
use service::agent::Agent;
use service::parent::show_case::show_case;
use service::parent::step_view::StepView;
use service::parent::way::{Opened, opened};
use web::errors::RequestError;
use web::kept::Kept;
use web::page::Page;
use web::{Shared, Web};

use super::drawing::Drawn;
use super::news::News;
use super::step_kinds::show;
use super::{addresses, draw::draw, log_in_form, stale};

/// The log-in page that answers a step posted after the session had ended: it keeps what was typed.
///
/// # Errors
/// [`RequestError::TooManyTries`] if this address asks for too many log-in pages.
pub(super) async fn log_in_again(
    web: &Web,
    page: &Page,
    address: IpAddr,
    kept: &Kept,
) -> Result<Response, RequestError> {
    let loosened = web.service.settings.loosened(Some(address));
    web.shedding.admit(address, loosened)?;
    let to = kept.step.as_deref().unwrap_or(&page.path);
    let mut shown = log_in_form::form(web, page, false, to).await?;
    shown.kept = kept.marked();
    shown.refusal = ServiceRefusal::ExpiredSession.code();
    Ok((StatusCode::UNAUTHORIZED, draw(&shown)?).into_response())
}

/// The step at `path` for its owner, with the input unsaved; `Err` holds where to go instead.
pub(super) async fn show_step(
    web: &Shared,
    page: &mut Page,
    agent: &Agent,
    path: &str,
    kept: &Kept,
) -> Result<Result<Response, String>, RequestError> {
    let Some((id, step)) = addresses::application_and_step(path) else {
        return Ok(Err(path.to_owned()));
    };
    let mut view = match show_case(&web.service, agent, id).await {
        Ok(view) => view,
        Err(ServiceError::NotFound) => return Ok(Err(addresses::APPLICATIONS.to_owned())),
        Err(error) => return Err(error.into()),
    };
    if !view.is_filled_in() || view.channel != Channel::Portal {
        return Ok(Err(addresses::application(id)));
    }
    path.clone_into(&mut page.path);
    let typed = type_in(Arc::make_mut(&mut view.plan), step, kept);
    let part = Some(kept.text("page")).filter(|part| !part.is_empty());
    let (step, part) = match opened(&view, step, part).ok_or(RequestError::NotFound)? {
        Opened::Here(step, part) => (step, part),
        Opened::Elsewhere(before) => return Ok(Err(addresses::stop(id, &before, false))),
    };
    // A change made elsewhere in the meantime is found on saving: the form keeps the mark that it was drawn from.
    let mark = Some(kept.text("seen")).filter(|mark| typed && !mark.is_empty());
    let drawn = Drawn {
        only: "",
        is_another: true,
        page,
        shown: StepView::of(&view, &web.service.rules.in_force, step, part),
        problems: Vec::new(),
        elsewhere: Vec::new(),
        from_review: kept.text("from") == "review",
        news: typed.then_some(News::Kept),
        mark,
    };
    Ok(Ok(show(web, agent, &drawn).await?))
}

/// Puts the input into the plan as if it were stored; returns whether there was any. What may be answered only on the page that
/// shows it is asked again.
fn type_in(plan: &mut Plan, step: &str, kept: &Kept) -> bool {
    let mut typed = false;
    let steps = plan.steps.iter_mut().filter(|known| known.id == step);
    for item in steps
        .flat_map(|step| &mut step.pages)
        .flat_map(|page| &mut page.items)
    {
        let PlannedItem::Field(field) = item else {
            continue;
        };
        let open =
            |field: &PlannedField| field.visible && !field.locked && !stale::must_be_seen(field);
        if let Some((_, value)) = kept
            .fields
            .iter()
            .rev()
            .find(|(name, _)| *name == field.id)
            .filter(|_| open(field))
        {
            typed |= field.value.as_ref() != Some(value);
            field.value = Some(value.clone());
        }
    }
    typed
}
