//! The agent who is logged in.

use axum::extract::FromRequestParts;
use http::request::Parts;
use service::agent::Agent;
use service::token::Session;

use super::errors::RequestError;
use crate::state::Shared;

impl FromRequestParts<Shared> for Agent {
    type Rejection = RequestError;

    async fn from_request_parts(parts: &mut Parts, web: &Shared) -> Result<Agent, RequestError> {
        Session::from_request_parts(parts, web)
            .await?
            .agent
            .ok_or(RequestError::ExpiredSession)
    }
}
