//! The agent's own account.

use axum::extract::{Query, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use jiff::Timestamp;
use serde::Deserialize;
use service::agent::Agent;
use service::parent::end_other_sessions::end_other_sessions;
use service::parent::read_alert::read_alert;
use service::parent::show_account::show_account;
use service::token::Session;
use web::Shared;
use web::errors::RequestError;
use web::form::Posted;
use web::page::Page;
use web::return_address::safe_return;

use super::addresses;
use super::pages::account::Account;
use super::prove_phone::PROVED;
use super::{draw::draw, layout::layout, wording};

/// What has just been done.
#[derive(Deserialize)]
pub(super) struct Done {
    done: Option<String>,
}

const ENDED: &str = "others";

/// `GET /account`
pub(super) async fn get(
    State(web): State<Shared>,
    page: Page,
    agent: Agent,
    session: Session,
    Query(query): Query<Done>,
) -> Result<Html<String>, RequestError> {
    let account = show_account(&web.service, &agent, &session.token).await?;
    let count = account.others.to_string();
    draw(&Account {
        page: layout(&page, page.t("account.title")),
        name: agent.name.as_str().to_owned(),
        shown_number: agent.id_number.masked(),
        shown_mobile: agent
            .mobile
            .as_ref()
            .map(domain::id::Mobile::masked)
            .unwrap_or_default(),
        idle: page.w(
            "account.idle",
            &[("minutes", &web.service.settings.idle_minutes.to_string())],
        ),
        until: page.w(
            "account.until",
            &[("at", &wording::day_time(&page, account.ends_at))],
        ),
        others: account.others,
        others_words: if account.others == 0 {
            page.t("account.others_none").to_owned()
        } else {
            page.w("account.others", &[("count", &count)])
        },
        done: match query.done.as_deref() {
            Some(ENDED) => page.t("account.ended").to_owned(),
            Some(PROVED) => page.t("prove_phone.done").to_owned(),
            _ => String::new(),
        },
    })
}

/// `POST /account/end-others`
pub(super) async fn end_others(
    State(web): State<Shared>,
    agent: Agent,
    session: Session,
    _posted: Posted,
) -> Result<Response, RequestError> {
    end_other_sessions(&web.service, &agent, &session.token).await?;
    Ok(Redirect::to(&addresses::done(addresses::ACCOUNT, ENDED)).into_response())
}

/// `POST /account/alert`
pub(super) async fn has_read(
    State(web): State<Shared>,
    agent: Agent,
    posted: Posted,
) -> Result<Response, RequestError> {
    let at = posted.text("at").parse().ok();
    let read = at.and_then(|at| Timestamp::from_millisecond(at).ok());
    // If the form does not name an alert, none was read: it stays on the next page.
    if let Some(read) = read {
        read_alert(&web.service, &agent, read).await?;
    }
    let back = safe_return(posted.text("back")).unwrap_or(addresses::ACCOUNT);
    Ok(Redirect::to(back).into_response())
}
