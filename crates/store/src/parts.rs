//! The parts of an application: its rows in every table, read against its sealed head.
//!
//! A table of rows that belong to an application implements [`Part`]. Its rows are read with [`rows`], which refuses them unless
//! they are those of the head. Whoever changes them calls [`touch`] first, which checks them a last time; before the commit
//! [`crate::heads::seal`] takes their digest anew. So a row that somebody else inserted, changed, moved or deleted is refused where
//! it is read, and no later save makes it ours.

use std::collections::BTreeMap;

use futures::FutureExt as _;
use futures::future::BoxFuture;
use ring::digest::{Context, SHA256, digest};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{ExprTrait as _, Query, UnionType};
use uuid::Uuid;

use crate::head::{Head, PartDigest};
use crate::row_bytes::row_bytes;
use crate::{StoreError, Tx, heads};

/// A table whose rows belong to one application each.
pub(crate) trait Part: EntityTrait {
    /// The column that names the application.
    const CASE: Self::Column;
}

/// The tables that are read whenever an application is opened. Most of them are empty while it is filled in: whether those are of which
/// its head knows nothing is asked in one query, the first time that one of them is read.
const OPENED: [&str; 13] = [
    "answers",
    "cards",
    "case_records",
    "findings",
    "live_children",
    "marks",
    "materials",
    "picture_tries",
    "relationships",
    "return_items",
    "returns",
    "reviews",
    "submissions",
];

/// The rows of an application, in no order.
///
/// Fails as [`StoreError::Altered`] unless they are those that this program wrote last.
pub(crate) async fn rows<E: Part>(tx: &Tx, case: Uuid) -> Result<Vec<E::Model>, StoreError> {
    let head = heads::get(tx, case).await?;
    if let Some(head) = &head
        && is_empty(tx, case, head, E::default().table_name()).await?
    {
        return Ok(Vec::new());
    }
    checked::<E>(tx, case, head).await
}

/// Whether an application has no rows in this table of [`OPENED`], by its head and by the database.
async fn is_empty(
    tx: &Tx,
    case: Uuid,
    head: &Head,
    table: &'static str,
) -> Result<bool, StoreError> {
    let is_without = |table: &&'static str, dirty: &BTreeMap<_, _>| {
        !head.parts.contains_key(*table) && !dirty.contains_key(*table)
    };
    let without: Vec<_> = {
        let known = tx.heads().known();
        let Some(known) = known.get(&case) else {
            return Ok(false);
        };
        if !OPENED.contains(&table) || !is_without(&table, &known.dirty) {
            return Ok(false);
        }
        if known.checked.contains(table) {
            return Ok(true);
        }
        let tables = OPENED.into_iter();
        tables
            .filter(|table| is_without(table, &known.dirty))
            .collect()
    };
    if let Some(table) = first_with_rows(tx, case, &without).await? {
        return Err(altered(table, case));
    }
    if let Some(known) = tx.heads().known().get_mut(&case) {
        known.checked.extend(without);
    }
    Ok(true)
}

/// The first of these tables that has a row of this application.
async fn first_with_rows(
    tx: &Tx,
    case: Uuid,
    tables: &[&'static str],
) -> Result<Option<&'static str>, StoreError> {
    let mut queries = (0i32..).zip(tables).map(|(number, table)| {
        Query::select()
            .expr_as(Expr::cust(number.to_string()), "number")
            .from(*table)
            .and_where(Expr::col("case_id").eq(case.to_string()))
            .take()
    });
    let Some(mut query) = queries.next() else {
        return Ok(None);
    };
    query.unions(queries.map(|query| (UnionType::All, query)));
    let found = tx.connection().query_all(&query).await?;
    let number: Option<i32> = match found.first() {
        Some(row) => row.try_get("", "number")?,
        None => None,
    };
    let table = number.and_then(|number| tables.get(usize::try_from(number).ok()?));
    Ok(table.copied())
}

