//! Answers: what the agent and the registries said, one row for each field of an application.
//!
//! The value is sealed; provenance, time and channel are plain, because operators count them. Erased with the draft
//! ([`crate::cases::erase`]) or when the flow no longer asks for it ([`remove`]). Visible to the agent, and to staff through the
//! application.

use std::collections::BTreeMap;

use domain::answer::{Answer, Provenance};
use domain::channel::Channel;
use sea_orm::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use uuid::Uuid;

use crate::column::{Row, ms};
use crate::parts::{self, Part};
use crate::seal::{SealContext, Secret};
use crate::{StoreError, Tx};

pub(crate) use row::Entity as Rows;

const TABLE: &str = "answers";

/// The answer that names the child.
pub(crate) const CHILD_NAME: &str = "child.name";
/// The answer without which no register may be asked.
pub(crate) const CONSENT_LOOKUP: &str = "consent.lookup";
/// Those that the row of the application copies ([`crate::lines`]).
const COPIED: [&str; 2] = [CHILD_NAME, CONSENT_LOOKUP];

/// Upserts answers by field. Call [`crate::cases::update`] in the same transaction.
pub async fn put<'a>(
    tx: &Tx,
    case: Uuid,
    answers: impl IntoIterator<Item = (&'a str, &'a Answer)>,
) -> Result<(), StoreError> {
    let id = case.to_string();
    let (mut rows, mut fields) = (Vec::new(), Vec::new());
    for (field, answer) in answers {
        fields.push(field);
        let row = format!("{id}/{field}");
        let place = SealContext {
            table: TABLE,
            column: "value",
            row: &row,
        };
        rows.push(row::ActiveModel {
            case_id: Set(id.clone()),
            field: Set(field.to_owned()),
            value: Set(tx.keyring().seal_text(place, &answer.value)?),
            provenance: Set(answer.provenance.code().to_owned()),
            channel: Set(answer.channel.code().to_owned()),
            at: Set(ms(answer.at)),
        });
    }
    if rows.is_empty() {
        return Ok(());
    }
    touch(tx, case, &fields).await?;
    row::Entity::insert_many(rows)
        .on_conflict(
            OnConflict::columns([row::Column::CaseId, row::Column::Field])
                .update_columns([
                    row::Column::Value,
                    row::Column::Provenance,
                    row::Column::Channel,
                    row::Column::At,
                ])
                .to_owned(),
        )
        .exec_without_returning(tx.connection())
        .await?;
    Ok(())
}

/// Announces that these answers are about to change.
async fn touch(tx: &Tx, case: Uuid, fields: &[&str]) -> Result<(), StoreError> {
    parts::touch::<row::Entity>(tx, case).await?;
    let is_copied = fields.iter().any(|field| COPIED.contains(field));
    if is_copied && let Some(known) = tx.heads().known().get_mut(&case) {
        known.line_changed = true;
    }
    Ok(())
}

/// All answers of an application, by field.
pub async fn list(tx: &Tx, case: Uuid) -> Result<BTreeMap<String, Answer>, StoreError> {
    let rows = parts::rows::<row::Entity>(tx, case).await?;
    rows.into_iter()
        .map(|row| {
            let id = format!("{}/{}", row.case_id, row.field);
            let at = Row {
                table: TABLE,
                id: &id,
            };
            let value = open_value(tx, &row.case_id, &row.field, &row.value)?;
            let answer = Answer {
                value: value.expose().to_owned(),
                provenance: at.code("provenance", Provenance::from_code(&row.provenance))?,
                at: at.instant("at", row.at)?,
                channel: at.code("channel", Channel::from_code(&row.channel))?,
            };
            Ok((row.field, answer))
        })
        .collect()
}

/// The values that the row of the application copies, as they are sealed, by field.
pub(crate) async fn copied(tx: &Tx, case: Uuid) -> Result<BTreeMap<String, Vec<u8>>, StoreError> {
    let rows = row::Entity::find()
        .filter(row::Column::CaseId.eq(case.to_string()))
        .filter(row::Column::Field.is_in(COPIED))
        .all(tx.connection())
        .await?;
    Ok(rows.into_iter().map(|row| (row.field, row.value)).collect())
}

/// Opens a value of [`copied`].
pub(crate) fn open_value(
    tx: &Tx,
    case: &str,
    field: &str,
    sealed: &[u8],
) -> Result<Secret, StoreError> {
    let row = format!("{case}/{field}");
    let place = SealContext {
        table: TABLE,
        column: "value",
        row: &row,
    };
    Ok(tx.keyring().open_text(place, sealed)?)
}

/// Removes answers. Fields without an answer are ignored.
pub async fn remove<'a>(
    tx: &Tx,
    case: Uuid,
    fields: impl IntoIterator<Item = &'a str>,
) -> Result<(), StoreError> {
    let fields: Vec<&str> = fields.into_iter().collect();
    if fields.is_empty() {
        return Ok(());
    }
    touch(tx, case, &fields).await?;
    row::Entity::delete_many()
        .filter(row::Column::CaseId.eq(case.to_string()))
        .filter(row::Column::Field.is_in(fields))
        .exec(tx.connection())
        .await?;
    Ok(())
}

/// Removes all answers of an application.
pub async fn remove_all(tx: &Tx, case: Uuid) -> Result<(), StoreError> {
    touch(tx, case, &COPIED).await?;
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
    #[sea_orm(table_name = "answers")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub case_id: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub field: String,
        pub value: Vec<u8>,
        pub provenance: String,
        pub channel: String,
        pub at: i64,
    }

    #[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
