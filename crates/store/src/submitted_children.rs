//! Submitted children: which applications that were handed in, verified or not, are about one child.
//!
//! Unlike [`crate::live_children`] this holds nothing and refuses nobody: it only finds what staff must look at together. The
//! child is a keyed fingerprint of its ID number, a row under every readable key, so that it is found after a change of keys
//! too. Erased when the application comes to an end or is taken back ([`forget`]), but for the gate, a fingerprint and a count;
//! read for findings alone, seen by nobody.

use jiff::Timestamp;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{ExprTrait as _, OnConflict};
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
/// one of them commit what it saw before. So it is asked in the transaction that [`note`]s.
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

/// Forgets a case that came to an end or is a draft again.
pub async fn forget(tx: &Tx, case: Uuid) -> Result<(), StoreError> {
    row::Entity::delete_many()
        .filter(row::Column::CaseId.eq(case.to_string()))
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
