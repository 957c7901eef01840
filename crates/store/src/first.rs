//! The first row that a query finds.

use sea_orm::entity::prelude::*;

use crate::{StoreError, Tx};

/// The first row of a query by a key, which finds few.
///
/// Not `one()`: that says `LIMIT ?`, and SQLite (3.51) plans by the number behind it, so it prepares such a statement anew each time
/// that it runs: 11 of the 250 ms that a journey took.
pub(crate) async fn first<E: EntityTrait>(
    tx: &Tx,
    query: Select<E>,
) -> Result<Option<E::Model>, StoreError> {
    Ok(query.all(tx.connection()).await?.into_iter().next())
}
