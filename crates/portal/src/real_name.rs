//! Proves by a face check who is logged in, and leads back to where they were.
//!
//! The browser goes to the authority's page and comes back to an address of ours that only names the check. There the service asks
//! the authority itself; being there proves nothing. The address leads on at once, so that none that is kept or shared holds more
//! than where the person was going.

use std::net::IpAddr;

use axum::Extension;
use axum::extract::{Path, Query, State};
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use domain::application::refusal::ServiceRefusal;
use http::header::{RETRY_AFTER, SET_COOKIE};
use http::{HeaderValue, StatusCode};
use serde::Deserialize;
use service::ServiceError;
use service::agent::LoggedIn;
use service::login::face::begin::{
    BeginOutcome, CONSENT, FaceAsk, FaceProblem, TypedIdentity, begin_face_check,
};
use service::login::face::finish::{FaceRefusal, FinishOutcome, Told, finish_face_check};
use service::login::face::standing::{face_standing, where_to};
use service::login::prove_phone::Prover;
use service::sessions::{self, Where};
use service::token::{Session, Token};
use uuid::Uuid;
use web::address::ClientAddress;
use web::errors::RequestError;
use web::form::Posted;
use web::layers::headers::FormsLeadTo;
use web::page::Page;
use web::return_address::safe_return;
use web::session::cookie;
use web::{Shared, Web};

use super::addresses::{self, ACCOUNT, BEGIN, PROVE_REAL_NAME};
use super::applications::begin_after_log_in;
use super::articles::edition;
use super::codes::problem;
use super::pages::agreement::Article;
use super::pages::field::{Field, Problem, Shape};
use super::pages::real_name::{Known, RealName};
use super::preferences::Look;
use super::{draw::draw, layout::layout, wording};

/// The mark of a real name that was just proved.
pub(super) const PROVED: &str = "real_name";

/// The query of the page.
#[derive(Deserialize)]
pub(super) struct Asking {
    /// Where to go afterwards.
    to: Option<String>,
    /// What came of the check from which the browser comes back.
    problem: Option<String>,
}

/// What came of a check, but for what the authority says: codes of the contract.
const PENDING: &str = "face_pending";
const UNAVAILABLE: &str = "face_unavailable";
const OVER: &str = "face_over";
const NOT_TAKEN: &str = "not_taken";
const CONSENT_MISSING: &str = "consent_missing";

/// `GET /prove/real-name`
pub(super) async fn get(
    State(web): State<Shared>,
    page: Page,
    session: Session,
    Query(asking): Query<Asking>,
) -> Result<Response, RequestError> {
    let who = prover(&session)?;
    let next = asking.to.as_deref().and_then(safe_return);
    let mut shown = page_of(&web, &page, &who, next.unwrap_or(ACCOUNT)).await?;
    if shown.is_fresh && asking.problem.is_none() {
        return Ok(Redirect::to(next.unwrap_or(ACCOUNT)).into_response());
    }
    if let Some(code) = asking.problem.as_deref() {
        shown.page.problems = of_check(&page, code).into_iter().collect();
        if [PENDING, UNAVAILABLE].contains(&code)
            && let Some(check) = shown.waiting
        {
            shown.page.ask_again = addresses::face_check(check);
        }
    }
    shown.answer(StatusCode::OK)
}

