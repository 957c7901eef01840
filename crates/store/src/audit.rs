//! The audit: verifies that everything acknowledged is still present and unchanged.
//!
//! Applications are checked against their sealed heads and the checkpoints, rows that give power against their MACs, pictures
//! against the hashes of the rows that name them. It reads pages of rows in transactions of their own, so it may run while the
//! service does.

use crate::{Store, StoreError};

mod cases;
mod pictures;
mod power;
mod report;
mod signed;

pub use report::{Fault, Place, Report};

/// Checks everything.
///
/// # Errors
/// Those of the database and of the folder of checkpoints while they cannot be reached; a fault is none.
pub async fn verify(store: &Store) -> Result<Report, StoreError> {
    let mut report = verify_rows(store).await?;
    pictures::verify(store, &mut report).await?;
    Ok(report)
}

/// Checks everything but the pictures, each of which would have to be opened: quick enough for every day.
///
/// # Errors
/// As [`verify`].
pub async fn verify_rows(store: &Store) -> Result<Report, StoreError> {
    let mut report = Report::default();
    cases::verify(store, &mut report).await?;
    power::verify(store, &mut report).await?;
    Ok(report)
}
