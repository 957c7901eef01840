//! The audit: verifies that everything acknowledged is still present and unchanged.
//!
//! Applications are checked against their sealed heads and the checkpoints, rows that give power against their MACs, pictures
//! against the hashes of the rows that name them. It reads pages of rows in transactions of their own, so it may run while the
//! service does.

use std::fmt;

use crate::{Store, StoreError, captures, releases};

mod cases;
mod pictures;
mod power;
mod signed;

/// What [`verify`] found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Applications that were checked.
    pub cases: u64,
    /// Journal entries found unchanged.
    pub entries: u64,
    /// Pictures found present and unchanged.
    pub pictures: u64,
    /// Checkpoints found whole and in order.
    pub checkpoints: u64,
    /// Everything that is not as this program wrote it.
    pub faults: Vec<Fault>,
}

/// Something that is not as this program wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Where.
    pub place: Place,
    /// What is wrong, without personal data.
    pub what: String,
}

/// Where a fault is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// An application, by id.
    Case(String),
    /// A picture: `<case id>/<material>`, `<case id>/<number>/<material>` when only a submission holds it, or a submission that
    /// has itself changed, `<case id>/<number>`.
    Picture(String),
    /// A row that gives power.
    Row {
        /// Its table.
        table: &'static str,
        /// Its name.
        name: String,
    },
    /// A checkpoint, by number.
    Checkpoint(i64),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Case(id) => write!(f, "case {id}"),
            Self::Picture(name) => write!(f, "picture {name}"),
            Self::Row { table, name } => write!(f, "row {name} of {table}"),
            Self::Checkpoint(number) => write!(f, "checkpoint {number}"),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.what)
    }
}

impl Report {
    /// Whether no fault was found.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.faults.is_empty()
    }

    fn found(&mut self, place: Place, what: impl Into<String>) {
        let what = what.into();
        self.faults.push(Fault { place, what });
    }
}

/// Checks everything.
///
/// # Errors
/// Those of the database and of the folder; a fault is none.
pub async fn verify(store: &Store) -> Result<Report, StoreError> {
    let mut report = Report::default();
    let latest = signed::verify(store, &mut report).await?;
    cases::verify(store, latest, &mut report).await?;
    power::verify::<captures::Rows>(store, &mut report).await?;
    power::verify::<releases::Rows>(store, &mut report).await?;
    pictures::verify(store, &mut report).await?;
    Ok(report)
}
