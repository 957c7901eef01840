//! Accounts: each is one natural person, or somebody who has proved nothing yet.
//!
//! Name and ID number are sealed. They are typed until an account holds its person in [`crate::proved_people`]: until then nothing
//! relies on them, and the account loses them to whoever proves the number. For that, who typed a number is found by keyed
//! fingerprints in a table of its own, one row per readable key; a key added later does not reach them, so a pair that was typed
//! and never proved may then stay, as useless as before. How an account is entered is in [`crate::ways_in`], what is proved about
//! its person in [`crate::proofs`]. Retained while the account exists; one that is joined to another is erased ([`remove`]).
//! Visible to its owner, and to staff through an application.

use domain::id::{CitizenId, PersonalName};
use domain::people::Identity;
use jiff::Timestamp;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{QuerySelect as _, Set};
use uuid::Uuid;

use crate::column::{Row, ms};
use crate::guarded::{self, Guarded};
use crate::seal::{Fingerprint, FingerprintKind};
use crate::{StoreError, Tx, proved_people};

pub(crate) use row::Entity as Rows;

const TABLE: &str = "accounts";

/// An account, as created and as read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// From the caller.
    pub id: Uuid,
    /// Who its person is, typed or proved; `None` where nobody said.
    pub identity: Option<Identity>,
    /// When the account was created.
    pub created_at: Timestamp,
}

/// Creates an account of which only its ways in are known.
pub async fn create(tx: &Tx, id: Uuid, now: Timestamp) -> Result<(), StoreError> {
    let account = Account {
        id,
        identity: None,
        created_at: now,
    };
    guarded::create::<row::Entity>(tx, row(tx, &account)?).await
}

/// The account with this id. A read-write transaction locks it, so that what changes it as a whole is serialized.
pub async fn get(tx: &Tx, id: Uuid) -> Result<Option<Account>, StoreError> {
    let mut query = row::Entity::find_by_id(id.to_string());
    if tx.writes() {
        query = query.lock_exclusive();
    }
    let found = guarded::one(tx, query).await?;
    found.map(|row| open(tx, &row)).transpose()
}

/// Keeps who somebody says they are. `false` when there is no such account, or its person is proved, which is not typed over.
pub async fn set_typed(tx: &Tx, id: Uuid, identity: &Identity) -> Result<bool, StoreError> {
    if proved_people::has_proved(tx, id).await? || !set_identity(tx, id, Some(identity)).await? {
        return Ok(false);
    }
    let rows = fingerprints(tx, &identity.id_number)
        .into_iter()
        .map(|fingerprint| typed::ActiveModel {
            fingerprint: Set(fingerprint.as_str().to_owned()),
            account_id: Set(id.to_string()),
        });
    typed::Entity::insert_many(rows)
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(tx.connection())
        .await?;
    Ok(true)
}

/// Stores who the person of an account proved to be. `false` when there is no such account. Call it in the transaction that
/// holds the person ([`crate::proved_people::hold`]).
pub async fn set_proved(tx: &Tx, id: Uuid, identity: &Identity) -> Result<bool, StoreError> {
    set_identity(tx, id, Some(identity)).await
}

/// Erases who somebody said they are, if it is the person of this ID number and not proved: the rows of [`with_typed`] carry no
/// MAC, so what they say is checked here. `false` when nothing was erased.
pub async fn forget_typed(tx: &Tx, id: Uuid, id_number: &CitizenId) -> Result<bool, StoreError> {
    let said = get(tx, id).await?.and_then(|account| account.identity);
    if said.is_none_or(|said| said.id_number != *id_number)
        || proved_people::has_proved(tx, id).await?
    {
        return Ok(false);
    }
    set_identity(tx, id, None).await
}

/// The accounts in which this ID number was typed, and not proved. A hint: [`forget_typed`] checks each.
pub async fn with_typed(tx: &Tx, id_number: &CitizenId) -> Result<Vec<Uuid>, StoreError> {
    let known = fingerprints(tx, id_number);
    let accounts: Vec<String> = typed::Entity::find()
        .select_only()
        .column(typed::Column::AccountId)
        .distinct()
        .filter(typed::Column::Fingerprint.is_in(known.iter().map(Fingerprint::as_str)))
        .into_tuple()
        .all(tx.connection())
        .await?;
    accounts
        .iter()
        .map(|id| {
            let table = "typed_people";
            Row { table, id }.uuid("account_id", id)
        })
        .collect()
}

/// Erases an account that nothing belongs to any more: its ways in, sessions, proofs and consents were moved. `false` when there
/// is no such account.
pub async fn remove(tx: &Tx, id: Uuid) -> Result<bool, StoreError> {
    remove_typed(tx, id).await?;
    let gone = row::Entity::delete_by_id(id.to_string())
        .exec(tx.connection())
        .await?;
    Ok(gone.rows_affected == 1)
}

async fn set_identity(tx: &Tx, id: Uuid, identity: Option<&Identity>) -> Result<bool, StoreError> {
    let Some(account) = get(tx, id).await? else {
        return Ok(false);
    };
    if account.identity.is_some() {
        remove_typed(tx, id).await?;
    }
    let changed = Account {
        identity: identity.cloned(),
        ..account
    };
    guarded::update::<row::Entity>(tx, row(tx, &changed)?).await
}

async fn remove_typed(tx: &Tx, id: Uuid) -> Result<(), StoreError> {
    typed::Entity::delete_many()
        .filter(typed::Column::AccountId.eq(id.to_string()))
        .exec(tx.connection())
        .await?;
    Ok(())
}

fn fingerprints(tx: &Tx, id_number: &CitizenId) -> Vec<Fingerprint> {
    tx.keyring()
        .fingerprints(FingerprintKind::TypedPerson, id_number.as_str())
}

fn row(tx: &Tx, account: &Account) -> Result<row::Model, StoreError> {
    let id = account.id.to_string();
    let at = Row {
        table: TABLE,
        id: &id,
    };
    let seal = |column, text: &str| at.seal(tx.keyring(), column, text);
    let identity = account.identity.as_ref();
    Ok(row::Model {
        name: identity
            .map(|identity| seal("name", identity.name.as_str()))
            .transpose()?,
        id_number: identity
            .map(|identity| seal("id_number", identity.id_number.as_str()))
            .transpose()?,
        created_at: ms(account.created_at),
        mac: Vec::new(),
        id,
    })
}

fn open(tx: &Tx, row: &row::Model) -> Result<Account, StoreError> {
    let at = Row {
        table: TABLE,
        id: &row.id,
    };
    let identity = match (&row.name, &row.id_number) {
        (Some(name), Some(id_number)) => {
            let name = at.open(tx.keyring(), "name", name)?;
            let id_number = at.open(tx.keyring(), "id_number", id_number)?;
            Some(Identity {
                name: PersonalName::parse(name.expose())
                    .map_err(|_| at.wrong("name", "no name"))?,
                id_number: CitizenId::from_stored(id_number.expose())
                    .map_err(|_| at.wrong("id_number", "no ID number"))?,
            })
        }
        (None, None) => None,
        _ => return Err(at.wrong("id_number", "half of a pair")),
    };
    Ok(Account {
        id: at.uuid("id", &row.id)?,
        identity,
        created_at: at.instant("created_at", row.created_at)?,
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
    #[sea_orm(table_name = "accounts")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        pub name: Option<Vec<u8>>,
        pub id_number: Option<Vec<u8>>,
        pub created_at: i64,
        pub mac: Vec<u8>,
    }

    #[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod typed {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "typed_people")]
    pub(super) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub fingerprint: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub account_id: String,
    }

    #[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
    pub(super) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
