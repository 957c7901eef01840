//! Accounts: who can log in.
//!
//! Name, ID number, mobile and user name are sealed; log-in names are found by keyed fingerprints. The password is stored as its
//! argon2 hash, sealed too, so that a stolen database alone allows no offline guessing. Retained while the account exists;
//! visible to its owner, and to staff through an application.

use jiff::Timestamp;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{QueryOrder as _, Set};
use uuid::Uuid;

use crate::column::{Row, ms};
use crate::seal::{FingerprintKind, SealContext, Secret};
use crate::{StoreError, Tx};

const TABLE: &str = "accounts";

/// An account, as created and as read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Random, from the caller.
    pub id: Uuid,
    /// The chosen user name.
    pub username: Secret,
    /// The person's name.
    pub name: Secret,
    /// The person's ID number, normal form.
    pub id_number: Secret,
    /// The verified mobile, if there is one.
    pub mobile: Option<Secret>,
    /// Argon2 hash as a PHC string.
    pub password_hash: Secret,
    /// When the account was created.
    pub created_at: Timestamp,
    /// When wrong passwords last closed the log-in by password, until its owner has read the alert. Plain: only a time.
    pub password_closed_at: Option<Timestamp>,
}

/// What [`create`] did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Created {
    /// A new account was created.
    New,
    /// One of its log-in names already leads to this account; nothing was changed.
    AlreadyThere(Uuid),
}

/// Creates an account that can be found by its user name, its ID number and its mobile.
pub async fn create(tx: &Tx, account: &Account) -> Result<Created, StoreError> {
    let names: Vec<&Secret> = [&account.username, &account.id_number]
        .into_iter()
        .chain(&account.mobile)
        .collect();
    for name in &names {
        if let Some(other) = find_id(tx, name.expose()).await? {
            return Ok(Created::AlreadyThere(other));
        }
    }
    let id = account.id.to_string();
    let seal = |column: &'static str, value: &Secret| {
        tx.keyring().seal_text(
            SealContext {
                table: TABLE,
                column,
                row: &id,
            },
            value.expose(),
        )
    };
    row::Entity::insert(row::ActiveModel {
        id: Set(id.clone()),
        username: Set(seal("username", &account.username)?),
        name: Set(seal("name", &account.name)?),
        id_number: Set(seal("id_number", &account.id_number)?),
        mobile: Set(account
            .mobile
            .as_ref()
            .map(|mobile| seal("mobile", mobile))
            .transpose()?),
        password_hash: Set(seal("password_hash", &account.password_hash)?),
        created_at: Set(ms(account.created_at)),
        password_closed_at: Set(account.password_closed_at.map(ms)),
    })
    .exec_without_returning(tx.connection())
    .await?;
    for name in names {
        let fingerprint = tx
            .keyring()
            .fingerprint(FingerprintKind::Login, name.expose());
        logins::Entity::insert(logins::ActiveModel {
            fingerprint: Set(fingerprint.as_str().to_owned()),
            account_id: Set(id.clone()),
        })
        .on_conflict(
            OnConflict::column(logins::Column::Fingerprint)
                .do_nothing()
                .to_owned(),
        )
        .exec_without_returning(tx.connection())
        .await?;
    }
    Ok(Created::New)
}

/// The account with this user name, mobile or ID number.
pub async fn find_by_login(tx: &Tx, login: &str) -> Result<Option<Account>, StoreError> {
    match find_id(tx, login).await? {
        Some(id) => get(tx, id).await,
        None => Ok(None),
    }
}

/// The account with this id.
pub async fn get(tx: &Tx, id: Uuid) -> Result<Option<Account>, StoreError> {
    let row = row::Entity::find_by_id(id.to_string())
        .one(tx.connection())
        .await?;
    row.map(|row| open(tx, &row)).transpose()
}

/// Replaces the password's hash. `false` when there is no such account.
pub async fn set_password(tx: &Tx, id: Uuid, password_hash: &Secret) -> Result<bool, StoreError> {
    let id = id.to_string();
    let place = SealContext {
        table: TABLE,
        column: "password_hash",
        row: &id,
    };
    let sealed = tx.keyring().seal_text(place, password_hash.expose())?;
    let done = row::Entity::update_many()
        .col_expr(row::Column::PasswordHash, Expr::value(sealed))
        .filter(row::Column::Id.eq(id.as_str()))
        .exec(tx.connection())
        .await?;
    Ok(done.rows_affected == 1)
}

/// Records an alert for the owner that wrong passwords have closed the log-in by password. An unknown id is no error and costs
/// the same work, so that timing does not reveal whether an account exists.
pub async fn note_password_closed(tx: &Tx, id: Uuid, now: Timestamp) -> Result<(), StoreError> {
    row::Entity::update_many()
        .col_expr(row::Column::PasswordClosedAt, Expr::value(ms(now)))
        .filter(row::Column::Id.eq(id.to_string()))
        .exec(tx.connection())
        .await?;
    Ok(())
}

/// Erases the alert of the time `read`, which its owner has read. A later one stays.
pub async fn forget_password_closed(tx: &Tx, id: Uuid, read: Timestamp) -> Result<(), StoreError> {
    row::Entity::update_many()
        .col_expr(
            row::Column::PasswordClosedAt,
            Expr::value(Option::<i64>::None),
        )
        .filter(row::Column::Id.eq(id.to_string()))
        .filter(row::Column::PasswordClosedAt.lte(ms(read)))
        .exec(tx.connection())
        .await?;
    Ok(())
}

async fn find_id(tx: &Tx, login: &str) -> Result<Option<Uuid>, StoreError> {
    let candidates = tx.keyring().fingerprints(FingerprintKind::Login, login);
    let row = logins::Entity::find()
        .filter(
            logins::Column::Fingerprint
                .is_in(candidates.iter().map(super::seal::Fingerprint::as_str)),
        )
        .order_by_asc(logins::Column::AccountId)
        .one(tx.connection())
        .await?;
    row.map(|row| {
        Row {
            table: "account_logins",
            id: &row.account_id,
        }
        .uuid("account_id", &row.account_id)
    })
    .transpose()
}

fn open(tx: &Tx, row: &row::Model) -> Result<Account, StoreError> {
    let at = Row {
        table: TABLE,
        id: &row.id,
    };
    let open = |column: &'static str, sealed: &[u8]| {
        tx.keyring().open_text(
            SealContext {
                table: TABLE,
                column,
                row: &row.id,
            },
            sealed,
        )
    };
    Ok(Account {
        id: at.uuid("id", &row.id)?,
        username: open("username", &row.username)?,
        name: open("name", &row.name)?,
        id_number: open("id_number", &row.id_number)?,
        mobile: row
            .mobile
            .as_deref()
            .map(|sealed| open("mobile", sealed))
            .transpose()?,
        password_hash: open("password_hash", &row.password_hash)?,
        created_at: at.instant("created_at", row.created_at)?,
        password_closed_at: row
            .password_closed_at
            .map(|closed| at.instant("password_closed_at", closed))
            .transpose()?,
    })
}

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "accounts")]
    pub(super) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        pub username: Vec<u8>,
        pub name: Vec<u8>,
        pub id_number: Vec<u8>,
        pub mobile: Option<Vec<u8>>,
        pub password_hash: Vec<u8>,
        pub created_at: i64,
        pub password_closed_at: Option<i64>,
    }

    #[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
    pub(super) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod logins {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "account_logins")]
    pub(super) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub fingerprint: String,
        pub account_id: String,
    }

    #[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
    pub(super) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
