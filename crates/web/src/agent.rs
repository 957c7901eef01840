//! The agent who is logged in.

use axum::extract::FromRequestParts;
use http::request::Parts;
use service::agent::{Agent, LoggedIn};
use service::token::Session;

use super::errors::RequestError;
use crate::state::Shared;

impl FromRequestParts<Shared> for Agent {
    type Rejection = RequestError;

    async fn from_request_parts(parts: &mut Parts, web: &Shared) -> Result<Agent, RequestError> {
        match Session::from_request_parts(parts, web).await?.logged_in {
            Some(LoggedIn::Agent(agent)) => Ok(agent),
            Some(LoggedIn::Unproved { .. }) => Err(RequestError::Level),
            None => Err(RequestError::ExpiredSession),
        }
    }
}
