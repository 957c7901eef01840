//! Sessions: a browser in which an agent is logged in.
//!
//! Only the token's hash is stored, so reading this table lets nobody log in. Erased at log-out, on expiry ([`sweep`]), and all
//! at once with [`end_all`]. Visible to nobody.

use jiff::Timestamp;
use sea_orm::Set;
use sea_orm::entity::prelude::*;
use uuid::Uuid;

use crate::column::{Row, ms};
use crate::{StoreError, Tx};

const TABLE: &str = "sessions";

/// The SHA-256 of a session's token: 128 random bits need no slower hash.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct TokenHash(String);

impl TokenHash {
    /// Hashes the token that the browser holds.
    #[must_use]
    pub fn of(token: &str) -> Self {
        let hash = ring::digest::digest(&ring::digest::SHA256, token.as_bytes());
        Self(data_encoding::HEXLOWER.encode(hash.as_ref()))
    }

    /// The hash as stored in a column.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// A hash as read from a column.
    pub(crate) fn stored(hash: String) -> Self {
        Self(hash)
    }
}

impl std::fmt::Debug for TokenHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TokenHash(..)")
    }
}

/// A session, as created and as read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionRow {
    /// Hash of the token in the cookie.
    pub token: TokenHash,
    /// Who is logged in.
    pub account: Uuid,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was last used, as precisely as the caller records it ([`seen`]).
    pub last_seen_at: Timestamp,
    /// When it expires, even if it is in use.
    pub expires_at: Timestamp,
}

/// Creates a session. When a log-in replaces a token, [`end`] the old session in the same transaction.
pub async fn create(tx: &Tx, session: &SessionRow) -> Result<(), StoreError> {
    row::Entity::insert(row::ActiveModel {
        token: Set(session.token.0.clone()),
        account_id: Set(session.account.to_string()),
        created_at: Set(ms(session.created_at)),
        last_seen_at: Set(ms(session.last_seen_at)),
        expires_at: Set(ms(session.expires_at)),
    })
    .exec_without_returning(tx.connection())
    .await?;
    Ok(())
}

/// The session of a token, unless it has expired. The caller enforces the idle time-out: see `last_seen_at`.
pub async fn find(
    tx: &Tx,
    token: &TokenHash,
    now: Timestamp,
) -> Result<Option<SessionRow>, StoreError> {
    let Some(row) = row::Entity::find_by_id(token.0.as_str())
        .one(tx.connection())
        .await?
    else {
        return Ok(None);
    };
    if row.expires_at <= ms(now) {
        return Ok(None);
    }
    let at = Row {
        table: TABLE,
        id: "(token)",
    };
    Ok(Some(SessionRow {
        token: token.clone(),
        account: at.uuid("account_id", &row.account_id)?,
        created_at: at.instant("created_at", row.created_at)?,
        last_seen_at: at.instant("last_seen_at", row.last_seen_at)?,
        expires_at: at.instant("expires_at", row.expires_at)?,
    }))
}

/// Whether a session is valid: it has not expired, and was used since `used_since`.
pub async fn lasts(
    tx: &Tx,
    token: &TokenHash,
    now: Timestamp,
    used_since: Timestamp,
) -> Result<bool, StoreError> {
    let found = find(tx, token, now).await?;
    Ok(found.is_some_and(|session| session.last_seen_at >= used_since))
}

/// Records that a session was used. Call it in a transaction that happens anyway, or at most once a minute: it is not worth its
/// own commit.
pub async fn seen(tx: &Tx, token: &TokenHash, now: Timestamp) -> Result<(), StoreError> {
    row::Entity::update_many()
        .col_expr(row::Column::LastSeenAt, Expr::value(ms(now)))
        .filter(row::Column::Token.eq(token.0.as_str()))
        .filter(row::Column::LastSeenAt.lt(ms(now)))
        .exec(tx.connection())
        .await?;
    Ok(())
}

/// Ends a session.
pub async fn end(tx: &Tx, token: &TokenHash) -> Result<(), StoreError> {
    row::Entity::delete_by_id(token.0.as_str())
        .exec(tx.connection())
        .await?;
    Ok(())
}

/// Ends every session of an account: after a password change, or when the account is locked. Returns how many there were.
pub async fn end_all(tx: &Tx, account: Uuid) -> Result<u64, StoreError> {
    let gone = row::Entity::delete_many()
        .filter(row::Column::AccountId.eq(account.to_string()))
        .exec(tx.connection())
        .await?;
    Ok(gone.rows_affected)
}

/// How many other valid sessions an account has: not expired, and used since `used_since`.
pub async fn count_others(
    tx: &Tx,
    account: Uuid,
    token: &TokenHash,
    now: Timestamp,
    used_since: Timestamp,
) -> Result<u64, StoreError> {
    let others = row::Entity::find()
        .filter(row::Column::AccountId.eq(account.to_string()))
        .filter(row::Column::Token.ne(token.0.as_str()))
        .filter(row::Column::ExpiresAt.gt(ms(now)))
        .filter(row::Column::LastSeenAt.gte(ms(used_since)))
        .count(tx.connection())
        .await?;
    Ok(others)
}

/// Ends every session of an account but this one. Returns how many there were.
pub async fn end_others(tx: &Tx, account: Uuid, token: &TokenHash) -> Result<u64, StoreError> {
    let gone = row::Entity::delete_many()
        .filter(row::Column::AccountId.eq(account.to_string()))
        .filter(row::Column::Token.ne(token.0.as_str()))
        .exec(tx.connection())
        .await?;
    Ok(gone.rows_affected)
}

/// Erases expired sessions. Returns how many there were.
pub async fn sweep(tx: &Tx, now: Timestamp) -> Result<u64, StoreError> {
    let gone = row::Entity::delete_many()
        .filter(row::Column::ExpiresAt.lte(ms(now)))
        .exec(tx.connection())
        .await?;
    Ok(gone.rows_affected)
}

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "sessions")]
    pub(super) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub token: String,
        pub account_id: String,
        pub created_at: i64,
        pub last_seen_at: i64,
        pub expires_at: i64,
    }

    #[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
    pub(super) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
