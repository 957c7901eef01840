//! Says where an agent is logged in, and until when.

use jiff::Timestamp;
use store::sessions;

use crate::Service;
use crate::ServiceError;
use crate::agent::Agent;
use crate::sessions::used_since;
use crate::token::Token;

/// An account as its agent sees it, besides who they are.
#[derive(Clone, Copy, Debug)]
pub struct AccountView {
    /// When this session ends at the latest.
    pub ends_at: Timestamp,
    /// In how many other browsers the account is logged in.
    pub others: u64,
}

/// Where the agent of this browser is logged in.
///
/// # Errors
/// [`ServiceError::NotFound`] when the log-in has ended meanwhile; those of the store.
pub async fn show_account(
    service: &Service,
    agent: &Agent,
    token: &Token,
) -> Result<AccountView, ServiceError> {
    let now = service.clock.now();
    let (hash, used_since) = (token.hash(), used_since(service));
    service
        .store
        .read(async |tx| {
            let session = sessions::find(tx, &hash, now)
                .await?
                .ok_or(ServiceError::NotFound)?;
            Ok(AccountView {
                ends_at: session.expires_at,
                others: sessions::count_others(tx, agent.account, &hash, now, used_since).await?,
            })
        })
        .await
}
