//! A phone's right to add one picture, for the transaction that uses it up.

use jiff::Timestamp;
use store::sessions::TokenHash;
use store::{StoreError, Tx, captures};

/// What the transaction that uses up a right needs to find it.
#[derive(Clone, Debug)]
pub(super) struct Right {
    pub(super) token: TokenHash,
    /// Its session must have been used since then.
    pub(super) used_since: Timestamp,
}

impl Right {
    /// Uses it up; `false` when it is no longer valid.
    pub(super) async fn use_up(&self, tx: &Tx, now: Timestamp) -> Result<bool, StoreError> {
        captures::use_up(tx, &self.token, now, self.used_since).await
    }
}
