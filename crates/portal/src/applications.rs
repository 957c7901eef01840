//! The agent's own applications, and the beginning of a new one.

use axum::extract::{Query, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use domain::application::CaseState;
use domain::application::refusal::ServiceRefusal;
use domain::channel::Channel;
use domain::day::beijing_date;
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
        Some("deleted") => page.t("applications.deleted"),
        _ => "",
    };
    let cards = list_mine(&web.service, &agent)
        .await?
        .into_iter()
        .map(|line| card(&web, &page, line))
        .collect();
    draw(&Applications {
        page: layout(&page, page.t("applications.title")),
        done: done.to_owned(),
        cards,
    })
}

/// `GET /applications/new`: opening an address begins nothing; the service page has the button. Whoever has yet to prove who they are
/// does so first.
pub(super) async fn new(page: Page) -> Redirect {
    match &page.logged_in {
        Some(LoggedIn::Unproved { level, .. }) => {
            Redirect::to(&addresses::next_proof(*level, addresses::BEGIN))
        }
        _ => Redirect::to(SERVICE),
    }
}

/// `POST /applications`: begins a draft and leads to its first step.
pub(super) async fn post(
    State(web): State<Shared>,
    page: Page,
    _posted: Posted,
) -> Result<Response, RequestError> {
    match &page.logged_in {
        Some(LoggedIn::Agent(agent)) => begin(&web, &page, agent).await,
        Some(LoggedIn::Unproved { level, .. }) => {
            let proof = addresses::next_proof(*level, addresses::BEGIN);
            Ok(Redirect::to(&proof).into_response())
        }
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

fn card(web: &Web, page: &Page, line: CaseLine) -> Card {
    let open = line.state == CaseState::Draft;
    let refused = line.refusal.filter(|_| open);
    let (next, cure) = match refused {
        Some(refusal) => refusal::in_short(page, refusal),
        None => (next(web, page, &line), String::new()),
    };
    let (kept, child) = (kept(web, page, &line), line.child_name);
    Card {
        url: if open && line.channel == Channel::Portal {
            addresses::goes_on(line.id)
        } else {
            addresses::application(line.id)
        },
        child: child.unwrap_or_else(|| page.t("applications.unnamed").to_owned()),
        state: line.state.code().to_owned(),
        state_label: if refused.is_some() {
            page.t("applications.refused").to_owned()
        } else {
            wording::state(page, line.state)
        },
        next,
        cure,
        kept,
        delete_url: if open && line.is_new {
            addresses::of_application(line.id, "withdraw")
        } else {
            String::new()
        },
        at: wording::day_time(page, line.updated_at),
        number: line.receipt.unwrap_or_default(),
        open,
    }
}

/// What happens next: in a draft, the step that it goes on with.
fn next(web: &Web, page: &Page, line: &CaseLine) -> String {
    let flow = web.service.rules.in_force.flow(line.channel);
    let step = line.next_step.as_deref();
    let title = flow
        .zip(step)
        .and_then(|(flow, step)| flow.step_title(step));
    match (line.state, title) {
        (CaseState::Draft, Some(title)) => {
            page.w("applications.next", &[("step", title.get(page.lang))])
        }
        _ => wording::meaning(page, line.state),
    }
}

/// How long a draft is kept, in whole days: one that is kept for less than a day has one left.
fn kept(web: &Web, page: &Page, line: &CaseLine) -> String {
    let Some(end) = line.expires_at else {
        return String::new();
    };
    let left = end.duration_since(web.service.clock.now());
    let days = left.as_hours().max(0) / 24 + 1;
    let until = wording::day(page, beijing_date(end));
    let key = if days == 1 {
        "applications.kept_one"
    } else {
        "applications.kept"
    };
    page.w(key, &[("days", &days.to_string()), ("date", &until)])
}
