//! The agent's own applications, and the beginning of a new one.

use axum::extract::{Query, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use domain::application::CaseState;
use domain::application::refusal::ServiceRefusal;
use domain::channel::Channel;
use serde::Deserialize;
use service::ServiceError;
use service::agent::{Agent, LoggedIn};
use service::parent::begin_draft::{begin_draft, most_open};
use service::parent::list_mine::{CaseLine, list_mine};
use web::errors::RequestError;
use web::form::Posted;
use web::page::Page;
use web::{Shared, Web};

use super::addresses::SERVICE;
use super::pages::applications::{Applications, Card};
use super::the_service::open_drafts;
use super::{addresses, draw::draw, layout::layout, refusal, wording};

/// The query of the list.
#[derive(Deserialize)]
pub(super) struct Asking {
    /// What just happened.
    done: Option<String>,
}

/// `GET /applications`
pub(super) async fn get(
    State(web): State<Shared>,
    page: Page,
    agent: Agent,
    Query(asking): Query<Asking>,
) -> Result<Html<String>, RequestError> {
    let done = match asking.done.as_deref() {
        Some("saved") => page.t("applications.saved"),
        Some("withdrawn") => page.t("applications.withdrawn"),
        _ => "",
    };
    let cards = list_mine(&web.service, &agent)
        .await?
        .into_iter()
        .map(|line| card(&page, line))
        .collect();
    draw(&Applications {
        page: layout(&page, page.t("applications.title")),
        done: done.to_owned(),
        cards,
    })
}

/// `GET /applications/new`: opening an address begins nothing; the service page has the button.
pub(super) async fn new() -> Redirect {
    Redirect::to(SERVICE)
}

/// `POST /applications`: begins a draft and leads to its first step.
pub(super) async fn post(
    State(web): State<Shared>,
    page: Page,
    _posted: Posted,
) -> Result<Response, RequestError> {
    match &page.logged_in {
        Some(LoggedIn::Agent(agent)) => begin(&web, &page, agent).await,
        Some(LoggedIn::Unproved { .. }) => Err(RequestError::Level),
        None => Ok(Redirect::to(&addresses::log_in(addresses::BEGIN)).into_response()),
    }
}

/// Begins what was requested before the log-in. An agent who has a draft already chooses first.
pub(super) async fn begin_after_log_in(
    web: &Web,
    page: &Page,
    agent: &Agent,
) -> Result<Response, RequestError> {
    if open_drafts(web, page).await?.is_empty() {
        begin(web, page, agent).await
    } else {
        Ok(Redirect::to(SERVICE).into_response())
    }
}

async fn begin(web: &Web, page: &Page, agent: &Agent) -> Result<Response, RequestError> {
    let case = match begin_draft(&web.service, agent, Channel::Portal).await {
        Err(ServiceError::Refused(ServiceRefusal::TooManyTries)) => {
            return refusal::too_many_open(page, most_open(&web.service, agent));
        }
        begun => begun?,
    };
    let first = web
        .service
        .rules
        .in_force
        .flow(Channel::Portal)
        .and_then(|flow| flow.step_ids().next())
        .unwrap_or_default();
    Ok(Redirect::to(&addresses::step(case, first, None, false)).into_response())
}

fn card(page: &Page, line: CaseLine) -> Card {
    let open = line.state == CaseState::Draft;
    Card {
        url: if open && line.channel == Channel::Portal {
            addresses::goes_on(line.id)
        } else {
            addresses::application(line.id)
        },
        child: line
            .child_name
            .unwrap_or_else(|| page.t("applications.unnamed").to_owned()),
        state: line.state.code().to_owned(),
        state_label: wording::state(page, line.state),
        next: wording::meaning(page, line.state),
        at: wording::day_time(page, line.updated_at),
        number: line.receipt.unwrap_or_default(),
        open,
    }
}
