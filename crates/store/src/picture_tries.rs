//! Pictures that were sent for a slot and held back, so that the third try is taken and the same picture is recognised.
//!
//! Not sealed: a row holds a hash of the picture's plain bytes and codes of what was seen on it, no content; the picture itself is not
//! stored. Erased when a good picture is taken for the slot, when the slot is emptied, at the submission except for what was taken
//! nevertheless, and with the draft ([`crate::cases::erase`]). Visible to the agent; staff see the codes as evidence of a finding.

use domain::digest::Digest;
use jiff::Timestamp;
use sea_orm::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use uuid::Uuid;

use crate::column::{Row, ms};
use crate::parts::{self, Part};
use crate::{StoreError, Tx};

pub(crate) use row::Entity as Rows;

const TABLE: &str = "picture_tries";

/// A picture in which something was wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PictureTry {
    /// The slot: a material id of the catalogue.
    pub material: String,
    /// SM3 of the JPEG as it would have been kept.
    pub sm3: Digest,
    /// Codes of what is wrong, apart by blanks; the one that was told first.
    pub faults: String,
    /// How often it was sent.
    pub tries: u32,
    /// Whether it was taken nevertheless.
    pub is_taken: bool,
}

/// Upserts a picture.
pub async fn put(
    tx: &Tx,
    case: Uuid,
    tried: &PictureTry,
    now: Timestamp,
) -> Result<(), StoreError> {
    parts::touch::<row::Entity>(tx, case).await?;
    row::Entity::insert(row::ActiveModel {
        case_id: Set(case.to_string()),
        material: Set(tried.material.clone()),
        sm3: Set(tried.sm3.to_string()),
        faults: Set(tried.faults.clone()),
        tries: Set(i64::from(tried.tries)),
        taken: Set(tried.is_taken),
        tried_at: Set(ms(now)),
    })
    .on_conflict(
        OnConflict::columns([row::Column::CaseId, row::Column::Material, row::Column::Sm3])
            .update_columns([
                row::Column::Faults,
                row::Column::Tries,
                row::Column::Taken,
                row::Column::TriedAt,
            ])
            .to_owned(),
    )
    .exec_without_returning(tx.connection())
    .await?;
    Ok(())
}

/// The pictures of an application, the latest last.
pub async fn list(tx: &Tx, case: Uuid) -> Result<Vec<PictureTry>, StoreError> {
    let mut rows = parts::rows::<row::Entity>(tx, case).await?;
    rows.sort_unstable_by(|one, other| {
        let key = |row: &row::Model| (row.tried_at, row.material.clone(), row.sm3.clone());
        key(one).cmp(&key(other))
    });
    rows.into_iter().map(open).collect()
}

/// Forgets what was sent for a slot.
pub async fn remove(tx: &Tx, case: Uuid, material: &str) -> Result<(), StoreError> {
    parts::touch::<row::Entity>(tx, case).await?;
    row::Entity::delete_many()
        .filter(row::Column::CaseId.eq(case.to_string()))
        .filter(row::Column::Material.eq(material))
        .exec(tx.connection())
        .await?;
    Ok(())
}

/// Forgets what was held back in an application, and keeps what was taken nevertheless.
pub async fn remove_held_back(tx: &Tx, case: Uuid) -> Result<(), StoreError> {
    parts::touch::<row::Entity>(tx, case).await?;
    row::Entity::delete_many()
        .filter(row::Column::CaseId.eq(case.to_string()))
        .filter(row::Column::Taken.eq(false))
        .exec(tx.connection())
        .await?;
    Ok(())
}

/// Forgets everything of an application.
pub(crate) async fn remove_all(tx: &Tx, case: Uuid) -> Result<(), StoreError> {
    parts::touch::<row::Entity>(tx, case).await?;
    row::Entity::delete_many()
        .filter(row::Column::CaseId.eq(case.to_string()))
        .exec(tx.connection())
        .await?;
    Ok(())
}

fn open(row: row::Model) -> Result<PictureTry, StoreError> {
    let id = format!("{}/{}", row.case_id, row.material);
    let at = Row {
        table: TABLE,
        id: &id,
    };
    Ok(PictureTry {
        sm3: at.code("sm3", Digest::from_hex(&row.sm3))?,
        tries: at.number("tries", row.tries)?,
        material: row.material,
        faults: row.faults,
        is_taken: row.taken,
    })
}

impl Part for row::Entity {
    const CASE: row::Column = row::Column::CaseId;
}

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "picture_tries")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub case_id: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub material: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub sm3: String,
        pub faults: String,
        pub tries: i64,
        pub taken: bool,
        pub tried_at: i64,
    }

    #[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
