//! `/sandbox/phone`: plays the telephone that scanned a code of the portal. It does what a mini-program does, over the same wire: logs in
//! by its host, shows its person's face to the host's authority, and decides.

use axum::Extension;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use domain::channel::{Channel, Host};
use http::StatusCode;
use portal::draw::draw;
use portal::layout::layout;
use sandbox::Channel as AppOf;
use sandbox::face::Outcome;
use sandbox::login::Platform;
use serde::Deserialize;
use service::login::face::begin::{BeginOutcome as Face, FaceAsk, TypedIdentity, begin_face_check};
use service::login::face::finish::{FinishOutcome, Told, finish_face_check};
use service::login::mini_program::{BeginOutcome, begin_session};
use service::login::portal_login::{DecideOutcome, Wish, decide_portal_login, show_portal_login};
use service::login::prove_phone::Prover;
use service::sessions::allowed;
use service::{ServiceError, Shared as Service};
use web::Shared;
use web::dates::time;
use web::errors::RequestError;
use web::form::Posted;
use web::page::Page;

use super::native::{answered, check};
use super::page::{Comer, PlayedPhone, Stage};
use super::shown::Sandbox;

/// The query of the page.
#[derive(Deserialize)]
pub(super) struct Asking {
    /// What the code names.
    ticket: String,
}

/// The hosts that the telephone has, with their names in forms.
const HOSTS: [(&str, Platform, Host); 3] = [
    ("wechat", Platform::Wechat, Host::WeChat),
    ("alipay", Platform::Alipay, Host::Alipay),
    ("baidu", Platform::Baidu, Host::Baidu),
];

/// `GET /sandbox/phone?ticket=`
pub(super) async fn get(
    State(web): State<Shared>,
    Extension(sandbox): Extension<Sandbox>,
    page: Page,
    Query(Asking { ticket }): Query<Asking>,
) -> Result<Response, RequestError> {
    let ticket = match show_portal_login(&web.service, &ticket).await {
        Ok(told) => Stage::Asks {
            ticket,
            site: without_scheme(&web.site.public_url).to_owned(),
            place: told.place,
            at: time(told.at),
            comers: sandbox
                .world
                .accounts()
                .into_iter()
                .map(|agent| Comer {
                    username: agent.username,
                    name: agent.name,
                })
                .collect(),
        },
        Err(ServiceError::NotFound | ServiceError::WrongState) => Stage::Over,
        Err(error) => return Err(error.into()),
    };
    shown(&page, ticket)
}

/// `POST /sandbox/phone`
pub(super) async fn post(
    State(web): State<Shared>,
    Extension(sandbox): Extension<Sandbox>,
    page: Page,
    posted: Posted,
) -> Result<Response, RequestError> {
    let person = posted.text("person");
    let mut agents = sandbox.world.accounts().into_iter();
    let agent = agents.find(|agent| agent.username == person);
    let host = HOSTS.iter().find(|(name, ..)| *name == posted.text("host"));
    let (Some(agent), Some((_, platform, host))) = (agent, host) else {
        return Err(RequestError::Unreadable);
    };
    let wish = match posted.text("decision") {
        "confirm" => Wish::Confirm {
            digits: posted.text("digits").to_owned(),
        },
        "refuse" => Wish::Refuse,
        _ => return Err(RequestError::Unreadable),
    };
    let telephone = Telephone {
        service: &web.service,
        sandbox: &sandbox,
        platform: *platform,
        request_id: &page.request_id,
    };
    let who = telephone.log_in(*host, person).await?;
    let who = match wish {
        Wish::Refuse => who,
        Wish::Confirm { .. } => {
            let is = TypedIdentity {
                name: agent.name,
                id_number: agent.id_number,
            };
            telephone.show_face(who, is).await?
        }
    };
    let stage = match decide_portal_login(&web.service, &who, posted.text("ticket"), wish).await {
        Ok(DecideOutcome::Decided) => Stage::Decided,
        Ok(DecideOutcome::WrongDigits) => Stage::WrongDigits,
        Ok(DecideOutcome::RealNameFirst) => return Err(RequestError::Level),
        Ok(DecideOutcome::DecidedBefore) | Err(ServiceError::NotFound) => Stage::Over,
        Err(error) => return Err(error.into()),
    };
    shown(&page, stage)
}

/// An address as people read it.
fn without_scheme(url: &str) -> &str {
    url.split_once("://").map_or(url, |(_, rest)| rest)
}

fn shown(page: &Page, stage: Stage) -> Result<Response, RequestError> {
    let status = match stage {
        Stage::Over => StatusCode::NOT_FOUND,
        Stage::WrongDigits => StatusCode::UNPROCESSABLE_ENTITY,
        Stage::Asks { .. } | Stage::Decided => StatusCode::OK,
    };
    let shown = draw(&PlayedPhone {
        page: layout(page, page.t("sandbox.phone")),
        stage,
    })?;
    Ok((status, shown).into_response())
}

/// A mini-program in the hands of a person.
struct Telephone<'a> {
    service: &'a Service,
    sandbox: &'a Sandbox,
    platform: Platform,
    request_id: &'a str,
}

impl Telephone<'_> {
    async fn log_in(&self, host: Host, person: &str) -> Result<Prover, RequestError> {
        let telephone = &self.sandbox.hosts.telephone;
        let code = telephone.login_code(self.platform, AppOf::Jingtong, person);
        let code = code.map_err(|_| RequestError::Unreadable)?;
        let begun = begin_session(
            self.service,
            Channel::Jingtong,
            host,
            &code,
            self.request_id,
        );
        let BeginOutcome::Begun { token } = begun.await? else {
            return Err(RequestError::Unavailable);
        };
        let allowed = allowed(self.service, &token).await?;
        let account = allowed.ok_or(RequestError::ExpiredSession)?.account;
        Ok(Prover { account, token })
    }

    /// Passes the face check of the host, by itself.
    async fn show_face(&self, who: Prover, is: TypedIdentity) -> Result<Prover, RequestError> {
        let text = self.service.rules.in_force.agreement("face");
        let id_number = is.id_number.clone();
        let ask = FaceAsk {
            consent: text.map_or_else(String::new, |text| text.version.clone()),
            typed: Some(is),
            return_to: None,
            next: String::new(),
        };
        let Face::Begun(begun) = begin_face_check(self.service, &who, ask).await? else {
            return Err(RequestError::Unavailable);
        };
        let faces = &self.sandbox.hosts.faces;
        let known = check(self.platform, &begun.native).ok_or(RequestError::Unavailable)?;
        let ended = faces.end(&known.1, &id_number, Outcome::Pass);
        let ended = ended.ok_or(RequestError::Unavailable)?;
        let native = answered(
            self.platform,
            &known.1,
            Outcome::Pass,
            ended.return_to.as_deref(),
        );
        let finished = finish_face_check(self.service, &who, begun.id, Told::Native(native));
        match finished.await? {
            FinishOutcome::Passed { token, allowed } => Ok(Prover {
                account: allowed.account,
                token,
            }),
            _ => Err(RequestError::Unavailable),
        }
    }
}
