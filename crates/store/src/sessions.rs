//! Sessions: a browser or mini-program in which somebody is logged in.
//!
//! Only the token's hash is stored, so reading this table lets nobody log in. The host's secret, with which a mini-program's
//! host signs or opens what it hands over, is sealed and bound to its session. How much a session allows is in no row: it follows
//! from the account's [`crate::proofs`]. Erased at log-out, on expiry ([`sweep`]), and all at once with [`end_all`]. Visible to
//! nobody; its owner sees how many there are.

use domain::channel::{Channel, Host};
use domain::people::Provider;
use jiff::Timestamp;
use sea_orm::QueryOrder as _;
use sea_orm::entity::prelude::*;
use uuid::Uuid;

use crate::column::{Row, ms};
use crate::guarded::{self, Guarded};
use crate::seal::{FingerprintKind, Keyring, Secret};
use crate::{StoreError, Tx};

pub(crate) use row::Entity as Rows;

const TABLE: &str = "sessions";
/// 128 bits, four per character.
const NAME_LENGTH: usize = 32;

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

    /// What the session is called in a page of its owner: 32 hexadecimal digits that say nothing of the token or its hash, and
    /// by which no row is found.
    #[must_use]
    pub fn name(&self, keyring: &Keyring) -> String {
        let fingerprint = keyring.fingerprint(FingerprintKind::SessionName, &self.0);
        let digits = fingerprint.as_str().rsplit(':').next().unwrap_or_default();
        digits.chars().take(NAME_LENGTH).collect()
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
    /// How it began.
    pub provider: Provider,
    /// The way in by which it began; `None` where that was a code on a telephone, or a password.
    pub way: Option<Uuid>,
    /// The channel it is in.
    pub channel: Channel,
    /// The program that the channel runs in.
    pub host: Host,
    /// The host's secret for this session, where it gave one.
    pub host_secret: Option<Secret>,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was last used, as precisely as the caller records it ([`seen`]).
    pub last_seen_at: Timestamp,
    /// When it expires, even if it is in use.
    pub expires_at: Timestamp,
}

/// Creates a session. When a log-in replaces a token, [`end`] the old session in the same transaction.
pub async fn create(tx: &Tx, session: &SessionRow) -> Result<(), StoreError> {
    guarded::create::<row::Entity>(tx, row(tx, session)?).await
}

/// The session of a token, unless it has expired. The caller enforces the idle time-out: see `last_seen_at`.
pub async fn find(
    tx: &Tx,
    token: &TokenHash,
    now: Timestamp,
) -> Result<Option<SessionRow>, StoreError> {
    let found = guarded::one(tx, row::Entity::find_by_id(token.0.as_str())).await?;
    let valid = found.filter(|row| row.expires_at > ms(now));
    valid.map(|row| open(tx, row)).transpose()
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

/// The valid sessions of an account, the one used last first: not expired, and used since `used_since`.
pub async fn list(
    tx: &Tx,
    account: Uuid,
    now: Timestamp,
    used_since: Timestamp,
) -> Result<Vec<SessionRow>, StoreError> {
    let query = row::Entity::find()
        .filter(row::Column::AccountId.eq(account.to_string()))
        .filter(row::Column::ExpiresAt.gt(ms(now)))
        .filter(row::Column::LastSeenAt.gte(ms(used_since)))
        .order_by_desc(row::Column::LastSeenAt)
        .order_by_desc(row::Column::CreatedAt);
    let rows = guarded::all(tx, query).await?;
    rows.into_iter().map(|row| open(tx, row)).collect()
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

/// Ends every session of an account that began by this provider, but for this one. Returns how many there were.
pub async fn end_others_of(
    tx: &Tx,
    account: Uuid,
    provider: Provider,
    token: &TokenHash,
) -> Result<u64, StoreError> {
    let gone = row::Entity::delete_many()
        .filter(row::Column::AccountId.eq(account.to_string()))
        .filter(row::Column::Provider.eq(provider.code()))
        .filter(row::Column::Token.ne(token.0.as_str()))
        .exec(tx.connection())
        .await?;
    Ok(gone.rows_affected)
}

/// Lets every session of one account go on in another.
pub async fn move_all(tx: &Tx, from: Uuid, to: Uuid) -> Result<(), StoreError> {
    let query = row::Entity::find().filter(row::Column::AccountId.eq(from.to_string()));
    guarded::change_all(tx, query, |row| row.account_id = to.to_string()).await
}

/// Erases expired sessions. Returns how many there were.
pub async fn sweep(tx: &Tx, now: Timestamp) -> Result<u64, StoreError> {
    let gone = row::Entity::delete_many()
        .filter(row::Column::ExpiresAt.lte(ms(now)))
        .exec(tx.connection())
        .await?;
    Ok(gone.rows_affected)
}

/// What a host's secret is sealed to, which errors name: of one session only, and unlike the token's hash nothing by which a row
/// is found.
fn bound_to(token: &TokenHash) -> TokenHash {
    TokenHash::of(token.as_str())
}

fn row(tx: &Tx, session: &SessionRow) -> Result<row::Model, StoreError> {
    let token = session.token.0.clone();
    let bound_to = bound_to(&session.token);
    let at = Row {
        table: TABLE,
        id: bound_to.as_str(),
    };
    let secret = session.host_secret.as_ref();
    Ok(row::Model {
        account_id: session.account.to_string(),
        provider: session.provider.code().to_owned(),
        channel: session.channel.code().to_owned(),
        host: session.host.code().to_owned(),
        secret: secret
            .map(|secret| at.seal(tx.keyring(), "secret", secret.expose()))
            .transpose()?,
        created_at: ms(session.created_at),
        last_seen_at: ms(session.last_seen_at),
        expires_at: ms(session.expires_at),
        way: session.way.map(|way| way.to_string()),
        mac: Vec::new(),
        token,
    })
}

fn open(tx: &Tx, row: row::Model) -> Result<SessionRow, StoreError> {
    let token = TokenHash(row.token);
    let bound_to = bound_to(&token);
    let at = Row {
        table: TABLE,
        id: bound_to.as_str(),
    };
    let secret = row.secret.as_deref();
    Ok(SessionRow {
        account: at.uuid("account_id", &row.account_id)?,
        provider: at.code("provider", Provider::from_code(&row.provider))?,
        way: row
            .way
            .as_deref()
            .map(|id| at.uuid("way", id))
            .transpose()?,
        channel: at.code("channel", Channel::from_code(&row.channel))?,
        host: at.code("host", Host::from_code(&row.host))?,
        host_secret: secret
            .map(|sealed| at.open(tx.keyring(), "secret", sealed))
            .transpose()?,
        created_at: at.instant("created_at", row.created_at)?,
        last_seen_at: at.instant("last_seen_at", row.last_seen_at)?,
        expires_at: at.instant("expires_at", row.expires_at)?,
        token,
    })
}

impl Guarded for row::Entity {
    const MAC: row::Column = row::Column::Mac;
    const OUTSIDE: &'static [row::Column] = &[row::Column::LastSeenAt];

    fn name(row: &row::Model) -> &str {
        &row.account_id
    }

    fn mac(row: &mut row::Model) -> &mut Vec<u8> {
        &mut row.mac
    }
}

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "sessions")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub token: String,
        pub account_id: String,
        pub provider: String,
        pub channel: String,
        pub host: String,
        pub secret: Option<Vec<u8>>,
        pub created_at: i64,
        pub last_seen_at: i64,
        pub expires_at: i64,
        pub mac: Vec<u8>,
        pub way: Option<String>,
    }

    #[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
