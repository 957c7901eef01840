//! Items that a draft must answer again since it moved to another release.
//!
//! Not sealed: a row holds the id of a field or material and the release that asks, no value. Erased when the item is saved
//! again, and with the draft ([`crate::cases::erase`]). Visible to the agent, through the plan.

use domain::release::ChangeClass;
use jiff::Timestamp;
use sea_orm::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use uuid::Uuid;

use crate::column::{Row, ms};
use crate::parts::{self, Part};
use crate::{StoreError, Tx};

pub(crate) use row::Entity as Rows;

const TABLE: &str = "marks";

/// One item to answer again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemAskedAgain {
    /// Id of the field or material.
    pub item: String,
    /// The class of the change; never harmless.
    pub class: ChangeClass,
    /// Number of the release that brought the change.
    pub since: String,
}

/// Upserts items. Call [`crate::cases::update`] in the same transaction.
pub async fn put(
    tx: &Tx,
    case: Uuid,
    items: &[ItemAskedAgain],
    now: Timestamp,
) -> Result<(), StoreError> {
    if items.is_empty() {
        return Ok(());
    }
    parts::touch::<row::Entity>(tx, case).await?;
    let rows = items.iter().map(|item| row::ActiveModel {
        case_id: Set(case.to_string()),
        item: Set(item.item.clone()),
        class: Set(item.class.code().to_owned()),
        since: Set(item.since.clone()),
        made_at: Set(ms(now)),
    });
    row::Entity::insert_many(rows)
        .on_conflict(
            OnConflict::columns([row::Column::CaseId, row::Column::Item])
                .update_columns([row::Column::Class, row::Column::Since, row::Column::MadeAt])
                .to_owned(),
        )
        .exec_without_returning(tx.connection())
        .await?;
    Ok(())
}

/// The items of an application, sorted by id.
pub async fn list(tx: &Tx, case: Uuid) -> Result<Vec<ItemAskedAgain>, StoreError> {
    let mut rows = parts::rows::<row::Entity>(tx, case).await?;
    rows.sort_unstable_by(|one, other| one.item.cmp(&other.item));
    rows.into_iter()
        .map(|row| {
            let id = format!("{}/{}", row.case_id, row.item);
            let at = Row {
                table: TABLE,
                id: &id,
            };
            Ok(ItemAskedAgain {
                class: at.code("class", ChangeClass::from_code(&row.class))?,
                item: row.item,
                since: row.since,
            })
        })
        .collect()
}

/// Removes items. Missing ones are ignored.
pub async fn remove<'a>(
    tx: &Tx,
    case: Uuid,
    items: impl IntoIterator<Item = &'a str>,
) -> Result<(), StoreError> {
    let items: Vec<&str> = items.into_iter().collect();
    if items.is_empty() {
        return Ok(());
    }
    parts::touch::<row::Entity>(tx, case).await?;
    row::Entity::delete_many()
        .filter(row::Column::CaseId.eq(case.to_string()))
        .filter(row::Column::Item.is_in(items))
        .exec(tx.connection())
        .await?;
    Ok(())
}

/// Removes all items of an application.
pub async fn remove_all(tx: &Tx, case: Uuid) -> Result<(), StoreError> {
    parts::touch::<row::Entity>(tx, case).await?;
    row::Entity::delete_many()
        .filter(row::Column::CaseId.eq(case.to_string()))
        .exec(tx.connection())
        .await?;
    Ok(())
}

impl Part for row::Entity {
    const CASE: row::Column = row::Column::CaseId;
}

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "marks")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub case_id: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub item: String,
        pub class: String,
        pub since: String,
        pub made_at: i64,
    }

    #[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
