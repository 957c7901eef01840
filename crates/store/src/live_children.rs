//! Live children: at most one verified application per child, across both parents and all channels.
//!
//! The child is a keyed fingerprint of its ID number, one row per readable key, each unique with the key's id in it. So during a
//! key rotation, processes with and without the new key still exclude each other. Only a verified submission holds the child, so
//! that a stranger can block nobody. Erased when the application is rejected, withdrawn or collected ([`release`]). Visible to
//! nobody: a second parent learns that a live application exists, never whose.

use jiff::Timestamp;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Alias, ExprTrait as _, OnConflict, Query};
use sea_orm::{Condition, QueryOrder as _, QuerySelect as _, Set};
use uuid::Uuid;

use crate::column::{Row, ms};
use crate::parts::{self, Part};
use crate::seal::{Fingerprint, FingerprintKind};
use crate::{StoreError, Tx};

pub(crate) use row::Entity as Rows;

const TABLE: &str = "live_children";

/// What [`hold`] found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Held {
    /// The calling application holds the child, from now on or since before.
    Here,
    /// Another live application holds the child. Nothing was changed.
    Elsewhere,
}

/// Holds a child for an application with a verified relationship, under every readable key. Of two concurrent calls one wins,
/// even if their active keys differ.
///
/// Idempotent: an application that already holds the child also holds it under the keys added since.
pub async fn hold(
    tx: &Tx,
    child_id_number: &str,
    case: Uuid,
    now: Timestamp,
) -> Result<Held, StoreError> {
    let fingerprints = tx
        .keyring()
        .fingerprints(FingerprintKind::Child, child_id_number);
    let id = case.to_string();
    let known = rows(tx, &fingerprints).await?;
    if known.iter().any(|row| row.case_id != id) {
        return Ok(Held::Elsewhere);
    }
    let missing: Vec<_> = fingerprints
        .iter()
        .filter(|wanted| !known.iter().any(|row| row.fingerprint == wanted.as_str()))
        .map(|wanted| row::ActiveModel {
            fingerprint: Set(wanted.as_str().to_owned()),
            case_id: Set(id.clone()),
            held_at: Set(ms(now)),
        })
        .collect();
    if missing.is_empty() {
        return Ok(Held::Here);
    }
    parts::touch::<row::Entity>(tx, case).await?;
    let wanted = missing.len() as u64;
    // Concurrent calls: impossible on SQLite (one writer); on PostgreSQL one that has committed aborts this transaction, and the
    // retry finds it.
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
            &id,
            "was free and is not",
        ));
    }
    Ok(Held::Here)
}

/// The application that holds a child, under any readable key.
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

/// At most `limit` applications, by id after `after`, whose hold lacks a row for a readable key because it is older than that
/// key. Calling [`hold`] again with the child's ID number adds it.
pub async fn lacking(tx: &Tx, after: Option<Uuid>, limit: u64) -> Result<Vec<Uuid>, StoreError> {
    let mut lacks = Condition::any();
    for prefix in tx.keyring().fingerprint_prefixes() {
        // A correlated subquery, which uses the index over the case: a list of all cases under the key would be rebuilt for each
        // row.
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

/// Whether an application holds a child, under any key.
pub async fn holds(tx: &Tx, case: Uuid) -> Result<bool, StoreError> {
    Ok(!parts::rows::<row::Entity>(tx, case).await?.is_empty())
}

async fn rows(tx: &Tx, fingerprints: &[Fingerprint]) -> Result<Vec<row::Model>, StoreError> {
    let rows = row::Entity::find()
        .filter(row::Column::Fingerprint.is_in(fingerprints.iter().map(Fingerprint::as_str)))
        .all(tx.connection())
        .await?;
    for row in &rows {
        let at = Row {
            table: TABLE,
            id: &row.case_id,
        };
        // Each holds as long as it is of its application.
        parts::rows_elsewhere::<row::Entity>(tx, at.uuid("case_id", &row.case_id)?).await?;
    }
    Ok(rows)
}

/// Releases whatever an application holds. `false` when it held nothing.
pub async fn release(tx: &Tx, case: Uuid) -> Result<bool, StoreError> {
    parts::touch::<row::Entity>(tx, case).await?;
    let gone = row::Entity::delete_many()
        .filter(row::Column::CaseId.eq(case.to_string()))
        .exec(tx.connection())
        .await?;
    Ok(gone.rows_affected > 0)
}

impl Part for row::Entity {
    const CASE: row::Column = row::Column::CaseId;
}

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "live_children")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub fingerprint: String,
        pub case_id: String,
        pub held_at: i64,
    }

    #[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
