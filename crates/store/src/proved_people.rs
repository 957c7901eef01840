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

/// Records that an account is this person's, under every readable key.
///
/// Idempotent: an account that already has the person gets them also under the keys added since.
pub async fn hold(tx: &Tx, id_number: &CitizenId, account: Uuid) -> Result<Whose, StoreError> {
    let fingerprints = fingerprints(tx, id_number);
    let known = rows(tx, &fingerprints).await?;
    let own = account.to_string();
    if let Some(other) = known.iter().find(|row| row.account_id != own) {
        return Ok(Whose::Of(account_of(other)?));
    }
    let missing = fingerprints
        .iter()
        .filter(|wanted| !known.iter().any(|row| row.fingerprint == wanted.as_str()));
    for fingerprint in missing {
        let row = row::Model {
            fingerprint: fingerprint.as_str().to_owned(),
            account_id: own.clone(),
            mac: Vec::new(),
        };
        // Concurrent calls: impossible on SQLite (one writer); on PostgreSQL one that has committed aborts this transaction, and
        // the retry finds it.
        if !guarded::insert::<row::Entity>(tx, row).await? {
            return Err(StoreError::inconsistent(
                TABLE,
                "fingerprint",
                &own,
                "was free and is not",
            ));
        }
    }
    Ok(Whose::Here)
}

/// Whether an account has proved who its person is, under any key.
pub async fn has_proved(tx: &Tx, account: Uuid) -> Result<bool, StoreError> {
    let query = row::Entity::find().filter(row::Column::AccountId.eq(account.to_string()));
    Ok(guarded::one(tx, query).await?.is_some())
}

/// At most `limit` accounts, by id after `after`, whose person lacks a row for a readable key because they are older than that
/// key. Calling [`hold`] again with the ID number adds it.
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
    let mut query = row::Entity::find()
        .select_only()
        .column(row::Column::AccountId)
        .distinct()
        .filter(lacks);
    if let Some(after) = after {
        query = query.filter(row::Column::AccountId.gt(after.to_string()));
    }
    let accounts: Vec<String> = query
        .order_by_asc(row::Column::AccountId)
        .limit(limit)
        .into_tuple()
        .all(tx.connection())
        .await?;
    accounts
        .iter()
        .map(|id| Row { table: TABLE, id }.uuid("account_id", id))
        .collect()
}

async fn rows(tx: &Tx, fingerprints: &[Fingerprint]) -> Result<Vec<row::Model>, StoreError> {
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
