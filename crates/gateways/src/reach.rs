//! Whether an outside system can be reached at all, for whoever sets the service up.

use crate::error::GatewayError;
use crate::received::Received;
use crate::{RetryCause, Settings, SettingsProblem};

/// Why a system cannot be reached.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReachProblem {
    /// The settings do not allow to ask.
    #[error(transparent)]
    Settings(SettingsProblem),
    /// It does not answer.
    #[error(transparent)]
    Silent(RetryCause),
}

/// Asks for the address of a system, without saying who we are. Any answer over HTTP counts, a refusal too: the way there is free,
/// its certificate is trusted, and something speaks HTTP at its end.
///
/// # Errors
/// What the operator has to mend.
pub async fn reach(settings: &Settings) -> Result<(), ReachProblem> {
    let client = settings.http_client().map_err(ReachProblem::Settings)?;
    match Received::of(client.get(&settings.base_url)).await {
        // A page longer than any answer of ours is an answer.
        Ok(_) | Err(GatewayError::Malformed { .. } | GatewayError::Refused { .. }) => Ok(()),
        Err(GatewayError::Retry { cause }) => Err(ReachProblem::Silent(cause)),
    }
}
