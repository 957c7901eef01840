//! Records that an agent has read the alert about the log-in by password.

use jiff::Timestamp;
use store::passwords;

use crate::Service;
use crate::ServiceError;
use crate::agent::Agent;

/// Erases the alert of the time `read`; a later one stays and is shown.
///
/// # Errors
/// Only those of the store.
pub async fn read_alert(
    service: &Service,
    agent: &Agent,
    read: Timestamp,
) -> Result<(), ServiceError> {
    let account = agent.account;
    service
        .store
        .write(async move |tx| {
            passwords::forget_closed(tx, account, read).await?;
            Ok(())
        })
        .await
}
