//! The few words that the engine itself needs.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::lang::Text;

/// `[words]` and `[relationship_pairs]` of the catalogue.
#[derive(Debug, Clone)]
pub(crate) struct Words {
    pub(crate) fixed: FixedWords,
    pub(crate) relationship_pairs: RelationshipPairs,
}

/// The pair of words for agent and child, by their relationship and the child's sex.
pub(crate) type RelationshipPairs = BTreeMap<String, BTreeMap<String, Text>>;

/// `[words]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FixedWords {
    pub(crate) yes: Text,
    pub(crate) no: Text,
    pub(crate) agreed: Text,
    pub(crate) not_agreed: Text,
    pub(crate) long_term: Text,
    /// Placeholders `{year}`, `{month}`, `{day}` without leading zeros, `{iso}`.
    pub(crate) date: Text,
    pub(crate) parents: Text,
    pub(crate) guardians: Text,
    pub(crate) chosen_district: Text,
    pub(crate) other_districts: Text,
    /// Replaces `{relationship_pair}` while the relationship is not known.
    pub(crate) related: Text,
}

impl FixedWords {
    /// Every word with its name in the file.
    pub(crate) fn all(&self) -> [(&'static str, &Text); 11] {
        [
            ("yes", &self.yes),
            ("no", &self.no),
            ("agreed", &self.agreed),
            ("not_agreed", &self.not_agreed),
            ("long_term", &self.long_term),
            ("date", &self.date),
            ("parents", &self.parents),
            ("guardians", &self.guardians),
            ("chosen_district", &self.chosen_district),
            ("other_districts", &self.other_districts),
            ("related", &self.related),
        ]
    }
}
