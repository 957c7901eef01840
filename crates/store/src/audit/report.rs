//! What the audit found.

use std::fmt;

/// What [`super::verify`] found.
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

    pub(super) fn found(&mut self, place: Place, what: impl Into<String>) {
        let what = what.into();
        self.faults.push(Fault { place, what });
    }
}
