//! The agent who is logged in.

use axum::extract::FromRequestParts;
use http::request::Parts;

use super::address::ClientAddress;
use super::errors::PageError;
use super::session::Session;
use crate::app::Shared;
pub use crate::cases::agent::Agent;

impl FromRequestParts<Shared> for Agent {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Agent, PageError> {
        let agent = Session::from_request_parts(parts, app).await?.agent;
        let agent = agent.ok_or(PageError::ExpiredSession)?;
        let Ok(ClientAddress(from)) = ClientAddress::from_request_parts(parts, app).await;
        Ok(Agent {
            from: Some(from),
            ..agent
        })
    }
}
