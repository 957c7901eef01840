//! Submitted children: which applications that were handed in, verified or not, are about one child.
//!
//! Unlike [`crate::live_children`] this holds nothing and refuses nobody: it only finds what staff must look at together. The
//! child is a keyed fingerprint of its ID number, a row under every readable key, so that it is found after a change of keys
//! too. Erased when the application comes to an end or is taken back ([`forget`]), and the gate (a fingerprint and a count)
//! with the last application behind it; read for findings alone, seen by nobody.

use jiff::Timestamp;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{ExprTrait as _, OnConflict, Query};
use sea_orm::{QuerySelect as _, Set};
use uuid::Uuid;

use crate::column::{Row, ms};
use crate::seal::{Fingerprint, FingerprintKind};
use crate::{StoreError, Tx};

const TABLE: &str = "submitted_children";

/// Notes that a case about this child was handed in. Once more is fine.
pub async fn note(
    tx: &Tx,
    child_id_number: &str,
    case: Uuid,
    now: Timestamp,
) -> Result<(), StoreError> {
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

/// The other cases about this child that were handed in and have not ended.
///
/// Of two that ask at once one comes second and finds the other: each turns the child's gate, and PostgreSQL lets only
/// one of them commit what it saw before. So it is asked in the transaction that [`note`]s, and leaves no gate without a row.
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
    cases
        .iter()
        .map(|id| Row { table: TABLE, id }.uuid("case_id", id))
        .collect()
}

/// Forgets a case that came to an end or is a draft again, and the gates behind which nobody is left.
///
/// A gate may go only while it stands between no two: one that was not there when [`others`] began to look, and is gone when
/// it turns, would hide its application for good. On PostgreSQL that cannot be. Whoever turned a gate has it locked until
/// its row is noted and committed, and to delete what was turned since this transaction began loses the race; the next
/// attempt sees the row and leaves the gate. For the same reason it is turned here before it is judged: of the last two that
/// go at once, each would see the other's row and leave the gate standing.
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
    pub(super) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub fingerprint: String,
        pub turn: i64,
    }

    #[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
    pub(super) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "submitted_children")]
    pub(super) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub fingerprint: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub case_id: String,
        pub since: i64,
    }

    #[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
    pub(super) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
