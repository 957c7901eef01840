//! Log-in by account, and log-out.

use axum::Extension;
use axum::extract::{Query, State};
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use domain::application::refusal::ServiceRefusal;
use http::header::{RETRY_AFTER, SET_COOKIE};
use http::{HeaderValue, StatusCode};
use serde::Deserialize;

use super::applications::{BEGIN, begin_after_log_in};
use super::pages::field::Problem;
use super::pages::login::{Login, Question};
use super::service::SERVICE;
use super::{draw, frame, kept, wording};
use crate::app::{App, Shared};
use crate::i18n::Texts;
use crate::web::address::ClientAddress;
use crate::web::agent::Agent;
use crate::web::errors::PageError;
use crate::web::kept::Kept;
use crate::web::known_browser::{self, KnownBrowser};
use crate::web::page::Page;
use crate::web::posted::Posted;
use crate::web::session::{Session, cookie, escape, safe_return};
use service::parent::log_in::{LogInInput, LogInOutcome, LogInProblem, log_in};
use service::parent::picture_code::{Asked, CodeForm, new_challenge};
use service::sessions;

/// The query of the log-in page.
#[derive(Deserialize)]
pub(super) struct Asking {
    /// Where to go afterwards.
    to: Option<String>,
    /// `words` for a question in words instead of a picture.
    form: Option<String>,
    /// A case of the sandbox whose account is filled in.
    case: Option<String>,
}

/// `GET /login`
pub(super) async fn get(
    State(app): State<Shared>,
    page: Page,
    Query(asking): Query<Asking>,
) -> Result<Response, PageError> {
    let to = asking
        .to
        .as_deref()
        .and_then(safe_return)
        .unwrap_or(SERVICE);
    if page.agent.is_some() && asking.case.is_none() {
        return Ok(Redirect::to(to).into_response());
    }
    let words = asking.form.as_deref() == Some("words");
    let mut shown = form(&app, &page, words, to).await?;
    if let Some(sandbox) = &app.sandbox
        && let Some(case) = asking
            .case
            .as_deref()
            .and_then(|case| sandbox.world.case(case))
    {
        shown.login.clone_from(&case.agent.username);
        shown.password.clone_from(&case.agent.password);
        shown.picture_code = sandbox
            .outbox
            .code_for(&shown.challenge)
            .unwrap_or_default();
        shown.family = Some(crate::sandbox_pages::in_lang(&case.title, page.lang).to_owned());
    }
    Ok(draw(&shown)?.into_response())
}

