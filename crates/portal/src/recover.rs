//! Gives an account a new password.

use axum::extract::{Query, State};
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use http::header::SET_COOKIE;
use service::known_browser::KnownBrowser;
use service::login::recover::{RecoverInput, RecoverOutcome, RecoverProblem, recover};
use service::login::sms_code::CodePurpose;
use service::token::Session;
use web::Shared;
use web::address::ClientAddress;
use web::errors::RequestError;
use web::form::Posted;
use web::known_browser;
use web::page::Page;

use super::addresses::{self, LOGIN, RECOVER, SERVICE};
use super::codes::{Answered, Asking, Purpose, Showing, of_answer, problem, refusal, surroundings};
use super::draw::draw;
use super::login::RECOVERED;
use super::pages::codes::Codes;
use super::pages::field::Problem;
use super::pages::recover::Recover;
use super::register::of_password;

const PURPOSE: Purpose = Purpose {
    of: CodePurpose::Recover,
    address: RECOVER,
    input: "login",
};

/// `GET /recover`
pub(super) async fn get(
    State(web): State<Shared>,
    page: Page,
    Query(asking): Query<Asking>,
) -> Result<Response, RequestError> {
    let codes = PURPOSE.opened(&web, &page, &asking, SERVICE).await?;
    shown(&page, codes, &Posted::default(), "", Showing::default())
}

/// `POST /recover`
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
    let codes = match taken {
        Answered::Shown(codes, showing) => {
            // Nobody has looked at the password yet: it is as good as when it was typed.
            let password = posted.text("password");
            return shown(&page, codes, &posted, password, showing);
        }
        Answered::Compare(codes) => codes,
    };
    let input = RecoverInput {
        login: codes.typed.clone(),
        sms_code: posted.text("sms_code").to_owned(),
        name: posted.text("name").to_owned(),
        id_number: posted.text("id_number").to_owned(),
        password: posted.text("password").to_owned(),
        lang: page.lang,
        known,
    };
    match recover(&web.service, input).await? {
        RecoverOutcome::Recovered { known } => {
            let cookie = AppendHeaders([(SET_COOKIE, known_browser::cookie(&web, &known))]);
            let to = addresses::done(LOGIN, RECOVERED);
            Ok((cookie, Redirect::to(&to)).into_response())
        }
        RecoverOutcome::Refused(problems) => {
            let problems = problems.into_iter();
            let problems = problems.map(|wrong| told(&page, wrong)).collect();
            let codes = PURPOSE.refused(&web, &page, codes, problems).await?;
            shown(&page, codes, &posted, "", Showing::default())
        }
    }
}

fn told(page: &Page, wrong: RecoverProblem) -> Problem {
    match wrong {
        RecoverProblem::LogIn => {
            problem("login", "missing", page.t("login.missing_login").to_owned())
        }
        RecoverProblem::Name(error) => problem(
            "name",
            error.code(),
            page.t("recover.name_wrong").to_owned(),
        ),
        RecoverProblem::IdNumber(error) => problem(
            "id_number",
            error.code(),
            page.t("recover.id_number_wrong").to_owned(),
        ),
        RecoverProblem::Password(wrong) => of_password(page, wrong),
        RecoverProblem::Code(wrong) => {
            let mut told = of_answer(page, wrong);
            if told.code == "code_wrong" {
                // The code may be right, and the person another one: one answer for all.
                told.text = format!("{} {}", told.text, page.t("recover.or_person"));
            }
            told
        }
    }
}

fn shown(
    page: &Page,
    codes: Codes,
    posted: &Posted,
    password: &str,
    showing: Showing,
) -> Result<Response, RequestError> {
    let has_problems = !codes.problems.is_empty();
    let drawn = draw(&Recover {
        page: surroundings(page, "recover.title", &codes),
        refusal: refusal(&showing),
        codes,
        name: posted.text("name").to_owned(),
        id_number: posted.text("id_number").to_owned(),
        password: password.to_owned(),
    })?;
    Ok(showing.answer(has_problems, drawn))
}
