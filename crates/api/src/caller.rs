//! Who calls, and for which session.

use axum::extract::FromRequestParts;
use http::request::Parts;
use service::login::prove_phone::Prover;
use service::sessions::allowed;
use service::token::{Session, Token};
use uuid::Uuid;
use web::Shared;
use web::errors::RequestError;
use web::request_id::RequestId;

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
