//! Passwords: what log-in names are checked against, one for all names that were given together.
//!
//! Stored as an argon2 hash, sealed, so that a stolen database alone allows no offline guessing. An account has more than one only
//! after another was joined to it: each name keeps its password until its owner chooses a new one for all ([`replace`]). Erased
//! with the account. Visible to nobody; its owner learns when wrong tries closed it.

use jiff::Timestamp;
use sea_orm::entity::prelude::*;
use uuid::Uuid;

use crate::column::{Row, ms};
use crate::guarded::{self, Guarded};
use crate::seal::Secret;
use crate::{StoreError, Tx};

pub(crate) use row::Entity as Rows;

const TABLE: &str = "passwords";

/// A password, as created and as read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Password {
    /// From the caller.
    pub id: Uuid,
    /// The account it opens.
    pub account: Uuid,
    /// Argon2 hash as a PHC string.
    pub hash: Secret,
    /// When wrong passwords last closed the log-in by password, until its owner has read the alert. Plain: only a time.
    pub closed_at: Option<Timestamp>,
}

/// Stores a password.
pub async fn create(tx: &Tx, password: &Password) -> Result<(), StoreError> {
    guarded::create::<row::Entity>(tx, row(tx, password)?).await
}

/// The password with this id.
pub async fn get(tx: &Tx, id: Uuid) -> Result<Option<Password>, StoreError> {
    let found = guarded::one(tx, row::Entity::find_by_id(id.to_string())).await?;
    found.map(|row| open(tx, &row)).transpose()
}

/// Removes a password. Call it when no log-in name goes with it any more.
pub async fn remove(tx: &Tx, id: Uuid) -> Result<(), StoreError> {
    row::Entity::delete_by_id(id.to_string())
        .exec(tx.connection())
        .await?;
    Ok(())
}

/// Gives every log-in name of an account this password. `false` when it has none.
pub async fn replace(tx: &Tx, account: Uuid, hash: &Secret) -> Result<bool, StoreError> {
    let known = of_account(tx, account).await?;
    for password in &known {
        let changed = Password {
            hash: hash.clone(),
            ..password.clone()
        };
        put(tx, &changed).await?;
    }
    Ok(!known.is_empty())
}

/// When wrong passwords last closed a log-in by password of this account, as long as its owner has not read the alert.
pub async fn closed_at(tx: &Tx, account: Uuid) -> Result<Option<Timestamp>, StoreError> {
    let known = of_account(tx, account).await?;
    Ok(known
        .into_iter()
        .filter_map(|password| password.closed_at)
        .max())
}

/// Records an alert for the owner that wrong passwords have closed the log-in by password. Without a password it does the same
/// work on a row that is not there, so that timing does not reveal whether a name exists.
pub async fn note_closed(tx: &Tx, id: Option<Uuid>, now: Timestamp) -> Result<(), StoreError> {
    let id = id.unwrap_or(Uuid::nil());
    let known = get(tx, id).await?.unwrap_or(Password {
        id,
        account: Uuid::nil(),
        hash: Secret::from(""),
        closed_at: None,
    });
    let noted = Password {
        closed_at: Some(now),
        ..known
    };
    put(tx, &noted).await
}

/// Erases the alerts up to the time `read`, which the owner has read. A later one stays.
pub async fn forget_closed(tx: &Tx, account: Uuid, read: Timestamp) -> Result<(), StoreError> {
    for password in of_account(tx, account).await? {
        if password.closed_at.is_some_and(|closed| closed <= read) {
            let forgotten = Password {
                closed_at: None,
                ..password
            };
            put(tx, &forgotten).await?;
        }
    }
    Ok(())
}

/// Lets every password of one account open another.
pub async fn move_all(tx: &Tx, from: Uuid, to: Uuid) -> Result<(), StoreError> {
    for password in of_account(tx, from).await? {
        let moved = Password {
            account: to,
            ..password
        };
        put(tx, &moved).await?;
    }
    Ok(())
}

/// The passwords of an account: more than one only after another was joined to it.
pub async fn of_account(tx: &Tx, account: Uuid) -> Result<Vec<Password>, StoreError> {
    let query = row::Entity::find().filter(row::Column::AccountId.eq(account.to_string()));
    let rows = guarded::all(tx, query).await?;
    rows.iter().map(|row| open(tx, row)).collect()
}

/// Replaces the row, if it is there.
async fn put(tx: &Tx, password: &Password) -> Result<(), StoreError> {
    guarded::update::<row::Entity>(tx, row(tx, password)?).await?;
    Ok(())
}

fn row(tx: &Tx, password: &Password) -> Result<row::Model, StoreError> {
    let id = password.id.to_string();
    let at = Row {
        table: TABLE,
        id: &id,
    };
    Ok(row::Model {
        account_id: password.account.to_string(),
        hash: at.seal(tx.keyring(), "hash", password.hash.expose())?,
        closed_at: password.closed_at.map(ms),
        mac: Vec::new(),
        id,
    })
}

fn open(tx: &Tx, row: &row::Model) -> Result<Password, StoreError> {
    let at = Row {
        table: TABLE,
        id: &row.id,
    };
    Ok(Password {
        id: at.uuid("id", &row.id)?,
        account: at.uuid("account_id", &row.account_id)?,
        hash: at.open(tx.keyring(), "hash", &row.hash)?,
        closed_at: at.maybe_instant("closed_at", row.closed_at)?,
    })
}

impl Guarded for row::Entity {
    const MAC: row::Column = row::Column::Mac;

    fn name(row: &row::Model) -> &str {
        &row.id
    }

    fn mac(row: &mut row::Model) -> &mut Vec<u8> {
        &mut row.mac
    }
}

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "passwords")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        pub account_id: String,
        pub hash: Vec<u8>,
        pub closed_at: Option<i64>,
        pub mac: Vec<u8>,
    }

    #[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
