//! The account of whoever is logged in, and what its buttons do.

use axum::extract::{Query, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use domain::people::ProofKind;
use jiff::Timestamp;
use serde::Deserialize;
use service::agent::Agent;
use service::login::platform_visit::VisitProblem;
use service::parent::account::end_session::{end_other_sessions, end_session};
use service::parent::account::show::show;
use service::parent::account::unlink::{UnlinkOutcome, unlink};
use service::parent::account::withdraw_consent::withdraw_consent;
use service::parent::read_alert::read_alert;
use service::token::Session;
use uuid::Uuid;
use web::Shared;
use web::errors::RequestError;
use web::form::Posted;
use web::page::Page;
use web::return_address::safe_return;

use super::account_rows::{addable, consent_row, proof_rows, session_row, way_row};
use super::addresses::{self, ACCOUNT, PROVE_PHONE};
use super::change_password::CHANGED;
use super::pages::account::Account;
use super::pages::real_name::Known;
use super::platform_login::ADDED;
use super::prove_phone::PROVED;
use super::{draw::draw, layout::layout};

/// What has just been done.
#[derive(Deserialize)]
pub(super) struct Done {
    done: Option<String>,
    /// Why a platform was not added.
    problem: Option<String>,
}

const ENDED: &str = "others";
const ENDED_ONE: &str = "session";
const GONE: &str = "session-gone";
const UNLINKED: &str = "unlinked";
const LAST_WAY: &str = "last-way";
const WITHDRAWN: &str = "consent";
const WITHDRAWN_BEFORE: &str = "consent-before";

/// `GET /account`
pub(super) async fn get(
    State(web): State<Shared>,
    page: Page,
    session: Session,
    Query(query): Query<Done>,
) -> Result<Html<String>, RequestError> {
    let account = show(&web.service, &session.token).await?;
    let others = account.sessions.iter();
    let others = others.filter(|session| !session.is_current).count();
    let mut valid = account.proofs.iter().filter(|proof| proof.is_valid);
    let mobile = valid.find(|proof| proof.kind == ProofKind::Phone);
    let mobile = mobile.and_then(|proof| proof.mobile.clone());
    let changes_mobile = mobile.is_some();
    let proves_first = changes_mobile && !account.is_real_name_fresh;
    let consents = account.consents.iter();
    let consents = consents.map(|consent| consent_row(&page, consent));
    let (past, consents) = consents.partition(|row| !row.withdrawn.is_empty());
    let problem = query.problem.as_deref().and_then(VisitProblem::from_code);
    let why_not_added = problem.map(|why| (why.code(), not_added(&page, why)));
    let (done, refused) = said(&page, query.done.as_deref().unwrap_or_default());
    draw(&Account {
        page: layout(&page, page.t("account.title")),
        who: session.agent().map(|agent| Known {
            name: agent.name.as_str().to_owned(),
            shown_number: agent.id_number.masked(),
        }),
        shown_mobile: mobile.unwrap_or_default(),
        // Without an address of its own to go to, that page leads back here.
        mobile_url: if proves_first {
            addresses::prove_real_name(PROVE_PHONE)
        } else {
            PROVE_PHONE.to_owned()
        },
        proves_first,
        proofs: proof_rows(&page, &account.proofs),
        addable: addable(
            &page,
            web.service.gateways.web_logins.keys().copied(),
            &account.ways,
        ),
        not_added: why_not_added.map_or_else(String::new, |(code, _)| code.to_owned()),
        ways: account.ways.iter().map(|way| way_row(&page, way)).collect(),
        sessions: account
            .sessions
            .iter()
            .map(|session| session_row(&page, session))
            .collect(),
        idle: page.w(
            "account.idle",
            &[("minutes", &web.service.settings.idle_minutes.to_string())],
        ),
        others_words: if others == 0 {
            page.t("account.others_none").to_owned()
        } else {
            page.w("account.others", &[("count", &others.to_string())])
        },
        consents,
        past,
        done: done.to_owned(),
        refused: why_not_added.map_or(refused, |(_, words)| words).to_owned(),
    })
}

/// What was done, or was not, in words.
fn said<'a>(page: &'a Page, mark: &str) -> (&'a str, &'a str) {
    match mark {
        ENDED => (page.t("account.ended"), ""),
        ENDED_ONE => (page.t("account.session_ended"), ""),
        GONE => (page.t("account.session_gone"), ""),
        UNLINKED => (page.t("account.unlinked"), ""),
        LAST_WAY => ("", page.t("account.unlink_refused")),
        WITHDRAWN => (page.t("account.consent_withdrawn"), ""),
        WITHDRAWN_BEFORE => (page.t("account.consent_gone"), ""),
        CHANGED => (page.t("account.password_done"), ""),
        PROVED => (page.t("prove_phone.done"), ""),
        ADDED => (page.t("account.added"), ""),
        _ => ("", ""),
    }
}

/// Why a platform was not added, in words.
fn not_added(page: &Page, why: VisitProblem) -> &str {
    page.t(match why {
        VisitProblem::Refused => "account.not_added_refused",
        VisitProblem::Mismatch => "account.not_added_mismatch",
        VisitProblem::Expired => "account.not_added_expired",
        VisitProblem::Unavailable => "account.not_added_unavailable",
        VisitProblem::Contradicted => "account.not_added_contradicted",
        VisitProblem::Elsewhere => "account.not_added_elsewhere",
    })
}

fn back(done: &str) -> Response {
    Redirect::to(&addresses::done(ACCOUNT, done)).into_response()
}

/// `POST /account/end-others`
pub(super) async fn end_others(
    State(web): State<Shared>,
    session: Session,
    _posted: Posted,
) -> Result<Response, RequestError> {
    end_other_sessions(&web.service, &session.token).await?;
    Ok(back(ENDED))
}

/// `POST /account/end-session`
pub(super) async fn end_one(
    State(web): State<Shared>,
    session: Session,
    posted: Posted,
) -> Result<Response, RequestError> {
    let ended = end_session(&web.service, &session.token, posted.text("session")).await?;
    Ok(back(if ended { ENDED_ONE } else { GONE }))
}

/// `POST /account/unlink`
pub(super) async fn take_way(
    State(web): State<Shared>,
    session: Session,
    posted: Posted,
) -> Result<Response, RequestError> {
    let way = named(&posted, "way")?;
    Ok(match unlink(&web.service, &session.token, way).await? {
        UnlinkOutcome::Unlinked => back(UNLINKED),
        UnlinkOutcome::Last => back(LAST_WAY),
        UnlinkOutcome::RealNameFirst => {
            Redirect::to(&addresses::prove_real_name(ACCOUNT)).into_response()
        }
        UnlinkOutcome::Unknown => return Err(RequestError::NotFound),
    })
}

/// `POST /account/withdraw-consent`
pub(super) async fn withdraw(
    State(web): State<Shared>,
    session: Session,
    posted: Posted,
) -> Result<Response, RequestError> {
    let consent = named(&posted, "consent")?;
    let withdrawn = withdraw_consent(&web.service, &session.token, consent).await?;
    Ok(back(if withdrawn {
        WITHDRAWN
    } else {
        WITHDRAWN_BEFORE
    }))
}

/// The id that a form sends.
fn named(posted: &Posted, input: &str) -> Result<Uuid, RequestError> {
    Uuid::try_parse(posted.text(input)).map_err(|_| RequestError::NotFound)
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
