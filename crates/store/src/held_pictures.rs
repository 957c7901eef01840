//! Which pictures a submission holds, so that a slot that lets go of one does not delete it.
//!
//! Only ids, so nothing is sealed. Retention and visibility are those of the submission.

use std::collections::BTreeMap;

use sea_orm::Set;
use sea_orm::entity::prelude::*;
use uuid::Uuid;

use crate::column::Row;
use crate::parts::{self, Part};
use crate::{StoreError, Tx};

pub(crate) use row::Entity as Rows;

/// Holds a picture for a submission, by its material.
pub(crate) async fn hold(
    tx: &Tx,
    case: Uuid,
    number: u32,
    material: &str,
    object: Uuid,
) -> Result<(), StoreError> {
    parts::touch::<row::Entity>(tx, case).await?;
    row::Entity::insert(row::ActiveModel {
        case_id: Set(case.to_string()),
        number: Set(i64::from(number)),
        material: Set(material.to_owned()),
        object_id: Set(object.to_string()),
    })
    .exec_without_returning(tx.connection())
    .await?;
    Ok(())
}

/// The pictures that a submission holds: object by material id.
pub async fn pictures(
    tx: &Tx,
    case: Uuid,
    number: u32,
) -> Result<BTreeMap<String, Uuid>, StoreError> {
    let rows = parts::rows::<row::Entity>(tx, case).await?;
    rows.into_iter()
        .filter(|row| row.number == i64::from(number))
        .map(|row| {
            let at = Row {
                table: "submission_pictures",
                id: &row.case_id,
            };
            Ok((row.material.clone(), at.uuid("object_id", &row.object_id)?))
        })
        .collect()
}

/// Whether any submission of an application holds this picture. A picture belongs to one application, so no other can.
pub(crate) async fn holds(tx: &Tx, case: Uuid, object: Uuid) -> Result<bool, StoreError> {
    let rows = parts::rows::<row::Entity>(tx, case).await?;
    let object = object.to_string();
    Ok(rows.iter().any(|row| row.object_id == object))
}

/// Those of these pictures that any submission holds.
pub(crate) async fn held_of(tx: &Tx, objects: &[Uuid]) -> Result<Vec<String>, StoreError> {
    let rows = row::Entity::find()
        .filter(row::Column::ObjectId.is_in(objects.iter().map(Uuid::to_string)))
        .all(tx.connection())
        .await?;
    Ok(rows.into_iter().map(|row| row.object_id).collect())
}

impl Part for row::Entity {
    const CASE: row::Column = row::Column::CaseId;
}

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "submission_pictures")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub case_id: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub number: i64,
        #[sea_orm(primary_key, auto_increment = false)]
        pub material: String,
        pub object_id: String,
    }

    #[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
