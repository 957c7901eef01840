//! Logs an agent out everywhere else.

use store::sessions;

use crate::Service;
use crate::ServiceError;
use crate::agent::Agent;
use crate::token::Token;

/// Ends every session of the agent's account except this browser's.
///
/// # Errors
/// Only those of the store.
pub async fn end_other_sessions(
    service: &Service,
    agent: &Agent,
    token: &Token,
) -> Result<(), ServiceError> {
    let (account, hash) = (agent.account, token.hash());
    service
        .store
        .write(async move |tx| {
            sessions::end_others(tx, account, &hash).await?;
            Ok(())
        })
        .await
}