/// The same of an application that this transaction only looks at while it changes another: its head is not locked, because the
/// snapshot of the transaction is enough.
pub(crate) async fn rows_elsewhere<E: Part>(
    tx: &Tx,
    case: Uuid,
) -> Result<Vec<E::Model>, StoreError> {
    let head = heads::peek(tx, case).await?;
    checked::<E>(tx, case, head).await
}

/// The rows of an application, which are those of this head of it unless this transaction changes them.
async fn checked<E: Part>(
    tx: &Tx,
    case: Uuid,
    head: Option<Head>,
) -> Result<Vec<E::Model>, StoreError> {
    let rows = stored::<E>(tx, case).await?;
    let table = E::default().table_name();
    if let Some(known) = tx.heads().known().get(&case)
        && known.dirty.contains_key(table)
    {
        return Ok(rows);
    }
    let expected = head.as_ref().and_then(|head| head.parts.get(table));
    if digest_of::<E>(&rows)?.as_ref() != expected {
        return Err(altered(table, case));
    }
    if let Some(known) = tx.heads().known().get_mut(&case) {
        known.checked.insert(table);
    }
    Ok(rows)
}

/// Announces that rows of an application are about to change.
pub(crate) async fn touch<E: Part>(tx: &Tx, case: Uuid) -> Result<(), StoreError> {
    let table = E::default().table_name();
    let is_checked = tx
        .heads()
        .known()
        .get(&case)
        .is_some_and(|known| known.checked.contains(table) || known.dirty.contains_key(table));
    if !is_checked {
        rows::<E>(tx, case).await?;
    }
    if let Some(known) = tx.heads().known().get_mut(&case) {
        known.dirty.insert(table, take_digest::<E>);
    }
    Ok(())
}

/// For the audit: those of these applications whose rows are not those of their heads.
pub(crate) async fn altered_of<E: Part>(
    tx: &Tx,
    heads: &BTreeMap<String, Head>,
) -> Result<Vec<String>, StoreError> {
    let table = E::default().table_name();
    let query = E::find().filter(ColumnTrait::is_in(&E::CASE, heads.keys()));
    let mut by_case: BTreeMap<String, Vec<E::Model>> = BTreeMap::new();
    for row in query.all(tx.connection()).await? {
        if let sea_orm::Value::String(Some(case)) = row.get(E::CASE) {
            by_case.entry(case).or_default().push(row);
        }
    }
    let mut altered = Vec::new();
    for (case, head) in heads {
        let rows = by_case.get(case).map_or(&[][..], Vec::as_slice);
        if digest_of::<E>(rows)?.as_ref() != head.parts.get(table) {
            altered.push(case.clone());
        }
    }
    Ok(altered)
}

fn take_digest<E: Part>(
    tx: &Tx,
    case: Uuid,
) -> BoxFuture<'_, Result<Option<PartDigest>, StoreError>> {
    async move { digest_of::<E>(&stored::<E>(tx, case).await?) }.boxed()
}

async fn stored<E: Part>(tx: &Tx, case: Uuid) -> Result<Vec<E::Model>, StoreError> {
    let query = E::find().filter(ColumnTrait::eq(&E::CASE, case.to_string()));
    Ok(query.all(tx.connection()).await?)
}

/// `None` without rows. The digests of the rows are sorted, so that no order of a database matters.
fn digest_of<E: Part>(rows: &[E::Model]) -> Result<Option<PartDigest>, StoreError> {
    if rows.is_empty() {
        return Ok(None);
    }
    let mut digests = Vec::with_capacity(rows.len());
    for row in rows {
        let hash = digest(&SHA256, &row_bytes::<E>(row, |_| false)?);
        digests.push(hash);
    }
    digests.sort_unstable_by(|one, other| one.as_ref().cmp(other.as_ref()));
    let mut whole = Context::new(&SHA256);
    for digest in &digests {
        whole.update(digest.as_ref());
    }
    let mut bytes = PartDigest::default();
    bytes.copy_from_slice(whole.finish().as_ref());
    Ok(Some(bytes))
}

fn altered(table: &'static str, case: Uuid) -> StoreError {
    StoreError::altered(
        table,
        &case.to_string(),
        "its rows are not those of the sealed head",
    )
}
