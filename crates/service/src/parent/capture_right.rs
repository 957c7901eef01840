//! The right of a phone to add one picture, as the transaction finds it again that uses it up.

use jiff::Timestamp;
use store::sessions::TokenHash;
use store::{StoreError, Tx, captures};

/// What finds a right again in the transaction that uses it up.
#[derive(Clone, Debug)]
pub(super) struct Right {
    pub(super) token: TokenHash,
    /// Since when its log-in must have been used.
    pub(super) used_since: Timestamp,
}

impl Right {
    /// Uses it up; `false` when it does not stand any more.
    pub(super) async fn use_up(&self, tx: &Tx, now: Timestamp) -> Result<bool, StoreError> {
        captures::use_up(tx, &self.token, now, self.used_since).await
    }
}
