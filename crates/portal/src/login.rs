//! Log-in by account, and log-out.

use axum::Extension;
use axum::extract::{Query, State};
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use domain::application::refusal::ServiceRefusal;
use domain::people::Provider;
use http::header::{RETRY_AFTER, SET_COOKIE};
use http::{HeaderValue, StatusCode};
use serde::Deserialize;
use service::agent::{Agent, LoggedIn};
use service::known_browser::KnownBrowser;
use service::login::log_in::{LogInInput, LogInOutcome, LogInProblem, log_in};
use service::sessions::{self, Where};
use service::token::Session;
use web::Shared;
use web::address::ClientAddress;
use web::errors::RequestError;
use web::form::Posted;
use web::kept::Kept;
use web::known_browser;
use web::last_way;
use web::page::Page;
use web::return_address::safe_return;
use web::session::cookie;

use super::addresses::{self, BEGIN, HOME, SERVICE};
use super::applications::begin_after_log_in;
use super::home::LOGGED_OUT;
use super::log_in_form::form;
use super::pages::field::Problem;
use super::pages::login::Login;
use super::question::{asked_anew, in_words};
use super::ways_to_log_in::failed;
use super::{draw::draw, kept, wording};
use crate::filled_in::{FillsIn, Played};
use crate::preferences::Look;

/// The mark of a password that was just replaced.
pub(super) const RECOVERED: &str = "recovered";

/// The query of the log-in page.
#[derive(Deserialize)]
pub(super) struct Asking {
    /// Where to go afterwards.
    to: Option<String>,
    /// `words` for a question in words instead of a picture.
    form: Option<String>,
    /// A case whose account is filled in, for people who try out the service.
    case: Option<String>,
    /// What has just been done.
    done: Option<String>,
    /// Why another way to log in led back here.
    problem: Option<String>,
}

/// `GET /login`
pub(super) async fn get(
    State(web): State<Shared>,
    Extension(fills_in): Extension<Option<FillsIn>>,
    page: Page,
    Query(asking): Query<Asking>,
) -> Result<Response, RequestError> {
    let to = asking
        .to
        .as_deref()
        .and_then(safe_return)
        .unwrap_or(SERVICE);
    if page.agent().is_some() && asking.case.is_none() {
        return Ok(Redirect::to(to).into_response());
    }
    let words = asking.form.as_deref() == Some("words");
    let mut shown = form(&web, &page, words, to).await?;
    if asking.done.as_deref() == Some(RECOVERED) {
        page.t("recover.done").clone_into(&mut shown.done);
    }
    let problem = asking.problem.as_deref();
    shown.failed = problem.and_then(|code| failed(&page, code));
    let played = asking.case.as_deref().map(|case| Played {
        case,
        challenge: &shown.question.challenge,
        lang: page.lang,
    });
    if let Some(filled_in) = fills_in
        .zip(played)
        .and_then(|(FillsIn(of), played)| of(played))
    {
        shown.login = filled_in.login;
        shown.password = filled_in.password;
        shown.question.typed = filled_in.picture_code;
        shown.family = Some(filled_in.story);
    }
    Ok(draw(&shown)?.into_response())
}

