//! Everything that was made, as plain data: stored, and the source of papers and answers.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::case::Case;
use super::dates::iso;
use super::people::{BirthRecord, Booklet, CardState, Documents, Kinship, Person};
use crate::registry::Behaviour;

/// The format of the file; a file of another format is refused, not guessed at.
pub(super) const FORMAT: u32 = 2;

/// Everything that was made, as stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Kept {
    pub(super) format: u32,
    #[serde(with = "iso")]
    pub(crate) day: Date,
    pub(super) seed: u64,
    pub(super) cases: Vec<Case>,
    pub(super) documents: BTreeMap<String, Documents>,
    pub(super) people: Vec<Person>,
    pub(super) booklets: Vec<Booklet>,
    pub(super) kinships: Vec<Kinship>,
    pub(super) insured: BTreeMap<String, CardState>,
    /// How the registry behaves towards requests about people who have a behaviour of their own.
    pub(super) behaviours: BTreeMap<String, Behaviour>,
}

impl Kept {
    /// The case of this name, such as `family-10a`.
    pub(crate) fn case(&self, case: &str) -> Option<&Case> {
        self.cases.iter().find(|known| known.case == case)
    }

    /// The person with this citizen ID number.
    pub(crate) fn person(&self, id_number: &str) -> Option<&Person> {
        self.people
            .iter()
            .find(|person| person.id_number == id_number)
    }

    /// What the papers of a case are drawn from.
    pub(crate) fn documents(&self, case: &str) -> Option<&Documents> {
        self.documents.get(case)
    }

    /// The household booklet with this number.
    pub(crate) fn booklet(&self, number: &str) -> Option<&Booklet> {
        self.booklets
            .iter()
            .find(|booklet| booklet.number == number)
    }

    /// Every booklet, for the registry's household query.
    pub(crate) fn booklets(&self) -> &[Booklet] {
        &self.booklets
    }

    /// Every birth on record, for the registry's check of birth certificates.
    pub(crate) fn births(&self) -> impl Iterator<Item = &BirthRecord> {
        self.documents.values().map(|documents| &documents.birth)
    }

    /// Who is whose parent, according to the registry.
    pub(crate) fn kinships(&self) -> &[Kinship] {
        &self.kinships
    }

    /// What the card system knows of a person; `None` means not insured in Beijing.
    pub(crate) fn card_state(&self, id_number: &str) -> Option<CardState> {
        self.insured.get(id_number).copied()
    }
}
