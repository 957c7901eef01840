//! Proved people: which account is whose, at most one for each person.
//!
//! The person is a keyed fingerprint of their ID number, one row per readable key, each unique. So of two accounts that prove the
//! same person at once one wins, even during a key rotation and in processes whose active keys differ. Not sealed: a fingerprint
//! and an id. It says that the pair of the account was proved once; whether a proof still counts is in [`crate::proofs`]. Erased
//! with the account. Visible to nobody.

use domain::id::CitizenId;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Alias, ExprTrait as _, Query};
use sea_orm::{Condition, QueryOrder as _, QuerySelect as _};
use uuid::Uuid;

use crate::column::Row;
use crate::guarded::{self, Guarded};
use crate::seal::{Fingerprint, FingerprintKind};
use crate::{StoreError, Tx};

pub(crate) use row::Entity as Rows;

const TABLE: &str = "proved_people";

/// What [`hold`] found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// The person is of the calling account, from now on or since before.
    Here,
    /// The person is of another account. Nothing was changed.
    Of(Uuid),
}

/// Records that an account is this person's, under every readable key. Idempotent.
///
/// Call it only where the person was just proved: the rows that it adds are proof from then on.
pub async fn hold(tx: &Tx, id_number: &CitizenId, account: Uuid) -> Result<Whose, StoreError> {
    let known = rows(tx, id_number).await?;
    add_missing(tx, id_number, account, &known).await
}

/// Adds the rows that the person of an account lacks under keys added since. `None`, and nothing was added, when the account has
/// not proved this number: it is typed, and the account is here because somebody put a row of their own into the table.
pub async fn extend(
    tx: &Tx,
    id_number: &CitizenId,
    account: Uuid,
) -> Result<Option<Whose>, StoreError> {
    let known = rows(tx, id_number).await?;
    let own = account.to_string();
    if !known.iter().any(|row| row.account_id == own) {
        return Ok(None);
    }
    add_missing(tx, id_number, account, &known).await.map(Some)
}

async fn add_missing(
    tx: &Tx,
    id_number: &CitizenId,
    account: Uuid,
    known: &[row::Model],
) -> Result<Whose, StoreError> {
    let own = account.to_string();
    if let Some(other) = known.iter().find(|row| row.account_id != own) {
        return Ok(Whose::Of(account_of(other)?));
    }
    let missing = fingerprints(tx, id_number)
        .into_iter()
        .filter(|wanted| !known.iter().any(|row| row.fingerprint == wanted.as_str()));
    for fingerprint in missing {
        let row = row::Model {
            fingerprint: fingerprint.as_str().to_owned(),
            account_id: own.clone(),
            mac: Vec::new(),
        };
        // Concurrent calls: impossible on SQLite (one writer); on PostgreSQL one that has committed aborts this transaction, and
        // the retry finds it.
        guarded::create::<row::Entity>(tx, row).await?;
    }
    Ok(Whose::Here)
}

/// Whether an account has proved who its person is, under any key.
pub async fn has_proved(tx: &Tx, account: Uuid) -> Result<bool, StoreError> {
    let query = row::Entity::find().filter(row::Column::AccountId.eq(account.to_string()));
    Ok(guarded::one(tx, query).await?.is_some())
}

/// At most `limit` accounts, by id after `after`, whose person lacks a row for a readable key because they are older than that
/// key. [`extend`] adds it. The list is a hint: it reads only ids, and [`extend`] checks the rows.
pub async fn lacking(tx: &Tx, after: Option<Uuid>, limit: u64) -> Result<Vec<Uuid>, StoreError> {
    let mut lacks = Condition::any();
    for prefix in tx.keyring().fingerprint_prefixes() {
        let other = |column| Expr::col((Alias::new("other"), column));
        let under_it = Query::select()
            .expr(Expr::val(1))
            .from_as(row::Entity, "other")
            .and_where(other(row::Column::AccountId).equals((row::Entity, row::Column::AccountId)))
            .and_where(other(row::Column::Fingerprint).like(format!("{prefix}%")))
            .take();
        lacks = lacks.add(Expr::exists(under_it).not());
    }
    let query = row::Entity::find()
        .select_only()
        .column(row::Column::AccountId)
        .distinct()
        .filter(lacks)
        .order_by_asc(row::Column::AccountId)
        .limit(limit);
    let mut after = after.map(|id| id.to_string()).unwrap_or_default();
    loop {
        let ids: Vec<String> = query
            .clone()
            .filter(row::Column::AccountId.gt(after))
            .into_tuple()
            .all(tx.connection())
            .await?;
        let accounts: Vec<Uuid> = ids.iter().filter_map(|id| id.parse().ok()).collect();
        match ids.into_iter().next_back() {
            // A forged row may name anything, and must not hide the accounts behind it.
            Some(last) if accounts.is_empty() => after = last,
            _ => return Ok(accounts),
        }
    }
}

async fn rows(tx: &Tx, id_number: &CitizenId) -> Result<Vec<row::Model>, StoreError> {
    let fingerprints = fingerprints(tx, id_number);
    let query = row::Entity::find()
        .filter(row::Column::Fingerprint.is_in(fingerprints.iter().map(Fingerprint::as_str)));
    guarded::all(tx, query).await
}

fn account_of(row: &row::Model) -> Result<Uuid, StoreError> {
    let id = &row.account_id;
    Row { table: TABLE, id }.uuid("account_id", id)
}

fn fingerprints(tx: &Tx, id_number: &CitizenId) -> Vec<Fingerprint> {
    tx.keyring()
        .fingerprints(FingerprintKind::Person, id_number.as_str())
}

impl Guarded for row::Entity {
    const MAC: row::Column = row::Column::Mac;

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
    #[sea_orm(table_name = "proved_people")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub fingerprint: String,
        pub account_id: String,
        pub mac: Vec<u8>,
    }

    #[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