/// `POST /prove/real-name`
pub(super) async fn post(
    State(web): State<Shared>,
    mut page: Page,
    session: Session,
    posted: Posted,
) -> Result<Response, RequestError> {
    let who = prover(&session)?;
    let next = safe_return(posted.text("next")).unwrap_or(ACCOUNT);
    let look = Look::of_button(posted.text("action"));
    if let Some(look) = &look {
        look.apply(&web, &mut page);
    }
    let mut shown = page_of(&web, &page, &who, next).await?;
    posted.text("name").clone_into(&mut shown.page.name);
    posted
        .text("id_number")
        .clone_into(&mut shown.page.id_number);
    let agrees = posted.text(CONSENT) == "yes";
    if let Some(look) = look {
        shown.tick(agrees);
        let cookie = look.cookie(&web).map(|cookie| [(SET_COOKIE, cookie)]);
        let shown = shown.answer(StatusCode::OK)?;
        return Ok((cookie.map(AppendHeaders), shown).into_response());
    }
    let ask = FaceAsk {
        consent: if agrees {
            posted.text("version").to_owned()
        } else {
            String::new()
        },
        typed: Some(TypedIdentity {
            name: posted.text("name").to_owned(),
            id_number: posted.text("id_number").to_owned(),
        }),
        return_to: Some(format!("{}{PROVE_REAL_NAME}", web.site.public_url)),
        next: next.to_owned(),
    };
    let (status, problems) = match begin_face_check(&web.service, &who, ask).await? {
        BeginOutcome::Begun(begun) => {
            let leads = begun.page.as_deref().map(Redirect::to);
            return leads
                .map(IntoResponse::into_response)
                .ok_or_else(|| RequestError::internal(&"the portal's authority has no page"));
        }
        BeginOutcome::Wrong(wrong) => {
            let problems = wrong.into_iter().map(|wrong| told(&page, wrong)).collect();
            (StatusCode::UNPROCESSABLE_ENTITY, problems)
        }
        BeginOutcome::Wait { wait_s } => {
            let time = wording::duration(&page, wait_s);
            let code = ServiceRefusal::TooManyTries.code();
            let words = page.w("real_name.wait", &[("time", &time)]);
            shown.page.refusal = code;
            shown.page.problems = vec![problem("face", code, words)];
            let wait = [(RETRY_AFTER, HeaderValue::from(wait_s))];
            let shown = shown.answer(StatusCode::TOO_MANY_REQUESTS)?;
            return Ok((wait, shown).into_response());
        }
        BeginOutcome::NoAuthority => {
            let words = page.t("real_name.no_authority").to_owned();
            let problems = vec![problem("face", "no_authority", words)];
            (StatusCode::SERVICE_UNAVAILABLE, problems)
        }
        BeginOutcome::Unavailable => {
            let words = page.t("real_name.not_begun").to_owned();
            let problems = vec![problem("face", UNAVAILABLE, words)];
            (StatusCode::SERVICE_UNAVAILABLE, problems)
        }
    };
    shown.page.problems = problems;
    // With something else wrong, whoever agreed need not agree again.
    let stays = agrees && shown.page.problem(CONSENT).is_none();
    shown.tick(stays);
    shown.answer(status)
}

/// `GET /prove/real-name/{check}`: the authority's page says that it went well.
pub(super) async fn returned(
    web: State<Shared>,
    page: Page,
    session: Session,
    ClientAddress(address): ClientAddress,
    Path(check): Path<String>,
) -> Result<Response, RequestError> {
    back(web, page, session, address, &check, false).await
}

/// `GET /prove/real-name/{check}/failed`: it says that it did not.
pub(super) async fn returned_failed(
    web: State<Shared>,
    page: Page,
    session: Session,
    ClientAddress(address): ClientAddress,
    Path(check): Path<String>,
) -> Result<Response, RequestError> {
    back(web, page, session, address, &check, true).await
}

async fn back(
    State(web): State<Shared>,
    mut page: Page,
    session: Session,
    address: IpAddr,
    check: &str,
    failed: bool,
) -> Result<Response, RequestError> {
    let who = prover(&session)?;
    let check = Uuid::try_parse(check).map_err(|_| RequestError::NotFound)?;
    let next = where_to(&web.service, who.account, check).await?;
    let next = next.as_deref().and_then(safe_return).unwrap_or(ACCOUNT);
    let told = Told::Returned { failed };
    let problem = match finish_face_check(&web.service, &who, check, told).await {
        Ok(FinishOutcome::Passed { token, .. }) => {
            return goes_on(&web, &mut page, token, next, address).await;
        }
        Ok(FinishOutcome::NotPassed(refusal)) => refusal.code(),
        Ok(FinishOutcome::Pending) => PENDING,
        Ok(FinishOutcome::Unavailable) => UNAVAILABLE,
        Ok(FinishOutcome::ConsentWithdrawn) => CONSENT_MISSING,
        Ok(FinishOutcome::Refused(_)) => NOT_TAKEN,
        // Used, too old, or of another log-in: all alike.
        Err(ServiceError::NotFound) => OVER,
        Err(error) => return Err(error.into()),
    };
    Ok(Redirect::to(&addresses::not_proved(next, problem)).into_response())
}

/// Goes on under the new token to where the person was.
async fn goes_on(
    web: &Shared,
    page: &mut Page,
    token: Token,
    next: &str,
    from: IpAddr,
) -> Result<Response, RequestError> {
    let cookies = AppendHeaders([(SET_COOKIE, cookie(web, &token))]);
    let logged_in = sessions::find(&web.service, &token, Where::InABrowser, Some(from)).await?;
    let entered = Session {
        token,
        logged_in,
        expired: None,
    };
    page.enter(&entered);
    let answer = match (entered.agent(), next) {
        (Some(agent), BEGIN) => begin_after_log_in(web, page, agent).await,
        (_, ACCOUNT) => Ok(Redirect::to(&addresses::done(ACCOUNT, PROVED)).into_response()),
        _ => Ok(Redirect::to(next).into_response()),
    };
    // With the session, so that an error page shown instead has the form token of the new cookie.
    Ok((cookies, Extension(entered), answer).into_response())
}

