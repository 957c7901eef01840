//! Plain facts about this instance: its id, the day of its sandbox.
//!
//! Not sealed: no personal data may be stored here. Retained forever; visible to operators.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{QueryOrder as _, Set};

use crate::{StoreError, Tx};

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "settings")]
    pub(super) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub key: String,
        pub value: String,
    }

    #[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
    pub(super) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The value of a key, if it was ever set.
pub async fn get(tx: &Tx, key: &str) -> Result<Option<String>, StoreError> {
    let row = row::Entity::find_by_id(key).one(tx.connection()).await?;
    Ok(row.map(|row| row.value))
}

/// All keys, sorted.
pub async fn keys(tx: &Tx) -> Result<Vec<String>, StoreError> {
    let rows = row::Entity::find()
        .order_by_asc(row::Column::Key)
        .all(tx.connection())
        .await?;
    Ok(rows.into_iter().map(|row| row.key).collect())
}

/// Upserts a value.
pub async fn put(tx: &Tx, key: &str, value: &str) -> Result<(), StoreError> {
    row::Entity::insert(row::ActiveModel {
        key: Set(key.to_owned()),
        value: Set(value.to_owned()),
    })
    .on_conflict(
        OnConflict::column(row::Column::Key)
            .update_column(row::Column::Value)
            .to_owned(),
    )
    .exec_without_returning(tx.connection())
    .await?;
    Ok(())
}

/// Removes the values whose key begins with `beginning`.
pub async fn remove_all(tx: &Tx, beginning: &str) -> Result<(), StoreError> {
    row::Entity::delete_many()
        .filter(row::Column::Key.starts_with(beginning))
        .exec(tx.connection())
        .await?;
    Ok(())
}
