//! Proves the mobile of whoever is logged in, and leads back to where they were.

use axum::extract::{Query, State};
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use domain::people::Level;
use http::header::SET_COOKIE;
use service::agent::LoggedIn;
use service::login::face::standing::face_standing;
use service::login::prove_phone::{PhoneFor, ProveOutcome, Prover, prove_phone};
use service::token::Session;
use uuid::Uuid;
use web::Shared;
use web::address::ClientAddress;
use web::errors::RequestError;
use web::form::Posted;
use web::page::Page;
use web::session::cookie;

use super::addresses::{self, ACCOUNT, PROVE_PHONE};
use super::codes::{Answered, Asking, Purpose, Showing, of_answer, problem, refusal, surroundings};
use super::draw::draw;
use super::pages::codes::Codes;
use super::pages::prove_phone::ProvePhone;

/// The code of a mobile that takes the place of another one too early.
const REAL_NAME_FIRST: &str = "real_name_first";

/// The mark of a mobile that was just proved.
pub(super) const PROVED: &str = "phone";

/// `GET /prove/phone`
pub(super) async fn get(
    State(web): State<Shared>,
    page: Page,
    session: Session,
    Query(asking): Query<Asking>,
) -> Result<Response, RequestError> {
    let account = account(&session)?;
    let codes = purpose(account)
        .opened(&web, &page, &asking, ACCOUNT)
        .await?;
    // Before anything is typed: to prove another mobile, the real name must be proved first.
    if has_mobile(&session) {
        let who = Prover {
            account,
            token: session.token,
        };
        let standing = face_standing(&web.service, &who).await?;
        if standing.has_authority && !standing.is_fresh {
            let here = addresses::prove_phone(&codes.next);
            return Ok(Redirect::to(&addresses::prove_real_name(&here)).into_response());
        }
    }
    shown(&page, codes, Showing::default())
}

/// `POST /prove/phone`
pub(super) async fn post(
    State(web): State<Shared>,
    mut page: Page,
    session: Session,
    ClientAddress(address): ClientAddress,
    posted: Posted,
) -> Result<Response, RequestError> {
    let account = account(&session)?;
    let purpose = purpose(account);
    let taken = purpose
        .take(&web, &mut page, &session, address, &posted, ACCOUNT)
        .await?;
    let codes = match taken {
        Answered::Shown(codes, showing) => return shown(&page, codes, showing),
        Answered::Compare(codes) => codes,
    };
    let prover = Prover {
        account,
        token: session.token.clone(),
    };
    let sms_code = posted.text("sms_code");
    let outcome = prove_phone(
        &web.service,
        &prover,
        PhoneFor::Person,
        &codes.typed,
        sms_code,
    );
    let wrong = match outcome.await? {
        ProveOutcome::Proved { token } => {
            let cookies = AppendHeaders([(SET_COOKIE, cookie(&web, &token))]);
            let to = match codes.next.as_str() {
                ACCOUNT => addresses::done(ACCOUNT, PROVED),
                next => next.to_owned(),
            };
            return Ok((cookies, Redirect::to(&to)).into_response());
        }
        ProveOutcome::NoMobile => problem(
            "mobile",
            "mobile_format",
            page.t("codes.mobile_format").to_owned(),
        ),
        ProveOutcome::Code(wrong) => of_answer(&page, wrong),
        ProveOutcome::RealNameFirst => problem(
            "mobile",
            REAL_NAME_FIRST,
            page.t("prove_phone.real_name_first").to_owned(),
        ),
        ProveOutcome::Refused(refused) => {
            tracing::warn!(?refused, "the proof of a mobile was not taken");
            problem(
                "mobile",
                "not_taken",
                page.t("prove_phone.not_taken").to_owned(),
            )
        }
    };
    let codes = purpose.refused(&web, &page, codes, vec![wrong]).await?;
    shown(&page, codes, Showing::default())
}

fn purpose(account: Uuid) -> Purpose {
    Purpose {
        of: PhoneFor::Person.code_of(account),
        address: PROVE_PHONE,
        input: "mobile",
    }
}

/// Whether a mobile is proved, which another one would take the place of.
fn has_mobile(session: &Session) -> bool {
    match &session.logged_in {
        Some(LoggedIn::Agent(agent)) => agent.mobile.is_some(),
        Some(LoggedIn::Unproved { level, .. }) => *level >= Level::Phone,
        None => false,
    }
}

fn account(session: &Session) -> Result<Uuid, RequestError> {
    match &session.logged_in {
        Some(LoggedIn::Agent(agent)) => Ok(agent.account),
        Some(LoggedIn::Unproved { account, .. }) => Ok(*account),
        None => Err(RequestError::NotLoggedIn),
    }
}

fn shown(page: &Page, codes: Codes, showing: Showing) -> Result<Response, RequestError> {
    let has_problems = !codes.problems.is_empty();
    let is_real_name_first = codes
        .problem("mobile")
        .is_some_and(|wrong| wrong.code == REAL_NAME_FIRST);
    // Who has no mobile of their own proves their name at once; who changes theirs does so before.
    let lacks_mobile = matches!(
        page.logged_in,
        Some(LoggedIn::Unproved {
            level: Level::Account,
            ..
        })
    );
    let (real_name_url, to) = if is_real_name_first {
        let here = addresses::prove_phone(&codes.next);
        (addresses::prove_real_name(&here), "prove_phone.real_name")
    } else if lacks_mobile {
        let url = addresses::prove_real_name(&codes.next);
        (url, "prove_phone.no_mobile")
    } else {
        (String::new(), "")
    };
    let drawn = draw(&ProvePhone {
        real_name: page.t(to).to_owned(),
        real_name_url,
        page: surroundings(page, "prove_phone.title", &codes),
        refusal: refusal(&showing),
        codes,
    })?;
    Ok(showing.answer(has_problems, drawn))
}
