//! Rows that give power, against their MACs.

use super::report::{Place, Report};
use crate::guarded::{self, Guarded};
use crate::{Store, StoreError};

const PAGE: u64 = 500;

/// Checks every row of a table.
pub(super) async fn verify<E: Guarded>(
    store: &Store,
    report: &mut Report,
) -> Result<(), StoreError> {
    let table = E::default().table_name();
    let mut after: Option<E::Model> = None;
    loop {
        let (mut rows, altered) = store
            .read(async move |tx| guarded::page::<E>(tx, after, PAGE).await)
            .await?;
        for name in altered {
            report.found(Place::Row { table, name }, "its MAC does not fit");
        }
        after = rows.pop();
        if after.is_none() {
            return Ok(());
        }
    }
}
