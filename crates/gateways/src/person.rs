//! A natural person, as outside systems are asked about one.

use domain::id::{CitizenId, PersonalName};

/// A name and its ID number. `Debug` output is masked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// As entered or as registered.
    pub name: PersonalName,
    /// The citizen ID number.
    pub id_number: CitizenId,
}
