//! Rows that give power, such as a session or the owner of an application: each carries a MAC over all its columns.
//!
//! The key is not in the database, so whoever can write rows cannot make one that is taken for ours. The MAC is computed by the
//! functions that write ([`insert`], [`create`], [`update`]) and checked by the two that read ([`one`], [`all`]), lists included;
//! a row is always written as a whole. It does not notice that a row was removed, or put back as it once was: for applications
//! their sealed heads and the checkpoints do.

use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait, Condition, EntityTrait, IdenStatic as _, IntoActiveModel,
    Iterable as _, ModelTrait as _, PrimaryKeyToColumn, QueryFilter as _, QueryOrder as _,
    QuerySelect as _, Select,
};

use crate::first::first;
use crate::row_bytes::row_bytes;
use crate::{StoreError, Tx};

/// A table whose rows carry a MAC.
pub(crate) trait Guarded:
    EntityTrait<Model: IntoActiveModel<<Self as EntityTrait>::ActiveModel>>
{
    /// The column of the MAC.
    const MAC: Self::Column;
    /// Columns outside of the MAC: what is noted often and gives no power.
    const OUTSIDE: &'static [Self::Column] = &[];

    /// The name of a row in errors: no personal data, and nothing that is a secret.
    fn name(row: &Self::Model) -> &str;
    /// The MAC of a row.
    fn mac(row: &mut Self::Model) -> &mut Vec<u8>;
}

/// Inserts a row. `false` when one with its key exists already; then nothing was changed.
pub(crate) async fn insert<E: Guarded>(tx: &Tx, row: E::Model) -> Result<bool, StoreError> {
    let row = signed::<E>(tx, row)?.into_active_model().reset_all();
    let made = E::insert(row)
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(tx.connection())
        .await?;
    Ok(made == 1)
}

/// Inserts a row whose key is new. Fails where it is in use: a row that was thought to be written and is not would be missed later.
pub(crate) async fn create<E: Guarded>(tx: &Tx, row: E::Model) -> Result<(), StoreError> {
    let name = E::name(&row).to_owned();
    if insert::<E>(tx, row).await? {
        return Ok(());
    }
    let key = E::PrimaryKey::iter()
        .next()
        .map(PrimaryKeyToColumn::into_column);
    let column = key.map_or("", |column| column.as_str());
    let table = E::default().table_name();
    Err(StoreError::inconsistent(table, column, &name, "is in use"))
}

/// Replaces the row that has this row's key. `false` when there is none.
pub(crate) async fn update<E: Guarded>(tx: &Tx, row: E::Model) -> Result<bool, StoreError> {
    let row = signed::<E>(tx, row)?;
    let mut update = E::update_many();
    for key in E::PrimaryKey::iter() {
        let column = key.into_column();
        update = update.filter(ColumnTrait::eq(&column, row.get(column)));
    }
    let done = update
        .set(row.into_active_model().reset_all())
        .exec(tx.connection())
        .await?;
    Ok(done.rows_affected == 1)
}

/// Changes every row that a query finds, if each is as this program wrote it. What `change` alters is no part of the key.
pub(crate) async fn change_all<E: Guarded>(
    tx: &Tx,
    query: Select<E>,
    change: impl Fn(&mut E::Model),
) -> Result<(), StoreError> {
    for mut row in all(tx, query).await? {
        change(&mut row);
        update::<E>(tx, row).await?;
    }
    Ok(())
}

/// The first row that a query by a key finds, if it is as this program wrote it.
pub(crate) async fn one<E: Guarded>(
    tx: &Tx,
    query: Select<E>,
) -> Result<Option<E::Model>, StoreError> {
    let row = first(tx, query).await?;
    row.map(|row| checked::<E>(tx, row)).transpose()
}

/// The rows that a query finds, if each is as this program wrote it.
pub(crate) async fn all<E: Guarded>(
    tx: &Tx,
    query: Select<E>,
) -> Result<Vec<E::Model>, StoreError> {
    let rows = query.all(tx.connection()).await?;
    rows.into_iter().map(|row| checked::<E>(tx, row)).collect()
}

/// For the audit: checks at most `limit` rows after the row `after`, by key. The rows, and the names of those that are not as this
/// program wrote them.
pub(crate) async fn page<E: Guarded>(
    tx: &Tx,
    after: Option<E::Model>,
    limit: u64,
) -> Result<(Vec<E::Model>, Vec<String>), StoreError> {
    let mut query = E::find().limit(limit);
    if let Some(row) = after {
        // Greater in the first column of the key, or equal there and greater in the next one.
        let (mut later, mut equal) = (Condition::any(), Condition::all());
        for key in E::PrimaryKey::iter() {
            let column = key.into_column();
            let value = || row.get(column);
            later = later.add(equal.clone().add(ColumnTrait::gt(&column, value())));
            equal = equal.add(ColumnTrait::eq(&column, value()));
        }
        query = query.filter(later);
    }
    for key in E::PrimaryKey::iter() {
        query = query.order_by_asc(key.into_column());
    }
    let rows = query.all(tx.connection()).await?;
    let mut altered = Vec::new();
    for row in &rows {
        if checked::<E>(tx, row.clone()).is_err() {
            altered.push(E::name(row).to_owned());
        }
    }
    Ok((rows, altered))
}

/// The row, if it is as this program wrote it.
pub(crate) fn checked<E: Guarded>(tx: &Tx, mut row: E::Model) -> Result<E::Model, StoreError> {
    let bytes = covered::<E>(&row)?;
    if tx.keyring().macs().is_mac(&bytes, E::mac(&mut row)) {
        return Ok(row);
    }
    Err(StoreError::altered(
        E::default().table_name(),
        E::name(&row),
        "its MAC does not fit",
    ))
}

fn signed<E: Guarded>(tx: &Tx, mut row: E::Model) -> Result<E::Model, StoreError> {
    *E::mac(&mut row) = tx.keyring().macs().mac(&covered::<E>(&row)?);
    Ok(row)
}

fn covered<E: Guarded>(row: &E::Model) -> Result<Vec<u8>, StoreError> {
    let is_outside = |column: &E::Column| {
        let mut outside = E::OUTSIDE.iter().copied().chain([E::MAC]);
        outside.any(|outside| outside.as_str() == column.as_str())
    };
    row_bytes::<E>(row, is_outside)
}
