//! The agent's own applications, and the beginning of a new one.

use axum::extract::{Query, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use domain::application::CaseState;
use domain::application::refusal::ServiceRefusal;
use domain::channel::Channel;
use serde::Deserialize;

use super::pages::applications::{Applications, Card};
use super::service::{SERVICE, open_drafts};
use super::{draw, frame, refusal, wording};
use crate::app::{App, Shared};
use crate::web::agent::Agent;
use crate::web::errors::PageError;
use crate::web::page::Page;
use crate::web::posted::Posted;
use service::CaseError;
use service::parent::begin_draft::{begin_draft, most_open};
use service::parent::list_mine::{CaseLine, list_mine};

/// The query of the list.
#[derive(Deserialize)]
pub(super) struct Asking {
    /// What just happened.
    done: Option<String>,
}

/// `GET /applications`
pub(super) async fn get(
    State(app): State<Shared>,
    page: Page,
    agent: Agent,
    Query(asking): Query<Asking>,
) -> Result<Html<String>, PageError> {
    let done = match asking.done.as_deref() {
        Some("saved") => page.t("applications.saved"),
        Some("withdrawn") => page.t("applications.withdrawn"),
        _ => "",
    };
    let cards = list_mine(&app, &agent)
        .await?
        .into_iter()
        .map(|line| card(&page, line))
        .collect();
    draw(&Applications {
        page: frame(&page, page.t("applications.title")),
        done: done.to_owned(),
        cards,
    })
}

/// Where a log-in leads whoever pressed the button that begins an application before it.
pub(super) const BEGIN: &str = "/applications/new";

/// `GET /applications/new`: an address alone begins nothing; the service page has the button.
pub(super) async fn new() -> Redirect {
    Redirect::to(SERVICE)
}

/// `POST /applications`: begins a draft and leads to its first step.
pub(super) async fn post(
    State(app): State<Shared>,
    page: Page,
    _posted: Posted,
) -> Result<Response, PageError> {
    match &page.agent {
        Some(agent) => begin(&app, &page, agent).await,
        None => Ok(Redirect::to(&format!("/login?to={BEGIN}")).into_response()),
    }
}

/// Begins what was asked for before the log-in. Whoever has begun one already chooses first.
pub(super) async fn begin_after_log_in(
    app: &App,
    page: &Page,
    agent: &Agent,
) -> Result<Response, PageError> {
    if open_drafts(app, page).await?.is_empty() {
        begin(app, page, agent).await
    } else {
        Ok(Redirect::to(SERVICE).into_response())
    }
}

async fn begin(app: &App, page: &Page, agent: &Agent) -> Result<Response, PageError> {
    let case = match begin_draft(app, agent, Channel::Portal).await {
        Err(CaseError::Refused(ServiceRefusal::TooManyTries)) => {
            return refusal::too_many_open(page, most_open(app, agent));
        }
        begun => begun?,
    };
    let first = app
        .release
        .flow(Channel::Portal)
        .and_then(|flow| flow.step_ids().next())
        .unwrap_or_default();
    Ok(Redirect::to(&format!("/applications/{case}/{first}")).into_response())
}

fn card(page: &Page, line: CaseLine) -> Card {
    let open = line.state == CaseState::Draft;
    Card {
        url: format!(
            "/applications/{}{}",
            line.id,
            if open && line.channel == Channel::Portal {
                "?go=on"
            } else {
                ""
            }
        ),
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
