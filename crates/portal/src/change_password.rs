//! Gives an account another password.

use axum::extract::State;
use axum::response::{AppendHeaders, Html, IntoResponse, Redirect, Response};
use http::StatusCode;
use http::header::SET_COOKIE;
use service::known_browser::KnownBrowser;
use service::parent::account::change_password::{ChangeOutcome, change_password};
use service::parent::account::show::show;
use service::token::Session;
use web::Shared;
use web::errors::RequestError;
use web::form::Posted;
use web::known_browser;
use web::page::Page;
use web::session::cookie;

use super::addresses::{self, ACCOUNT, CHANGE_PASSWORD};
use super::codes::problem;
use super::pages::account::ChangePassword;
use super::pages::field::Problem;
use super::preferences::Look;
use super::register::of_password;
use super::{draw::draw, layout::layout};

/// The mark of a password that was just changed.
pub(super) const CHANGED: &str = "password";

/// `GET /account/password`
pub(super) async fn get(
    State(web): State<Shared>,
    page: Page,
    session: Session,
) -> Result<Html<String>, RequestError> {
    shown(&web, &page, &session, None).await
}

/// `POST /account/password`
pub(super) async fn post(
    State(web): State<Shared>,
    mut page: Page,
    session: Session,
    known: KnownBrowser,
    posted: Posted,
) -> Result<Response, RequestError> {
    if let Some(look) = Look::of_button(posted.text("action")) {
        look.apply(&web, &mut page);
        let cookie = look.cookie(&web);
        let cookie = cookie.map(|cookie| AppendHeaders([(SET_COOKIE, cookie)]));
        let drawn = shown(&web, &page, &session, None).await?;
        return Ok((cookie, drawn).into_response());
    }
    let password = posted.text("password");
    let outcome = change_password(&web.service, &session.token, password, page.lang, &known);
    let wrong = match outcome.await? {
        ChangeOutcome::Changed { token, known } => {
            let cookies = AppendHeaders([
                (SET_COOKIE, cookie(&web, &token)),
                (SET_COOKIE, known_browser::cookie(&web, &known)),
            ]);
            let to = addresses::done(ACCOUNT, CHANGED);
            return Ok((cookies, Redirect::to(&to)).into_response());
        }
        ChangeOutcome::RealNameFirst => {
            let to = addresses::prove_real_name(CHANGE_PASSWORD);
            return Ok(Redirect::to(&to).into_response());
        }
        ChangeOutcome::Refused(wrong) => of_password(&page, wrong),
        ChangeOutcome::NoPassword => {
            let text = page.t("account.password_none").to_owned();
            problem("password", "no_password", text)
        }
    };
    let drawn = shown(&web, &page, &session, Some(wrong)).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, drawn).into_response())
}

async fn shown(
    web: &Shared,
    page: &Page,
    session: &Session,
    problem: Option<Problem>,
) -> Result<Html<String>, RequestError> {
    let account = show(&web.service, &session.token).await?;
    draw(&ChangePassword {
        page: layout(page, page.t("account.password_title"))
            .around(if account.is_real_name_fresh {
                "change-password"
            } else {
                ""
            })
            .with_problem(problem.is_some()),
        prove_url: if account.is_real_name_fresh {
            String::new()
        } else {
            addresses::prove_real_name(CHANGE_PASSWORD)
        },
        problem,
    })
}
