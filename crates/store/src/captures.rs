//! Captures: rights to add one picture to one slot of one application from a phone, without logging in.
//!
//! Only the hash of the phone's token is stored, so reading this table lets nobody add a picture. Not sealed: a row holds ids,
//! hashes and times. A slot has at most one row, so a new right replaces the one before it. A right also ends when it is used,
//! when its tries are used up, with the session that created it, and when the draft is submitted, withdrawn or taken over by
//! another channel ([`remove_all`]). Erased on expiry ([`sweep`]) and with the draft ([`crate::cases::erase`]). Visible to
//! nobody; the agent who created it learns whether it was used.

use jiff::Timestamp;
use sea_orm::entity::prelude::*;
use sea_orm::{QueryOrder as _, QuerySelect as _};
use uuid::Uuid;

use crate::column::{Row, ms};
use crate::guarded::{self, Guarded};
use crate::sessions::{self, TokenHash};
use crate::{StoreError, Tx};

pub(crate) use row::Entity as Rows;

const TABLE: &str = "captures";

/// A right to add one picture, as created and as read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Capture {
    /// The application.
    pub case: Uuid,
    /// The slot: a material id of the catalogue.
    pub material: String,
    /// Who created it; the picture is added in their name.
    pub account: Uuid,
    /// The session that created it, and with which it ends.
    pub session: TokenHash,
    /// Hash of the token.
    pub token: TokenHash,
    /// The salt from which the token is derived, together with the session's secret; useless without that.
    pub salt: String,
    /// Tries left: files that may still be sent.
    pub tries_left: u32,
    /// When it was created.
    pub made_at: Timestamp,
    /// When it expires.
    pub expires_at: Timestamp,
    /// When a picture was added with it; then it is used up.
    pub used_at: Option<Timestamp>,
}

/// Stores a right, replacing the one that its slot had.
pub async fn put(tx: &Tx, capture: &Capture) -> Result<(), StoreError> {
    let row = row(capture);
    if !guarded::insert::<row::Entity>(tx, row.clone()).await? {
        guarded::update::<row::Entity>(tx, row).await?;
    }
    Ok(())
}

/// The unexpired right of a slot, used or not.
pub async fn of_slot(
    tx: &Tx,
    case: Uuid,
    material: &str,
    now: Timestamp,
) -> Result<Option<Capture>, StoreError> {
    let query = row::Entity::find_by_id((case.to_string(), material.to_owned()));
    let found = guarded::one(tx, query).await?;
    let valid = found.filter(|row| row.expires_at > ms(now));
    valid.map(open).transpose()
}

/// The valid right of a token: unexpired, unused, with tries left, its session not ended and used since `used_since`.
pub async fn find(
    tx: &Tx,
    token: &TokenHash,
    now: Timestamp,
    used_since: Timestamp,
) -> Result<Option<Capture>, StoreError> {
    let mut query = row::Entity::find().filter(row::Column::Token.eq(token.as_str()));
    if tx.writes() {
        query = query.lock_exclusive();
    }
    let Some(row) = guarded::one(tx, query).await? else {
        return Ok(None);
    };
    let capture = open(row)?;
    let stands = capture.expires_at > now && capture.used_at.is_none() && capture.tries_left > 0;
    let stands = stands && sessions::lasts(tx, &capture.session, now, used_since).await?;
    Ok(stands.then_some(capture))
}

/// Uses one try of a token; `None` when its right is not valid. Call it before a file is read, in its own committed transaction,
/// so that concurrent files cannot slip through.
pub async fn attempt(
    tx: &Tx,
    token: &TokenHash,
    now: Timestamp,
    used_since: Timestamp,
) -> Result<Option<Capture>, StoreError> {
    let Some(capture) = find(tx, token, now, used_since).await? else {
        return Ok(None);
    };
    let less = Capture {
        tries_left: capture.tries_left - 1,
        ..capture
    };
    guarded::update::<row::Entity>(tx, row(&less)).await?;
    Ok(Some(less))
}

/// Uses up a right; `false` when it is already used or has ended. Also works after the last try was taken. Call
/// [`crate::materials::put`] in the same transaction.
pub async fn use_up(
    tx: &Tx,
    token: &TokenHash,
    now: Timestamp,
    used_since: Timestamp,
) -> Result<bool, StoreError> {
    let query = row::Entity::find()
        .filter(row::Column::Token.eq(token.as_str()))
        .lock_exclusive();
    let found = guarded::one(tx, query).await?;
    let Some(row) = found.filter(|row| row.expires_at > ms(now) && row.used_at.is_none()) else {
        return Ok(false);
    };
    let capture = open(row)?;
    if !sessions::lasts(tx, &capture.session, now, used_since).await? {
        return Ok(false);
    }
    let used = Capture {
        used_at: Some(now),
        ..capture
    };
    guarded::update::<row::Entity>(tx, self::row(&used)).await?;
    Ok(true)
}

