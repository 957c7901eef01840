//! Who calls, and for which session.

use axum::extract::FromRequestParts;
use domain::channel::{Channel, Host};
use domain::people::NextProof;
use http::StatusCode;
use http::request::Parts;
use service::agent::{Agent, LoggedIn};
use service::login::prove_phone::Prover;
use service::sessions::allowed;
use service::token::{Session, Token};
use uuid::Uuid;
use web::Shared;
use web::errors::RequestError;
use web::request_id::RequestId;

use crate::refusal::{ApiError, Refused};

/// The session that a program speaks for, whatever is proved about its person.
pub(crate) struct Caller {
    /// The account.
    pub(crate) account: Uuid,
    /// The mini-program.
    pub(crate) channel: Channel,
    /// The app that it runs in.
    pub(crate) host: Host,
    /// The session's token.
    pub(crate) token: Token,
}

impl Caller {
    /// As use cases of proofs take it.
    pub(crate) fn prover(&self) -> Prover {
        Prover {
            account: self.account,
            token: self.token.clone(),
        }
    }
}

/// The agent for whom a program speaks, in its channel.
pub(crate) struct Applicant {
    /// Who.
    pub(crate) agent: Agent,
    /// The channel of the session.
    pub(crate) channel: Channel,
    /// What has to be proved before an application may begin in it.
    next: Option<NextProof>,
}

impl Applicant {
    /// Fails unless everything is proved that the channel asks for.
    ///
    /// # Errors
    /// `level`, with what is next.
    pub(crate) fn require_all_proofs(&self) -> Result<(), ApiError> {
        match self.next {
            None => Ok(()),
            next => Err(level(next)),
        }
    }
}

impl FromRequestParts<Shared> for Applicant {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, web: &Shared) -> Result<Applicant, ApiError> {
        let session = Session::from_request_parts(parts, web).await?;
        let allowed = allowed(&web.service, &session.token).await?;
        let allowed = allowed.ok_or(RequestError::ExpiredSession)?;
        match session.logged_in {
            Some(LoggedIn::Agent(agent)) => Ok(Applicant {
                agent,
                channel: allowed.channel,
                next: allowed.next,
            }),
            _ => Err(level(allowed.next)),
        }
    }
}

/// Not enough is proved: what is next.
fn level(next: Option<NextProof>) -> ApiError {
    let next = next.map(NextProof::code);
    let refused = Refused::new(StatusCode::FORBIDDEN, "level").with("next", next);
    refused.into()
}

impl FromRequestParts<Shared> for Caller {
    type Rejection = RequestError;

    async fn from_request_parts(parts: &mut Parts, web: &Shared) -> Result<Caller, RequestError> {
        let session = Session::from_request_parts(parts, web).await?;
        let allowed = allowed(&web.service, &session.token).await?;
        let allowed = allowed.ok_or(RequestError::ExpiredSession)?;
        Ok(Caller {
            account: allowed.account,
            channel: allowed.channel,
            host: allowed.host,
            token: session.token,
        })
    }
}

/// The account whose session it is, and nothing else about it: for what is asked before the rest.
pub(crate) struct Speaker(pub(crate) Uuid);

impl FromRequestParts<Shared> for Speaker {
    type Rejection = RequestError;

    async fn from_request_parts(parts: &mut Parts, web: &Shared) -> Result<Speaker, RequestError> {
        let session = Session::from_request_parts(parts, web).await?;
        let account = session.logged_in.as_ref().map(LoggedIn::account);
        account.map(Speaker).ok_or(RequestError::ExpiredSession)
    }
}

/// Who is logged in, if their real name is proved.
pub(crate) struct Person(pub(crate) Option<Agent>);

impl FromRequestParts<Shared> for Person {
    type Rejection = RequestError;

    async fn from_request_parts(parts: &mut Parts, web: &Shared) -> Result<Person, RequestError> {
        let session = Session::from_request_parts(parts, web).await?;
        Ok(Person(session.agent().cloned()))
    }
}

/// The id of the request, for outside systems.
pub(crate) struct Numbered(pub(crate) String);

impl FromRequestParts<Shared> for Numbered {
    type Rejection = RequestError;

    async fn from_request_parts(parts: &mut Parts, _: &Shared) -> Result<Numbered, RequestError> {
        let id = parts.extensions.get::<RequestId>();
        Ok(Numbered(
            id.map_or_else(String::new, |RequestId(id)| id.clone()),
        ))
    }
}
