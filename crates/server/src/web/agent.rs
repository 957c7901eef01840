//! The agent who is logged in.

use axum::extract::FromRequestParts;
use http::request::Parts;

use super::errors::PageError;
use super::session::Session;
use crate::app::Shared;
pub use service::agent::Agent;

impl FromRequestParts<Shared> for Agent {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Agent, PageError> {
        Session::from_request_parts(parts, app)
            .await?
            .agent
            .ok_or(PageError::ExpiredSession)
    }
}
