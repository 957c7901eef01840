//! Live children: the one verified application that a child may have, over both parents and all channels.
//!
//! The child is a keyed fingerprint of its ID number, one row under every readable key, each unique with the key's id in it:
//! so processes that were given a new key and those that were not yet refuse each other's. Only a verified submission holds
//! it, so that a stranger can block nobody. Erased when the application is rejected, withdrawn or collected ([`release`]).
//! Seen by nobody: a second parent learns that a live application exists, never whose.

use jiff::Timestamp;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Alias, ExprTrait as _, OnConflict, Query};
use sea_orm::{Condition, QueryOrder as _, QuerySelect as _, Set};
use uuid::Uuid;

use crate::column::{Row, ms};
use crate::seal::{Fingerprint, FingerprintKind};
use crate::{StoreError, Tx};

const TABLE: &str = "live_children";

/// What [`hold`] found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Held {
    /// The child is held by the case that asked, from now on or since before.
    Here,
    /// Another live application holds the child. Nothing was changed.
    Elsewhere,
}

/// Holds a child for a case with a verified relationship, under every readable key. Of two at once, one wins, also while
/// they do not have the same active key.
///
/// A case that holds the child already holds it under the keys that came since, too.
pub async fn hold(
    tx: &Tx,
    child_id_number: &str,
    case: Uuid,
    now: Timestamp,
) -> Result<Held, StoreError> {
    let fingerprints = tx
        .keyring()
        .fingerprints(FingerprintKind::Child, child_id_number);
    let case = case.to_string();
    let known = rows(tx, &fingerprints).await?;
    if known.iter().any(|row| row.case_id != case) {
        return Ok(Held::Elsewhere);
    }
    let missing: Vec<_> = fingerprints
        .iter()
        .filter(|wanted| !known.iter().any(|row| row.fingerprint == wanted.as_str()))
        .map(|wanted| row::ActiveModel {
            fingerprint: Set(wanted.as_str().to_owned()),
            case_id: Set(case.clone()),
            held_at: Set(ms(now)),
        })
        .collect();
    if missing.is_empty() {
        return Ok(Held::Here);
    }
    let wanted = missing.len() as u64;
    // A rival of the same moment: on SQLite there is none (one writer), on PostgreSQL one that committed in the meantime
    // ends this transaction; it begins again and finds the rival.
    let made = row::Entity::insert_many(missing)
        .on_conflict(
            OnConflict::column(row::Column::Fingerprint)
                .do_nothing()
                .to_owned(),
        )
        .exec_without_returning(tx.connection())
        .await?;
    if made != wanted {
        return Err(StoreError::inconsistent(
            TABLE,
            "fingerprint",
            &case,
            "was free and is not",
        ));
    }
    Ok(Held::Here)
}

/// The case that holds a child, under any readable key.
pub async fn holder(tx: &Tx, child_id_number: &str) -> Result<Option<Uuid>, StoreError> {
    let candidates = tx
        .keyring()
        .fingerprints(FingerprintKind::Child, child_id_number);
    let known = rows(tx, &candidates).await?;
    known
        .first()
        .map(|row| {
            Row {
                table: TABLE,
                id: &row.case_id,
            }
            .uuid("case_id", &row.case_id)
        })
        .transpose()
}

/// Cases whose hold is not under every readable key, because it is older than one: at most `limit`, by id behind `after`.
/// [`hold`] again, with the child's number, adds what lacks.
pub async fn lacking(tx: &Tx, after: Option<Uuid>, limit: u64) -> Result<Vec<Uuid>, StoreError> {
    let mut lacks = Condition::any();
    for prefix in tx.keyring().fingerprint_prefixes() {
        // For each row by the index over the case: a list of all cases under the key would be made anew for each.
        let other = |column| Expr::col((Alias::new("other"), column));
        let under_it = Query::select()
            .expr(Expr::val(1))
            .from_as(row::Entity, "other")
            .and_where(other(row::Column::CaseId).equals((row::Entity, row::Column::CaseId)))
            .and_where(other(row::Column::Fingerprint).like(format!("{prefix}%")))
            .take();
        lacks = lacks.add(Expr::exists(under_it).not());
    }
    let mut query = row::Entity::find()
        .select_only()
        .column(row::Column::CaseId)
        .distinct()
        .filter(lacks);
    if let Some(after) = after {
        query = query.filter(row::Column::CaseId.gt(after.to_string()));
    }
    let cases: Vec<String> = query
        .order_by_asc(row::Column::CaseId)
        .limit(limit)
        .into_tuple()
        .all(tx.connection())
        .await?;
    cases
        .iter()
        .map(|case| {
            Row {
                table: TABLE,
                id: case,
            }
            .uuid("case_id", case)
        })
        .collect()
}

/// Whether a case holds a child, under whatever key.
pub async fn holds(tx: &Tx, case: Uuid) -> Result<bool, StoreError> {
    let found = row::Entity::find()
        .filter(row::Column::CaseId.eq(case.to_string()))
        .one(tx.connection())
        .await?;
    Ok(found.is_some())
}

async fn rows(tx: &Tx, fingerprints: &[Fingerprint]) -> Result<Vec<row::Model>, StoreError> {
    let rows = row::Entity::find()
        .filter(row::Column::Fingerprint.is_in(fingerprints.iter().map(Fingerprint::as_str)))
        .all(tx.connection())
        .await?;
    Ok(rows)
}

/// Lets go of whatever a case holds. `false` when it held nothing.
pub async fn release(tx: &Tx, case: Uuid) -> Result<bool, StoreError> {
    let gone = row::Entity::delete_many()
        .filter(row::Column::CaseId.eq(case.to_string()))
        .exec(tx.connection())
        .await?;
    Ok(gone.rows_affected > 0)
}

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "live_children")]
    pub(super) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub fingerprint: String,
        pub case_id: String,
        pub held_at: i64,
    }

    #[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
    pub(super) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