/// `POST /login`
pub(super) async fn post(
    State(app): State<Shared>,
    mut page: Page,
    session: Session,
    ClientAddress(address): ClientAddress,
    known: KnownBrowser,
    posted: Posted,
) -> Result<Response, PageError> {
    let to = safe_return(posted.text("next")).unwrap_or(SERVICE);
    if let Some(other) = posted.get("switch") {
        // The same form with its question asked in the other way: nothing typed is lost.
        let mut shown = form(&app, &page, other == "words", to).await?;
        posted.text("login").clone_into(&mut shown.login);
        shown.kept = carried_on(&posted);
        return Ok(draw(&shown)?.into_response());
    }
    let input = LogInInput {
        login: posted.text("login").to_owned(),
        password: posted.text("password").to_owned(),
        picture_code: posted.text("picture_code").to_owned(),
        challenge: posted.text("challenge").to_owned(),
        address,
        replaces: session.agent.is_some().then(|| session.token.hash()),
        known,
    };
    match log_in(&app.service, input).await? {
        LogInOutcome::LoggedIn { token, known } => {
            let cookies = AppendHeaders([
                (SET_COOKIE, cookie(&app, &token)),
                (SET_COOKIE, known_browser::cookie(&app, &known)),
            ]);
            let entered = Session {
                token,
                agent: None,
                expired: None,
            };
            let agent = sessions::find(&app, &entered.token, Some(address)).await?;
            page.enter(&Session {
                agent: agent.clone(),
                ..entered.clone()
            });
            let answer = match (agent, Kept::carried(&posted)) {
                (Some(agent), Some(kept)) => typed_before(&app, &mut page, &agent, to, &kept).await,
                (Some(agent), None) if to == BEGIN => begin_after_log_in(&app, &page, &agent).await,
                _ => Ok(Redirect::to(to).into_response()),
            };
            // With the session, so that an error page in its place has the form token of the new cookie.
            Ok((cookies, Extension(entered), answer).into_response())
        }
        LogInOutcome::Refused(refused) => {
            let mut shown = form(&app, &page, posted.text("form") == "words", to).await?;
            posted.text("login").clone_into(&mut shown.login);
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

/// The step that was posted when the session had ended, with what was typed, for the account that was logged in just now.
async fn typed_before(
    app: &Shared,
    page: &mut Page,
    agent: &Agent,
    to: &str,
    kept: &Kept,
) -> Result<Response, PageError> {
    let shown = kept::show_step(app, page, agent, to, kept).await?;
    Ok(shown.unwrap_or_else(|elsewhere| Redirect::to(&elsewhere).into_response()))
}

/// What the form carried, in the form that is shown in place of an answer.
fn carried_on(posted: &Posted) -> Vec<(String, String)> {
    Kept::carried(posted).map_or_else(Vec::new, |kept| kept.marked())
}

/// `POST /logout`
pub(super) async fn log_out(
    State(app): State<Shared>,
    session: Session,
    _posted: Posted,
) -> Result<Response, PageError> {
    let token = service::parent::log_out::log_out(&app, &session).await?;
    Ok((
        AppendHeaders([(SET_COOKIE, cookie(&app, &token))]),
        Redirect::to("/"),
    )
        .into_response())
}

/// The form with a new code to answer.
pub(super) async fn form(
    app: &App,
    page: &Page,
    words: bool,
    to: &str,
) -> Result<Login, PageError> {
    let kind = if words {
        CodeForm::Words
    } else {
        CodeForm::Picture
    };
    let challenge = new_challenge(app, kind).await?;
    let other = if words { "picture" } else { "words" };
    Ok(Login {
        page: frame(page, page.t("login.title")),
        login: String::new(),
        password: String::new(),
        picture_code: String::new(),
        challenge: challenge.id,
        question: match challenge.asked {
            Asked::Picture(address) => Question::Picture(address),
            Asked::Sum(a, b) => Question::Words(sum_in_words(&page.texts, a, b)),
        },
        next: to.to_owned(),
        why: match to {
            BEGIN => page.t("login.to_begin").to_owned(),
            SERVICE => String::new(),
            _ => page.t("login.to_go_on").to_owned(),
        },
        other_form_url: format!("/login?form={other}&to={}", escape(to)),
        problems: Vec::new(),
        family: None,
        refusal: "",
        kept: Vec::new(),
    })
}

/// A sum as a question: its numbers in words, for a program reads digits best.
fn sum_in_words(texts: &Texts, a: usize, b: usize) -> String {
    let words: Vec<&str> = texts.get("picture_code.numbers").split(' ').collect();
    let word = |number: usize| {
        let word = words.get(number).map(|word| (*word).to_owned());
        word.unwrap_or_else(|| number.to_string())
    };
    texts.with("picture_code.sum", &[("a", &word(a)), ("b", &word(b))])
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Locales;
    use domain::lang::Lang;

    #[test]
    fn a_sum_is_asked_in_words() {
        let words =
            "[picture_code]\nnumbers = '零 一 二 三 四 五 六 七 八 九'\nsum = '{a}加{b}等于几'";
        let texts = Locales::load(words, words).unwrap().texts(Lang::Zh);
        assert_eq!(sum_in_words(&texts, 9, 1), "九加一等于几");
    }
}