/// `POST /login`
pub(super) async fn post(
    State(web): State<Shared>,
    mut page: Page,
    session: Session,
    ClientAddress(address): ClientAddress,
    known: KnownBrowser,
    posted: Posted,
) -> Result<Response, RequestError> {
    let to = safe_return(posted.text("next")).unwrap_or(SERVICE);
    let look = Look::of_button(posted.text("action"));
    if let Some(look) = &look {
        look.apply(&web, &mut page);
    }
    let words = in_words(&posted);
    if asked_anew(&posted).is_some() || look.is_some() {
        // The same form with its question asked anew, or in another language: nothing typed is lost.
        let mut shown = form(&web, &page, words, to).await?;
        posted.text("login").clone_into(&mut shown.login);
        keep_password(&mut shown, &posted);
        shown.kept = carried_on(&posted);
        let cookie = look.and_then(|look| look.cookie(&web));
        let cookie = cookie.map(|cookie| AppendHeaders([(SET_COOKIE, cookie)]));
        return Ok((cookie, draw(&shown)?).into_response());
    }
    let input = LogInInput {
        login: posted.text("login").to_owned(),
        password: posted.text("password").to_owned(),
        picture_code: posted.text("picture_code").to_owned(),
        challenge: posted.text("challenge").to_owned(),
        address,
        replaces: session.logged_in.is_some().then(|| session.token.hash()),
        known,
    };
    match log_in(&web.service, input).await? {
        LogInOutcome::LoggedIn { token, known } => {
            let cookies = AppendHeaders([
                (SET_COOKIE, cookie(&web, &token)),
                (SET_COOKIE, known_browser::cookie(&web, &known)),
                (
                    SET_COOKIE,
                    last_way::cookie(&web, Provider::Password.code()),
                ),
            ]);
            let entered = Session {
                token,
                logged_in: None,
                expired: None,
            };
            let logged_in = sessions::find(
                &web.service,
                &entered.token,
                Where::InABrowser,
                Some(address),
            )
            .await?;
            page.enter(&Session {
                logged_in: logged_in.clone(),
                ..entered.clone()
            });
            let agent = logged_in.as_ref().and_then(LoggedIn::agent);
            let answer = match (agent, Kept::carried(&posted)) {
                (Some(agent), Some(kept)) => typed_before(&web, &mut page, agent, to, &kept).await,
                (Some(agent), None) if to == BEGIN => begin_after_log_in(&web, &page, agent).await,
                _ => Ok(Redirect::to(to).into_response()),
            };
            // With the session, so that an error page shown instead has the form token of the new cookie.
            Ok((cookies, Extension(entered), answer).into_response())
        }
        LogInOutcome::Refused(refused) => {
            let mut shown = form(&web, &page, words, to).await?;
            posted.text("login").clone_into(&mut shown.login);
            if matches!(
                refused,
                LogInProblem::PictureCode | LogInProblem::Missing { .. }
            ) {
                keep_password(&mut shown, &posted);
            }
            shown.kept = carried_on(&posted);
            shown.problems = problems(&page, refused);
            shown.page = shown.page.with_problem(true);
            let wait_s = match refused {
                LogInProblem::TooManyTries { wait_s } | LogInProblem::Closed { wait_s } => wait_s,
                LogInProblem::Missing { .. } | LogInProblem::PictureCode | LogInProblem::Wrong => {
                    let page = draw(&shown)?;
                    return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
                }
            };
            shown.refusal = ServiceRefusal::TooManyTries.code();
            let page = draw(&shown)?;
            let wait = [(RETRY_AFTER, HeaderValue::from(wait_s))];
            Ok((StatusCode::TOO_MANY_REQUESTS, wait, page).into_response())
        }
    }
}

/// The step that was posted after the session had ended, with its input, for the account that has just logged in.
async fn typed_before(
    web: &Shared,
    page: &mut Page,
    agent: &Agent,
    to: &str,
    kept: &Kept,
) -> Result<Response, RequestError> {
    let shown = kept::show_step(web, page, agent, to, kept).await?;
    Ok(shown.unwrap_or_else(|elsewhere| Redirect::to(&elsewhere).into_response()))
}

/// Puts the typed password back into its field, as long as it was not compared with anything: only then is it as good as before.
///
/// It returns to the browser that has just sent it, over the same connection, in an answer that is stored nowhere (`no-store`), on a
/// page without foreign scripts; whoever could read it there could read the request as well. The alternative, a script that keeps it
/// in the field, would leave those without script to type twelve characters again for each picture that they cannot read.
fn keep_password(shown: &mut Login, posted: &Posted) {
    posted.text("password").clone_into(&mut shown.password);
}

/// What the form carried, for the form that is shown instead of an answer.
fn carried_on(posted: &Posted) -> Vec<(String, String)> {
    Kept::carried(posted).map_or_else(Vec::new, |kept| kept.marked())
}

/// `POST /logout`
pub(super) async fn log_out(
    State(web): State<Shared>,
    session: Session,
    _posted: Posted,
) -> Result<Response, RequestError> {
    let token = service::login::log_out::log_out(&web.service, &session).await?;
    Ok((
        AppendHeaders([(SET_COOKIE, cookie(&web, &token))]),
        Redirect::to(&addresses::done(HOME, LOGGED_OUT)),
    )
        .into_response())
}

fn problems(page: &Page, refused: LogInProblem) -> Vec<Problem> {
    let problem = |field: &str, code: &str, text: String| Problem {
        field: field.to_owned(),
        code: code.to_owned(),
        text,
    };
    let wait = |key: &str, wait_s: u64| {
        let time = wording::duration(page, wait_s);
        problem("login", "too_many_tries", page.w(key, &[("time", &time)]))
    };
    match refused {
        LogInProblem::Missing {
            login,
            password,
            picture_code,
        } => [
            (login, "login", "login.missing_login"),
            (password, "password", "login.missing_password"),
            (picture_code, "picture_code", "login.missing_picture_code"),
        ]
        .into_iter()
        .filter(|(missing, ..)| *missing)
        .map(|(_, field, key)| problem(field, "missing", page.t(key).to_owned()))
        .collect(),
        LogInProblem::PictureCode => vec![problem(
            "picture_code",
            "picture_code",
            page.t("login.picture_code_wrong").to_owned(),
        )],
        LogInProblem::Wrong => vec![problem("login", "log_in", page.t("login.wrong").to_owned())],
        LogInProblem::TooManyTries { wait_s } => vec![wait("login.wait", wait_s)],
        LogInProblem::Closed { wait_s } => vec![wait("login.closed", wait_s)],
    }
}
