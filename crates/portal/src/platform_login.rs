//! Log-in at another platform: the way there, and the way back.
//!
//! Each is an address that a browser opens, so that a way in is a plain link; what they write is bound to the browser and counts once
//! (docs/adr/0009). No page is shown under either: code and state leave the address bar at once.

use axum::Extension;
use axum::extract::{Path, Query, RawQuery, State};
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use domain::people::Provider;
use http::header::SET_COOKIE;
use serde::Deserialize;
use service::agent::LoggedIn;
use service::login::platform_visit::{
    BeginVisitOutcome, VisitOutcome, VisitProblem, come_back, visit_platform,
};
use service::sessions::{self, Where};
use service::token::{Session, Token};
use web::Shared;
use web::address::ClientAddress;
use web::errors::RequestError;
use web::form::Posted;
use web::last_way;
use web::page::Page;
use web::request_id::RequestId;
use web::return_address::safe_return;
use web::session::cookie;

use super::addresses::{self, ACCOUNT, BEGIN, SERVICE};
use super::applications::begin_after_log_in;

/// The mark of a platform that was just added to an account.
pub(super) const ADDED: &str = "added";

/// The query of the way there.
#[derive(Deserialize)]
pub(super) struct Asking {
    /// Where to go afterwards.
    to: Option<String>,
}

/// `GET /login/{provider}`
pub(super) async fn get(
    State(web): State<Shared>,
    Extension(RequestId(request_id)): Extension<RequestId>,
    session: Session,
    Path(provider): Path<String>,
    Query(asking): Query<Asking>,
) -> Result<Redirect, RequestError> {
    let to = asking.to.as_deref().and_then(safe_return);
    let to = to.unwrap_or(SERVICE);
    let provider = platform(&provider)?;
    let begun = visit_platform(
        &web.service,
        &session.token,
        provider,
        None,
        to,
        &request_id,
    );
    match begun.await? {
        BeginVisitOutcome::To(address) => Ok(Redirect::to(&address)),
        BeginVisitOutcome::NoSuchPlatform => Err(RequestError::NotFound),
        // A log-in needs no proof before it.
        BeginVisitOutcome::Unavailable | BeginVisitOutcome::RealNameFirst => Ok(Redirect::to(
            &addresses::log_in_failed(VisitProblem::Unavailable.code(), to),
        )),
    }
}

/// `POST /account/add-way`: adds a platform to the account that is logged in.
pub(super) async fn add(
    State(web): State<Shared>,
    Extension(RequestId(request_id)): Extension<RequestId>,
    session: Session,
    posted: Posted,
) -> Result<Redirect, RequestError> {
    let provider = platform(posted.text("provider"))?;
    let account = session.logged_in.as_ref().map(LoggedIn::account);
    let account = account.ok_or(RequestError::NotLoggedIn)?;
    let begun = visit_platform(
        &web.service,
        &session.token,
        provider,
        Some(account),
        ACCOUNT,
        &request_id,
    );
    Ok(match begun.await? {
        BeginVisitOutcome::To(address) => Redirect::to(&address),
        BeginVisitOutcome::NoSuchPlatform => return Err(RequestError::NotFound),
        BeginVisitOutcome::RealNameFirst => Redirect::to(&addresses::prove_real_name(ACCOUNT)),
        BeginVisitOutcome::Unavailable => {
            Redirect::to(&addresses::not_added(VisitProblem::Unavailable.code()))
        }
    })
}

/// `GET /login/{provider}/callback`
pub(super) async fn back(
    State(web): State<Shared>,
    Extension(RequestId(request_id)): Extension<RequestId>,
    page: Page,
    session: Session,
    ClientAddress(address): ClientAddress,
    Path(provider): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, RequestError> {
    let provider = platform(&provider)?;
    let query = query.unwrap_or_default();
    let outcome = come_back(&web.service, &session.token, provider, &query, &request_id);
    match outcome.await? {
        VisitOutcome::In { token, next } => {
            enter(&web, page, token, provider.code(), &next, address).await
        }
        VisitOutcome::Linked { token, next } => {
            let cookies = AppendHeaders([(SET_COOKIE, cookie(&web, &token))]);
            let to = Redirect::to(&addresses::done(&next, ADDED));
            Ok((cookies, to).into_response())
        }
        VisitOutcome::Problem { why, next } => {
            let next = next.as_deref().unwrap_or(SERVICE);
            let to = if next == ACCOUNT && session.logged_in.is_some() {
                addresses::not_added(why.code())
            } else {
                addresses::log_in_failed(why.code(), next)
            };
            Ok(Redirect::to(&to).into_response())
        }
    }
}

/// Gives the browser its session, and leads to where its person was going.
pub(super) async fn enter(
    web: &Shared,
    mut page: Page,
    token: Token,
    way: &'static str,
    next: &str,
    from: std::net::IpAddr,
) -> Result<Response, RequestError> {
    let cookies = AppendHeaders([
        (SET_COOKIE, cookie(web, &token)),
        (SET_COOKIE, last_way::cookie(web, way)),
    ]);
    let logged_in = sessions::find(&web.service, &token, Where::InABrowser, Some(from)).await?;
    let entered = Session {
        token,
        logged_in,
        expired: None,
    };
    page.enter(&entered);
    let answer = match entered.agent() {
        Some(agent) if next == BEGIN => begin_after_log_in(web, &page, agent).await,
        _ => Ok(Redirect::to(next).into_response()),
    };
    // With the session, so that an error page shown instead has the form token of the new cookie.
    Ok((cookies, Extension(entered), answer).into_response())
}

/// A platform by the code in the address.
fn platform(code: &str) -> Result<Provider, RequestError> {
    Provider::from_code(code)
        .filter(|provider| *provider != Provider::Password)
        .ok_or(RequestError::NotFound)
}
