//! A session as it is told.

use domain::people::{Level, NextProof};
use serde::Serialize;
use service::sessions::allowed;
use service::token::Token;
use utoipa::ToSchema;
use web::Shared;
use web::errors::RequestError;

/// A session and what it allows.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SessionState {
    /// To be sent with each request; whoever has it acts for its person.
    token: String,
    /// When the session ends at the latest, as RFC 3339 has it.
    #[schema(format = DateTime)]
    expires_at: String,
    /// What is proved about its person.
    level: LevelCode,
    /// What has to be proved next before an application may begin; `null` when one may.
    #[schema(inline, required)]
    next: Option<Next>,
}

/// What is proved about a person.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = Level)]
pub(crate) enum LevelCode {
    /// Nothing but an account at some platform.
    Account,
    /// A mobile.
    Phone,
    /// Name and ID number.
    RealName,
}

/// What is to be proved next.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Next {
    /// A mobile.
    Phone,
    /// Who somebody is: a face check with name and ID number.
    RealName,
    /// That they sit before the camera: a face check without.
    Face,
}

impl SessionState {
    /// The session of a token that was just given out.
    pub(crate) async fn of(web: &Shared, token: &Token) -> Result<SessionState, RequestError> {
        let allowed = allowed(&web.service, token).await?;
        let allowed = allowed.ok_or(RequestError::ExpiredSession)?;
        Ok(SessionState {
            token: token.secret().to_owned(),
            expires_at: allowed.expires_at.to_string(),
            level: match allowed.level {
                Level::Account => LevelCode::Account,
                Level::Phone => LevelCode::Phone,
                Level::RealName => LevelCode::RealName,
            },
            next: allowed.next.map(|next| match next {
                NextProof::Phone => Next::Phone,
                NextProof::RealName => Next::RealName,
                NextProof::Face => Next::Face,
            }),
        })
    }
}
