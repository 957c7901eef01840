//! Says where an agent is logged in, and until when.

use jiff::Timestamp;
use store::sessions;

use crate::app::App;
use crate::cases::CaseError;
use crate::cases::agent::Agent;
use crate::cases::sessions::used_since;
use crate::cases::token::Token;

/// An account as its agent sees it, besides who they are.
#[derive(Clone, Copy, Debug)]
pub struct AccountView {
    /// When this log-in ends at the latest.
    pub ends_at: Timestamp,
    /// In how many other browsers the account is logged in.
    pub others: u64,
}

/// Where the agent of this browser is logged in.
///
/// # Errors
/// [`CaseError::NotFound`] when the log-in has ended meanwhile; those of the store.
pub async fn show_account(
    app: &App,
    agent: &Agent,
    token: &Token,
) -> Result<AccountView, CaseError> {
    let now = app.clock.now();
    let used_since = used_since(app);
    let (account, hash) = (agent.account, token.hash());
    app.store
        .read(move |tx| {
            let hash = hash.clone();
            Box::pin(async move {
                let session = sessions::find(tx, &hash, now)
                    .await?
                    .ok_or(CaseError::NotFound)?;
                Ok::<_, CaseError>(AccountView {
                    ends_at: session.expires_at,
                    others: sessions::count_others(tx, account, &hash, now, used_since).await?,
                })
            })
        })
        .await
}
