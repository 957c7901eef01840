//! Logs an agent out everywhere else.

use store::sessions;

use crate::app::App;
use crate::cases::CaseError;
use crate::cases::agent::Agent;
use crate::cases::token::Token;

/// Ends every log-in of the agent's account but the one of this browser.
///
/// # Errors
/// Those of the store alone.
pub async fn end_other_sessions(app: &App, agent: &Agent, token: &Token) -> Result<(), CaseError> {
    let (account, hash) = (agent.account, token.hash());
    app.store
        .write(move |tx| {
            let hash = hash.clone();
            Box::pin(async move {
                sessions::end_others(tx, account, &hash).await?;
                Ok::<_, CaseError>(())
            })
        })
        .await
}
