//! Who calls, and for which session.

use axum::extract::FromRequestParts;
use domain::channel::Channel;
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
            token: session.token,
        })
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