/// The page, and what decides how it is shown.
struct Shown {
    page: RealName,
    is_fresh: bool,
    waiting: Option<Uuid>,
    /// The site that its form leads on to.
    leads_to: Option<String>,
}

async fn page_of(web: &Web, page: &Page, who: &Prover, next: &str) -> Result<Shown, RequestError> {
    let standing = face_standing(&web.service, who).await?;
    let release = &web.service.rules.in_force;
    let field = release.field(CONSENT);
    let text = field.and_then(|field| release.agreement(field.agreement.as_deref()?));
    let (Some(field), Some(text)) = (field, text) else {
        return Err(RequestError::internal(&"consent.face has no text"));
    };
    let paragraphs = text.paragraphs.iter();
    let consent = Article {
        title: text.title.get(page.lang).to_owned(),
        paragraphs: paragraphs
            .map(|paragraph| paragraph.get(page.lang).to_owned())
            .collect(),
        edition: edition(page, &text.version),
        tick: Field {
            id: CONSENT.to_owned(),
            label: field.label.get(page.lang).to_owned(),
            hint: String::new(),
            example: String::new(),
            value: String::new(),
            required: true,
            shape: Shape::Tick,
            problem: None,
        },
    };
    let known = standing.proved.map(|person| Known {
        name: person.name.as_str().to_owned(),
        shown_number: person.id_number.masked(),
    });
    let title = if known.is_some() {
        "real_name.title_known"
    } else {
        "real_name.title"
    };
    Ok(Shown {
        page: RealName {
            page: layout(page, page.t(title)).around("real-name"),
            refusal: "",
            name: String::new(),
            id_number: String::new(),
            known,
            consent,
            version: text.version.clone(),
            next: next.to_owned(),
            ask_again: String::new(),
            problems: Vec::new(),
        },
        is_fresh: standing.is_fresh,
        waiting: standing.waiting,
        leads_to: standing.page_origin,
    })
}

impl Shown {
    /// Ticks the box, or leaves it open: only whoever just ticked it finds it so.
    fn tick(&mut self, agrees: bool) {
        let value = if agrees { "yes" } else { "" };
        value.clone_into(&mut self.page.consent.tick.value);
    }

    fn answer(mut self, status: StatusCode) -> Result<Response, RequestError> {
        let wrong = self.page.problem(CONSENT).cloned();
        self.page.consent.tick.problem = wrong;
        self.page.page = self.page.page.with_problem(!self.page.problems.is_empty());
        let mut response = (status, draw(&self.page)?).into_response();
        if let Some(origin) = self.leads_to {
            response.extensions_mut().insert(FormsLeadTo(origin));
        }
        Ok(response)
    }
}

fn prover(session: &Session) -> Result<Prover, RequestError> {
    let account = match &session.logged_in {
        Some(LoggedIn::Agent(agent)) => agent.account,
        Some(LoggedIn::Unproved { account, .. }) => *account,
        None => return Err(RequestError::NotLoggedIn),
    };
    Ok(Prover {
        account,
        token: session.token.clone(),
    })
}

/// What is wrong with what was sent.
fn told(page: &Page, wrong: FaceProblem) -> Problem {
    let (field, code, key) = match wrong {
        FaceProblem::ConsentMissing => (CONSENT, CONSENT_MISSING, "real_name.consent_missing"),
        FaceProblem::NameMissing => ("name", "missing", "recover.name_wrong"),
        FaceProblem::Name(error) => ("name", error.code(), "recover.name_wrong"),
        FaceProblem::IdNumberMissing => ("id_number", "missing", "recover.id_number_wrong"),
        FaceProblem::IdNumber(error) => ("id_number", error.code(), "recover.id_number_wrong"),
    };
    problem(field, code, page.t(key).to_owned())
}

/// What came of the check from which the browser comes back; `None` for a word that is no code of ours.
fn of_check(page: &Page, code: &str) -> Option<Problem> {
    let (field, code, key) = match FaceRefusal::from_code(code) {
        Some(refusal @ FaceRefusal::Failed) => ("face", refusal.code(), "real_name.failed"),
        Some(refusal @ FaceRefusal::Cancelled) => ("face", refusal.code(), "real_name.cancelled"),
        Some(refusal @ FaceRefusal::TimedOut) => ("face", refusal.code(), "real_name.timed_out"),
        None => match code {
            PENDING => ("face", PENDING, "real_name.pending"),
            UNAVAILABLE => ("face", UNAVAILABLE, "real_name.unavailable"),
            OVER => ("face", OVER, "real_name.over"),
            NOT_TAKEN => ("face", NOT_TAKEN, "real_name.not_taken"),
            CONSENT_MISSING => (CONSENT, CONSENT_MISSING, "real_name.consent_withdrawn"),
            _ => return None,
        },
    };
    Some(problem(field, code, page.t(key).to_owned()))
}
