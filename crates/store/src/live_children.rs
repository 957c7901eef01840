//! Live children: the one verified application that a child may have, over both parents and all channels.
//!
//! The child is a keyed fingerprint of its ID number, unique with the key's id in it; only a verified submission holds it,
//! so that a stranger can block nobody. Erased when the application is rejected, withdrawn or collected ([`release`]).
//! Seen by nobody: a second parent learns that a live application exists, never whose.

use jiff::Timestamp;
use sea_orm::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
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

/// Holds a child for a case with a verified relationship. Of two at once, one wins.
pub async fn hold(
    tx: &Tx,
    child_id_number: &str,
    case: Uuid,
    now: Timestamp,
) -> Result<Held, StoreError> {
    if let Some(holder) = holder(tx, child_id_number).await? {
        return Ok(if holder == case {
            Held::Here
        } else {
            Held::Elsewhere
        });
    }
    let fingerprint = tx
        .keyring()
        .fingerprint(FingerprintKind::Child, child_id_number);
    row::Entity::insert(row::ActiveModel {
        fingerprint: Set(fingerprint.as_str().to_owned()),
        case_id: Set(case.to_string()),
        held_at: Set(ms(now)),
    })
    .on_conflict(
        OnConflict::column(row::Column::Fingerprint)
            .do_nothing()
            .to_owned(),
    )
    .exec_without_returning(tx.connection())
    .await?;
    // On PostgreSQL a rival that committed in the meantime ended this transaction; it begins again and finds the rival.
    Ok(if holder(tx, child_id_number).await? == Some(case) {
        Held::Here
    } else {
        Held::Elsewhere
    })
}

/// The case that holds a child, under any readable key.
pub async fn holder(tx: &Tx, child_id_number: &str) -> Result<Option<Uuid>, StoreError> {
    let candidates = tx
        .keyring()
        .fingerprints(FingerprintKind::Child, child_id_number);
    let row = row::Entity::find()
        .filter(row::Column::Fingerprint.is_in(candidates.iter().map(Fingerprint::as_str)))
        .one(tx.connection())
        .await?;
    row.map(|row| {
        Row {
            table: TABLE,
            id: &row.case_id,
        }
        .uuid("case_id", &row.case_id)
    })
    .transpose()
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
