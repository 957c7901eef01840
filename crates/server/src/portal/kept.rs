//! Gives back what was typed into a step and not taken in: through the log-in page, or to be sent once more.

use std::net::IpAddr;

use axum::response::{IntoResponse, Response};
use domain::application::CaseState;
use domain::application::refusal::ServiceRefusal;
use domain::channel::Channel;
use domain::flow::{Plan, PlannedField, PlannedItem};
use http::StatusCode;
use uuid::Uuid;

use super::drawing::Drawn;
use super::news::News;
use super::pages::notice::Again;
use super::step::{Opened, opened};
use super::step_kinds::show;
use super::{draw, login, stale};
use crate::app::{App, Shared};
use crate::web::errors::PageError;
use crate::web::kept::Kept;
use crate::web::page::Page;
use crate::web::shedding;
use service::CaseError;
use service::agent::Agent;
use service::parent::show_case::show_case;

/// Where somebody goes whose kept answers belong to nothing of theirs.
const ELSEWHERE: &str = "/applications";

/// The log-in page in place of an answer to a step that was posted after the session had ended: it keeps what was typed.
///
/// # Errors
/// [`PageError::TooManyTries`] when this address asks for too many log-in pages.
pub async fn log_in_again(
    app: &App,
    page: &Page,
    address: IpAddr,
    kept: &Kept,
) -> Result<Response, PageError> {
    shedding::admits(app, address)?;
    let to = kept.step.as_deref().unwrap_or(&page.path);
    let mut shown = login::form(app, page, false, to).await?;
    shown.kept = kept.marked();
    shown.refusal = ServiceRefusal::ExpiredSession.code();
    Ok((StatusCode::UNAUTHORIZED, draw(&shown)?).into_response())
}

/// The form of an error page that sends the same once more, to its step: whoever is not logged in comes from there to the
/// log-in form that carries it.
pub(super) fn again(page: &Page, kept: &Kept) -> Option<Again> {
    let action = kept.step.as_ref().unwrap_or(&page.path);
    case_and_step(action)?;
    Some(Again {
        action: action.clone(),
        inputs: kept.fields.clone(),
        had_files: kept.had_files,
    })
}

/// The step at `path` with what was typed, unsaved, for its owner; `Err` holds where to go instead.
pub(super) async fn show_step(
    app: &Shared,
    page: &mut Page,
    agent: &Agent,
    path: &str,
    kept: &Kept,
) -> Result<Result<Response, String>, PageError> {
    let Some((id, step)) = case_and_step(path) else {
        return Ok(Err(path.to_owned()));
    };
    let mut view = match show_case(app, agent, id).await {
        Ok(view) => view,
        Err(CaseError::NotFound) => return Ok(Err(ELSEWHERE.to_owned())),
        Err(error) => return Err(error.into()),
    };
    if view.state != CaseState::Draft || view.channel != Channel::Portal {
        return Ok(Err(format!("/applications/{id}")));
    }
    path.clone_into(&mut page.path);
    let typed = type_in(&mut view.plan, step, kept);
    let part = Some(kept.text("page")).filter(|part| !part.is_empty());
    let (step, part) = match opened(&view, step, part)? {
        Opened::Here(step, part) => (step, part),
        Opened::Elsewhere(url) => return Ok(Err(url)),
    };
    // What was changed elsewhere meanwhile is found when it is saved: the form keeps the mark that it was drawn with.
    let seen = Some(kept.text("seen")).filter(|seen| typed && !seen.is_empty());
    let drawn = Drawn {
        page,
        view: &view,
        step,
        part,
        problems: Vec::new(),
        from_review: kept.text("from") == "review",
        news: typed.then_some(News::Kept),
        seen,
    };
    Ok(Ok(show(app, agent, &drawn).await?))
}

/// Puts what was typed into the plan, as if it were stored; whether there was anything. What must be answered on the page
/// that shows it is answered anew.
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

/// The application and the step of an address.
fn case_and_step(path: &str) -> Option<(Uuid, &str)> {
    let (id, step) = path.strip_prefix("/applications/")?.split_once('/')?;
    let plain = !step.is_empty()
        && step
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    Some((Uuid::try_parse(id).ok()?, step)).filter(|_| plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_address_of_a_step_takes_kept_answers() {
        let id = Uuid::nil();
        let path = format!("/applications/{id}/child");
        assert_eq!(case_and_step(&path), Some((id, "child")));
        for other in [
            "/applications",
            "/applications/x/child",
            "/services/minor-card",
            &format!("/applications/{id}"),
            &format!("/applications/{id}/"),
            &format!("/applications/{id}/materials/x"),
            &format!("/applications/{id}/child?page=x"),
        ] {
            assert_eq!(case_and_step(other), None, "{other}");
        }
    }
}
