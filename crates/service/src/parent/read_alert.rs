//! Takes in that an agent has read what happened to the log-in by password.

use jiff::Timestamp;
use store::accounts;

use crate::Service;
use crate::ServiceError;
use crate::agent::Agent;

/// Erases the note that said `read`; one that was made meanwhile stays and is shown.
///
/// # Errors
/// Those of the store alone.
pub async fn read_alert(
    service: &Service,
    agent: &Agent,
    read: Timestamp,
) -> Result<(), ServiceError> {
    let account = agent.account;
    service
        .store
        .write(async move |tx| {
            accounts::forget_password_closed(tx, account, read).await?;
            Ok(())
        })
        .await
}
