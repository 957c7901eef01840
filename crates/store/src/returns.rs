//! Open returns: what staff want corrected in an application, and what stays locked meanwhile.
//!
//! Ids and codes are plain; the sentence that staff wrote for the agent may name people, so it is sealed. Erased when the
//! correction is submitted or the application ends, and with the draft ([`crate::cases::erase`]). Visible to the agent, whom the
//! sentences are for, and to staff.

use domain::application::{Return, ReturnedItem};
use sea_orm::Set;
use sea_orm::entity::prelude::*;
use uuid::Uuid;

use crate::column::Row;
use crate::parts::{self, Part};
use crate::seal::SealContext;
use crate::{StoreError, Tx};

pub(crate) use item::Entity as Items;
pub(crate) use row::Entity as Rows;

const TABLE: &str = "returns";
const ITEMS: &str = "return_items";

/// The open return of an application.
pub(crate) async fn get(tx: &Tx, case: Uuid) -> Result<Option<Return>, StoreError> {
    let id = case.to_string();
    let row = parts::rows::<row::Entity>(tx, case).await?.pop();
    let mut items = parts::rows::<item::Entity>(tx, case).await?;
    let Some(row) = row else {
        return Ok(None);
    };
    items.sort_unstable_by_key(|item| item.place);
    let items = items
        .into_iter()
        .map(|item| open(tx, item))
        .collect::<Result<_, _>>()?;
    let at = Row {
        table: TABLE,
        id: &id,
    };
    let submission = at.number("submission", row.submission)?;
    let locked = row.locked.split_whitespace();
    Ok(Some(Return::from_stored(submission, items, locked)))
}

/// Stores the open return of an application, in place of the one before; `None` when there is none any more.
pub(crate) async fn put(tx: &Tx, case: Uuid, returned: Option<&Return>) -> Result<(), StoreError> {
    remove_all(tx, case).await?;
    let Some(returned) = returned else {
        return Ok(());
    };
    // Announced by `remove_all`.
    let case = case.to_string();
    let locked: Vec<&str> = returned.locked().collect();
    row::Entity::insert(row::ActiveModel {
        case_id: Set(case.clone()),
        submission: Set(i64::from(returned.submission)),
        locked: Set(locked.join(" ")),
    })
    .exec_without_returning(tx.connection())
    .await?;
    let mut rows = Vec::new();
    for (place, item) in (0..).zip(&returned.items) {
        let id = row_name(&case, place);
        rows.push(item::ActiveModel {
            case_id: Set(case.clone()),
            place: Set(place),
            item: Set(item.item.clone()),
            reason: Set(item.reason.clone()),
            sentence: Set(tx.keyring().seal_text(place_of(&id), &item.sentence)?),
            sample: Set(item.sample.clone()),
            corrected: Set(item.corrected),
        });
    }
    if !rows.is_empty() {
        item::Entity::insert_many(rows)
            .exec_without_returning(tx.connection())
            .await?;
    }
    Ok(())
}

/// Erases the return of an application.
pub(crate) async fn remove_all(tx: &Tx, case: Uuid) -> Result<(), StoreError> {
    parts::touch::<item::Entity>(tx, case).await?;
    parts::touch::<row::Entity>(tx, case).await?;
    let case = case.to_string();
    item::Entity::delete_many()
        .filter(item::Column::CaseId.eq(case.clone()))
        .exec(tx.connection())
        .await?;
    row::Entity::delete_by_id(case)
        .exec(tx.connection())
        .await?;
    Ok(())
}

fn row_name(case: &str, place: i64) -> String {
    format!("{case}/{place}")
}

fn place_of(row: &str) -> SealContext<'_> {
    SealContext {
        table: ITEMS,
        column: "sentence",
        row,
    }
}

fn open(tx: &Tx, row: item::Model) -> Result<ReturnedItem, StoreError> {
    let id = row_name(&row.case_id, row.place);
    let sentence = tx.keyring().open_text(place_of(&id), &row.sentence)?;
    Ok(ReturnedItem {
        item: row.item,
        reason: row.reason,
        sentence: sentence.expose().to_owned(),
        sample: row.sample,
        corrected: row.corrected,
    })
}

impl Part for row::Entity {
    const CASE: row::Column = row::Column::CaseId;
}

impl Part for item::Entity {
    const CASE: item::Column = item::Column::CaseId;
}

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "returns")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub case_id: String,
        pub submission: i64,
        pub locked: String,
    }

    #[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod item {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "return_items")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub case_id: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub place: i64,
        pub item: String,
        pub reason: String,
        pub sentence: Vec<u8>,
        pub sample: Option<String>,
        pub corrected: bool,
    }

    #[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
