//! The sealed heads of applications: read once in a transaction, and written once before its commit.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{QueryOrder as _, QuerySelect as _, Set};
use uuid::Uuid;

use crate::first::first;
use crate::head::{Head, Known};
use crate::seal::SealContext;
use crate::{StoreError, Tx};

/// Name of the table.
pub(crate) const TABLE: &str = "case_heads";

/// The head of an application as it stands in this transaction; `None` when it has none. A read-write transaction locks it, so that
/// journal entries of one application get their numbers one after the other.
pub(crate) async fn get(tx: &Tx, case: Uuid) -> Result<Option<Head>, StoreError> {
    if let Some(known) = tx.heads().known().get(&case) {
        return Ok(known.head.clone());
    }
    let mut query = row::Entity::find_by_id(case.to_string());
    if tx.writes() {
        query = query.lock_exclusive();
    }
    let row = first(tx, query).await?;
    let head = match row {
        None => None,
        Some(row) => {
            let mut head = open(tx, &row)?;
            if row.folded {
                head.anchor = head.digest();
            }
            Some(head)
        }
    };
    tx.heads().known().insert(case, Known::new(head.clone()));
    Ok(head)
}

/// The head of an application as it stands in this transaction, without a lock; `None` when it has none. For what belongs to
/// another application than the one that is being changed: two that read each other would wait for each other.
pub(crate) async fn peek(tx: &Tx, case: Uuid) -> Result<Option<Head>, StoreError> {
    if let Some(known) = tx.heads().known().get(&case) {
        return Ok(known.head.clone());
    }
    let query = row::Entity::find_by_id(case.to_string());
    let row = first(tx, query).await?;
    row.map(|row| open(tx, &row)).transpose()
}

/// Sets the head of a new application.
pub(crate) fn begin(tx: &Tx, case: Uuid, head: Head) {
    let known = Known {
        is_changed: true,
        ..Known::new(Some(head))
    };
    tx.heads().known().insert(case, known);
}

/// Changes the head of an application.
pub(crate) async fn change(
    tx: &Tx,
    case: Uuid,
    change: impl FnOnce(&mut Head) + Send,
) -> Result<(), StoreError> {
    if get(tx, case).await?.is_none() {
        return Err(missing(case));
    }
    if let Some(known) = tx.heads().known().get_mut(&case) {
        known.head.as_mut().map(change);
        known.is_changed = true;
    }
    Ok(())
}

/// Writes every head that this transaction changed, with the digests of the parts that it changed. The last thing before a commit.
pub(crate) async fn seal(tx: &Tx) -> Result<(), StoreError> {
    let changed: Vec<_> = {
        let known = tx.heads().known();
        let changed = known
            .iter()
            .filter(|(_, known)| known.is_changed || !known.dirty.is_empty());
        changed
            .map(|(case, known)| (*case, known.head.clone(), known.dirty.clone()))
            .collect()
    };
    let mut rows = Vec::with_capacity(changed.len());
    for (case, head, dirty) in changed {
        let mut digests = Vec::with_capacity(dirty.len());
        for (table, take) in dirty {
            digests.push((table, take(tx, case).await?));
        }
        let Some(mut head) = head else {
            // Nothing may stand without a head; what was removed from nothing needs none.
            if digests.iter().any(|(_, digest)| digest.is_some()) {
                return Err(missing(case));
            }
            continue;
        };
        for (table, digest) in digests {
            match digest {
                Some(digest) => head.parts.insert(table.to_owned(), digest),
                None => head.parts.remove(table),
            };
        }
        head.revision += 1;
        let id = case.to_string();
        rows.push(row::ActiveModel {
            head: Set(tx.keyring().seal_text(place(&id), &head.written())?),
            case_id: Set(id),
            folded: Set(false),
        });
    }
    if rows.is_empty() {
        return Ok(());
    }
    row::Entity::insert_many(rows)
        .on_conflict(
            OnConflict::column(row::Column::CaseId)
                .update_columns([row::Column::Head, row::Column::Folded])
                .to_owned(),
        )
        .exec_without_returning(tx.connection())
        .await?;
    Ok(())
}

/// A head as the audit and the checkpoints see it.
pub(crate) struct StoredHead {
    /// Id of the application.
    pub(crate) case: String,
    /// An error when it cannot be opened.
    pub(crate) head: Result<Head, StoreError>,
    /// Whether the last checkpoint that names the application holds this head.
    pub(crate) is_folded: bool,
}

/// The heads of these applications.
pub(crate) async fn of(tx: &Tx, cases: &[String]) -> Result<Vec<StoredHead>, StoreError> {
    let query = row::Entity::find().filter(row::Column::CaseId.is_in(cases));
    stored(tx, query).await
}

/// At most `limit` heads after `after`, by application, that no checkpoint holds yet.
pub(crate) async fn not_folded(
    tx: &Tx,
    after: &str,
    limit: u64,
) -> Result<Vec<StoredHead>, StoreError> {
    let query = row::Entity::find()
        .filter(row::Column::Folded.eq(false))
        .filter(row::Column::CaseId.gt(after))
        .order_by_asc(row::Column::CaseId)
        .limit(limit);
    stored(tx, query).await
}

/// Notes that the checkpoints hold the heads of these applications as they are.
pub(crate) async fn note_folded(tx: &Tx, cases: Vec<String>) -> Result<(), StoreError> {
    row::Entity::update_many()
        .col_expr(row::Column::Folded, Expr::value(true))
        .filter(row::Column::CaseId.is_in(cases))
        .exec(tx.connection())
        .await?;
    Ok(())
}

/// At most `limit` ids of applications with a head, after `after`.
pub(crate) async fn ids(tx: &Tx, after: &str, limit: u64) -> Result<Vec<String>, StoreError> {
    let query = row::Entity::find()
        .select_only()
        .column(row::Column::CaseId)
        .filter(row::Column::CaseId.gt(after))
        .order_by_asc(row::Column::CaseId)
        .limit(limit);
    Ok(query.into_tuple().all(tx.connection()).await?)
}

async fn stored(tx: &Tx, query: Select<row::Entity>) -> Result<Vec<StoredHead>, StoreError> {
    let rows = query.all(tx.connection()).await?;
    Ok(rows
        .into_iter()
        .map(|row| StoredHead {
            head: open(tx, &row),
            case: row.case_id,
            is_folded: row.folded,
        })
        .collect())
}

/// The application has rows and no head.
pub(crate) fn missing(case: Uuid) -> StoreError {
    StoreError::altered(TABLE, &case.to_string(), "it is missing")
}

fn open(tx: &Tx, row: &row::Model) -> Result<Head, StoreError> {
    let text = tx.keyring().open_text(place(&row.case_id), &row.head)?;
    Head::read(text.expose())
        .ok_or_else(|| StoreError::inconsistent(TABLE, "head", &row.case_id, "no head"))
}

fn place(case: &str) -> SealContext<'_> {
    SealContext {
        table: TABLE,
        column: "head",
        row: case,
    }
}

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "case_heads")]
    pub(super) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub case_id: String,
        pub head: Vec<u8>,
        pub folded: bool,
    }

    #[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
    pub(super) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