/// When the unused rights of an account expire, earliest first.
pub async fn open_of(tx: &Tx, account: Uuid, now: Timestamp) -> Result<Vec<Timestamp>, StoreError> {
    let query = row::Entity::find()
        .filter(row::Column::AccountId.eq(account.to_string()))
        .filter(row::Column::ExpiresAt.gt(ms(now)))
        .filter(row::Column::UsedAt.is_null())
        .order_by_asc(row::Column::ExpiresAt);
    let rows = guarded::all(tx, query).await?;
    rows.into_iter()
        .map(|row| Ok(open(row)?.expires_at))
        .collect()
}

/// Whether a session has a right on an application that still waits for its picture.
pub async fn waits(
    tx: &Tx,
    case: Uuid,
    session: &TokenHash,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let query = row::Entity::find()
        .filter(row::Column::CaseId.eq(case.to_string()))
        .filter(row::Column::Session.eq(session.as_str()))
        .filter(row::Column::ExpiresAt.gt(ms(now)))
        .filter(row::Column::UsedAt.is_null())
        .filter(row::Column::TriesLeft.gt(0));
    Ok(guarded::one(tx, query).await?.is_some())
}

/// Lets the rights that a session created go on under its new token. The page of that session shows another code from then on,
/// if it is asked for one; the phone that scanned the first keeps what it has.
pub async fn follow_session(
    tx: &Tx,
    account: Uuid,
    from: &TokenHash,
    to: &TokenHash,
) -> Result<(), StoreError> {
    let query = row::Entity::find()
        .filter(row::Column::AccountId.eq(account.to_string()))
        .filter(row::Column::Session.eq(from.as_str()));
    guarded::change_all(tx, query, |row| to.as_str().clone_into(&mut row.session)).await
}

/// Ends every right on an application that is no longer a draft or went on elsewhere.
pub async fn remove_all(tx: &Tx, case: Uuid) -> Result<(), StoreError> {
    row::Entity::delete_many()
        .filter(row::Column::CaseId.eq(case.to_string()))
        .exec(tx.connection())
        .await?;
    Ok(())
}

/// Erases expired rights. Returns how many there were.
pub async fn sweep(tx: &Tx, now: Timestamp) -> Result<u64, StoreError> {
    let gone = row::Entity::delete_many()
        .filter(row::Column::ExpiresAt.lte(ms(now)))
        .exec(tx.connection())
        .await?;
    Ok(gone.rows_affected)
}

fn row(capture: &Capture) -> row::Model {
    row::Model {
        case_id: capture.case.to_string(),
        material: capture.material.clone(),
        account_id: capture.account.to_string(),
        session: capture.session.as_str().to_owned(),
        token: capture.token.as_str().to_owned(),
        salt: capture.salt.clone(),
        tries_left: i64::from(capture.tries_left),
        made_at: ms(capture.made_at),
        expires_at: ms(capture.expires_at),
        used_at: capture.used_at.map(ms),
        mac: Vec::new(),
    }
}

fn open(row: row::Model) -> Result<Capture, StoreError> {
    let id = format!("{}/{}", row.case_id, row.material);
    let at = Row {
        table: TABLE,
        id: &id,
    };
    Ok(Capture {
        case: at.uuid("case_id", &row.case_id)?,
        account: at.uuid("account_id", &row.account_id)?,
        tries_left: at.number("tries_left", row.tries_left)?,
        made_at: at.instant("made_at", row.made_at)?,
        expires_at: at.instant("expires_at", row.expires_at)?,
        used_at: at.maybe_instant("used_at", row.used_at)?,
        material: row.material,
        session: TokenHash::stored(row.session),
        token: TokenHash::stored(row.token),
        salt: row.salt,
    })
}

impl Guarded for row::Entity {
    const MAC: row::Column = row::Column::Mac;

    fn name(row: &row::Model) -> &str {
        &row.case_id
    }

    fn mac(row: &mut row::Model) -> &mut Vec<u8> {
        &mut row.mac
    }
}

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "captures")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub case_id: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub material: String,
        pub account_id: String,
        pub session: String,
        pub token: String,
        pub salt: String,
        pub tries_left: i64,
        pub made_at: i64,
        pub expires_at: i64,
        pub used_at: Option<i64>,
        pub mac: Vec<u8>,
    }

    #[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
