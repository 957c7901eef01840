//! Submitted children: which submitted applications, verified or not, are for the same child.
//!
//! Unlike [`crate::live_children`] this holds nothing and refuses nobody: it only finds what staff must review together. The
//! child is a keyed fingerprint of its ID number, one row per readable key, so that it is found across a key rotation. Erased
//! when the application ends or is taken back ([`forget`]), and the gate (a fingerprint and a count) with the last application
//! behind it; used for findings only, visible to nobody.

use jiff::Timestamp;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{ExprTrait as _, OnConflict, Query};
use sea_orm::{QuerySelect as _, Set};
use uuid::Uuid;

use crate::column::{Row, ms};
use crate::parts::{self, Part};
use crate::seal::{Fingerprint, FingerprintKind};
use crate::{StoreError, Tx};

pub(crate) use row::Entity as Rows;

const TABLE: &str = "submitted_children";

/// Records that an application for this child was submitted. Idempotent.
pub async fn note(
    tx: &Tx,
    child_id_number: &str,
    case: Uuid,
    now: Timestamp,
) -> Result<(), StoreError> {
    parts::touch::<row::Entity>(tx, case).await?;
    let rows = fingerprints(tx, child_id_number)
        .into_iter()
        .map(|fingerprint| row::ActiveModel {
            fingerprint: Set(fingerprint.as_str().to_owned()),
            case_id: Set(case.to_string()),
            since: Set(ms(now)),
        });
    row::Entity::insert_many(rows)
        .on_conflict(
            OnConflict::columns([row::Column::Fingerprint, row::Column::CaseId])
                .do_nothing()
                .to_owned(),
        )
        .exec_without_returning(tx.connection())
        .await?;
    Ok(())
}

/// The other applications for this child that were submitted and have not ended.
///
/// Of two concurrent calls the second finds the first: each increments the child's gate, and PostgreSQL lets only one of them
/// commit what it read before. Call it in the transaction that calls [`note`], which also leaves no gate without a row.
pub async fn others(tx: &Tx, child_id_number: &str, case: Uuid) -> Result<Vec<Uuid>, StoreError> {
    let known = fingerprints(tx, child_id_number);
    let turn = (
        gate::Column::Turn,
        Expr::col((gate::Entity, gate::Column::Turn)).add(1),
    );
    gate::Entity::insert_many(known.iter().map(|fingerprint| gate::ActiveModel {
        fingerprint: Set(fingerprint.as_str().to_owned()),
        turn: Set(0),
    }))
    .on_conflict(
        OnConflict::column(gate::Column::Fingerprint)
            .value(turn.0, turn.1)
            .to_owned(),
    )
    .exec_without_returning(tx.connection())
    .await?;
    let cases: Vec<String> = row::Entity::find()
        .select_only()
        .column(row::Column::CaseId)
        .distinct()
        .filter(row::Column::Fingerprint.is_in(known.iter().map(Fingerprint::as_str)))
        .filter(row::Column::CaseId.ne(case.to_string()))
        .into_tuple()
        .all(tx.connection())
        .await?;
    let mut others = Vec::with_capacity(cases.len());
    for id in &cases {
        let other = Row { table: TABLE, id }.uuid("case_id", id)?;
        // Each counts as long as its row is of its application.
        parts::rows_elsewhere::<row::Entity>(tx, other).await?;
        others.push(other);
    }
    Ok(others)
}

/// Erases an application that has ended or is a draft again, and the gates with no application left behind them.
///
/// A gate may be deleted only when no concurrent [`others`] depends on it: if its snapshot predates the gate, and the gate is
/// gone when it increments it, it would miss that application for good. On PostgreSQL this cannot happen. A transaction that
/// increments a gate holds its row lock until its own row is committed, and deleting a gate that was incremented since this
/// transaction began loses the race; the retry sees the row and keeps the gate. For the same reason the gate is incremented here
/// before it is checked: of the last two applications erased concurrently, each would otherwise see the other's row and leave the
/// gate behind.
pub async fn forget(tx: &Tx, case: Uuid) -> Result<(), StoreError> {
    let of_case = row::Column::CaseId.eq(case.to_string());
    let known: Vec<String> = row::Entity::find()
        .select_only()
        .column(row::Column::Fingerprint)
        .filter(of_case.clone())
        .into_tuple()
        .all(tx.connection())
        .await?;
    if known.is_empty() {
        return Ok(());
    }
    let gates = gate::Column::Fingerprint.is_in(known);
    gate::Entity::update_many()
        .col_expr(
            gate::Column::Turn,
            Expr::col((gate::Entity, gate::Column::Turn)).add(1),
        )
        .filter(gates.clone())
        .exec(tx.connection())
        .await?;
    parts::touch::<row::Entity>(tx, case).await?;
    row::Entity::delete_many()
        .filter(of_case)
        .exec(tx.connection())
        .await?;
    let behind_it = Query::select()
        .expr(Expr::val(1))
        .from(row::Entity)
        .and_where(
            Expr::col((row::Entity, row::Column::Fingerprint))
                .equals((gate::Entity, gate::Column::Fingerprint)),
        )
        .take();
    gate::Entity::delete_many()
        .filter(gates)
        .filter(Expr::exists(behind_it).not())
        .exec(tx.connection())
        .await?;
    Ok(())
}

fn fingerprints(tx: &Tx, child_id_number: &str) -> Vec<Fingerprint> {
    tx.keyring()
        .fingerprints(FingerprintKind::Child, child_id_number)
}

mod gate {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "submitted_children_gates")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub fingerprint: String,
        pub turn: i64,
    }

    #[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

impl Part for row::Entity {
    const CASE: row::Column = row::Column::CaseId;
}

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "submitted_children")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub fingerprint: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub case_id: String,
        pub since: i64,
    }

    #[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
