//! Begins an account.

use axum::extract::{Query, State};
use axum::response::{AppendHeaders, Html, IntoResponse, Redirect, Response};
use domain::id::LogInNameError;
use http::header::SET_COOKIE;
use serde::Deserialize;
use service::known_browser::KnownBrowser;
use service::login::register::{RegisterInput, RegisterOutcome, RegisterProblem, register};
use service::login::sms_code::CodePurpose;
use service::new_password::{LEAST, MOST, PasswordProblem};
use service::token::Session;
use web::Shared;
use web::address::ClientAddress;
use web::errors::RequestError;
use web::form::Posted;
use web::known_browser;
use web::page::Page;
use web::return_address::safe_return;
use web::session::cookie;

use super::addresses::{self, REGISTER, SERVICE};
use super::codes::{Answered, Asking, Purpose, Showing, of_answer, problem, refusal, surroundings};
use super::pages::codes::Codes;
use super::pages::field::Problem;
use super::pages::register::{Register, Registered};
use super::{draw::draw, layout::layout};

const PURPOSE: Purpose = Purpose {
    of: CodePurpose::Register,
    address: REGISTER,
    input: "mobile",
};

/// `GET /register`
pub(super) async fn get(
    State(web): State<Shared>,
    page: Page,
    Query(asking): Query<Asking>,
) -> Result<Response, RequestError> {
    let codes = PURPOSE.opened(&web, &page, &asking, SERVICE).await?;
    shown(&page, codes, "", "", Showing::default())
}

/// `POST /register`
pub(super) async fn post(
    State(web): State<Shared>,
    mut page: Page,
    session: Session,
    ClientAddress(address): ClientAddress,
    known: KnownBrowser,
    posted: Posted,
) -> Result<Response, RequestError> {
    let taken = PURPOSE
        .take(&web, &mut page, &session, address, &posted, SERVICE)
        .await?;
    let (login, password) = (posted.text("login"), posted.text("password"));
    let codes = match taken {
        // Nobody has looked at the password yet: it is as good as when it was typed.
        Answered::Shown(codes, showing) => return shown(&page, codes, login, password, showing),
        Answered::Compare(codes) => codes,
    };
    let input = RegisterInput {
        mobile: codes.typed.clone(),
        sms_code: posted.text("sms_code").to_owned(),
        login: login.to_owned(),
        password: password.to_owned(),
        replaces: session.logged_in.is_some().then(|| session.token.hash()),
        known,
    };
    match register(&web.service, input).await? {
        RegisterOutcome::Registered {
            token,
            known,
            enters_by_mobile,
        } => {
            let cookies = AppendHeaders([
                (SET_COOKIE, cookie(&web, &token)),
                (SET_COOKIE, known_browser::cookie(&web, &known)),
            ]);
            let to = addresses::registered(&codes.next, enters_by_mobile);
            Ok((cookies, Redirect::to(&to)).into_response())
        }
        RegisterOutcome::Refused(problems) => {
            let problems = problems.into_iter();
            let problems = problems.map(|wrong| told(&page, wrong)).collect();
            let codes = PURPOSE.refused(&web, &page, codes, problems).await?;
            shown(&page, codes, login, "", Showing::default())
        }
    }
}

/// The query of the page after a registration.
#[derive(Deserialize)]
pub(super) struct Done {
    to: Option<String>,
    by: Option<String>,
}

/// `GET /register/done`
pub(super) async fn done(
    page: Page,
    Query(done): Query<Done>,
) -> Result<Html<String>, RequestError> {
    let to = done.to.as_deref().and_then(safe_return);
    draw(&Registered {
        page: layout(&page, page.t("register.done_title")),
        by_name_only: done.by.as_deref() == Some(addresses::BY_NAME),
        next: to.unwrap_or(SERVICE).to_owned(),
    })
}

fn told(page: &Page, wrong: RegisterProblem) -> Problem {
    match wrong {
        RegisterProblem::Mobile => problem(
            "mobile",
            "mobile_format",
            page.t("codes.mobile_format").to_owned(),
        ),
        RegisterProblem::LogIn(error) => {
            let key = match error {
                LogInNameError::Length => "register.login_length",
                LogInNameError::Start => "register.login_start",
                LogInNameError::Characters => "register.login_characters",
            };
            problem("login", error.code(), page.t(key).to_owned())
        }
        RegisterProblem::Password(wrong) => of_password(page, wrong),
        RegisterProblem::Code(wrong) => of_answer(page, wrong),
        RegisterProblem::NameTaken => problem(
            "login",
            "login_name_taken",
            page.t("register.login_taken").to_owned(),
        ),
    }
}

/// What is wrong with a new password.
pub(super) fn of_password(page: &Page, wrong: PasswordProblem) -> Problem {
    let (code, text) = match wrong {
        PasswordProblem::TooShort => {
            let least = LEAST.to_string();
            let text = page.w("register.password_short", &[("least", &least)]);
            ("password_length", text)
        }
        PasswordProblem::TooLong => {
            let most = MOST.to_string();
            let text = page.w("register.password_long", &[("most", &most)]);
            ("password_length", text)
        }
        PasswordProblem::Guessable => (
            "password_guessable",
            page.t("register.password_guessable").to_owned(),
        ),
    };
    problem("password", code, text)
}

fn shown(
    page: &Page,
    codes: Codes,
    login: &str,
    password: &str,
    showing: Showing,
) -> Result<Response, RequestError> {
    let has_problems = !codes.problems.is_empty();
    let drawn = draw(&Register {
        page: surroundings(page, "register.title", &codes),
        refusal: refusal(&showing),
        codes,
        login: login.to_owned(),
        password: password.to_owned(),
    })?;
    Ok(showing.answer(has_problems, drawn))
}
