//! The rows of each table.

use super::{Coded, OpeningHours};
use crate::id::Sex;
use crate::lang::Text;

/// A district of Beijing (GB/T 2260).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct District {
    /// Six digits.
    pub code: String,
    /// Its name.
    pub label: Text,
    /// Where the row comes from.
    pub source: String,
}

/// A district that no longer exists; ID numbers keep its code for life.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormerDistrict {
    /// Six digits.
    pub code: String,
    /// Its name at the time.
    pub label: Text,
    /// The code of the district it was merged into.
    pub present: String,
    /// Where the row comes from, or `unverified`.
    pub source: String,
}

/// A subdistrict or town (statistical division codes).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subdistrict {
    /// Nine digits.
    pub code: String,
    /// Its name; the English is romanised by machine.
    pub label: Text,
    /// The code of its district.
    pub district: String,
}

/// A sex as used in data exchange (GB/T 2261.1-2003).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SexRow {
    /// One digit.
    pub code: String,
    /// Its name.
    pub label: Text,
    /// Whether a person can be registered with it; the others are for data exchange only.
    pub selectable: bool,
    /// The code of the Beijing unified identity service, if it has one.
    pub beijing_identity_code: Option<String>,
    /// Where the row comes from.
    pub source: String,
}

/// An ethnic group (GB/T 3304-1991).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EthnicGroup {
    /// Two digits; 97 and 98 are for data exchange only.
    pub code: String,
    /// Its name, with 族.
    pub label: Text,
    /// As printed on the ID card, without 族.
    pub printed: String,
    /// Where the row comes from.
    pub source: String,
}

impl EthnicGroup {
    /// Whether it is one of the 56 groups of the standard; only those can be chosen.
    pub fn is_of_the_standard(&self) -> bool {
        matches!(self.code.parse(), Ok(1..=56))
    }
}

/// A family relation (GB/T 4761-2008) of one person to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relation {
    /// Two digits.
    pub code: String,
    /// Its name.
    pub label: Text,
    /// What it means if the agent is this to the child (ours).
    pub as_agent: AsAgent,
    /// Whether a person in a booklet can be this to the householder.
    pub to_householder: bool,
    /// The sex of the person, if the relation implies one (ours).
    pub sex: Option<Sex>,
}

/// What a relation means if the agent is this to the child.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AsAgent {
    /// Father or mother.
    Parent,
    /// Another guardian: needs proof, and a person decides (Civil Code article 27).
    GuardianWithProof,
    /// The heading of a group of relations: not precise enough to choose.
    ClassOnly,
    /// Cannot apply for the child.
    No,
}

/// A bank that issues the card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bank {
    /// Our own short code.
    pub code: String,
    /// Its name.
    pub label: Text,
    /// Its short Chinese name.
    pub short_zh: String,
    /// Its service number, from general knowledge.
    pub hotline: String,
    /// Where the row comes from.
    pub source: String,
}

/// A branch for applying and for collecting the card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Branch {
    /// `ICBC-110108-01`: bank, district, number.
    pub code: String,
    /// Its name.
    pub label: Text,
    /// The code of its bank.
    pub bank: String,
    /// The code of its district.
    pub district: String,
    /// Where it is.
    pub address: Text,
    /// Its telephone number.
    pub phone: String,
    /// When it is open.
    pub hours: OpeningHours,
    /// Whether it makes cards on the spot.
    pub instant_issue: bool,
    /// Where the row comes from.
    pub source: String,
}

/// A type of identity document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdType {
    /// Our own key.
    pub code: String,
    /// Its name.
    pub label: Text,
    /// The code of GA/T 517-2004, where known.
    pub gat517: Option<String>,
    /// Whether a child with such a document can be applied for.
    pub allowed_for_child: bool,
    /// Whether an agent with such a document can apply.
    pub allowed_for_agent: bool,
    /// Where the row comes from.
    pub source: String,
}

/// An occupation (GB/T 2261.4-2003).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occupation {
    /// Two digits.
    pub code: String,
    /// Its name.
    pub label: Text,
    /// Whether a person under 18 can have it.
    pub suits_minor: SuitsMinor,
    /// Where the row comes from.
    pub source: String,
}

/// Whether a person under 18 can have an occupation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SuitsMinor {
    /// At any age.
    Yes,
    /// From 16 on.
    From16,
    /// Never.
    No,
}

/// A nationality (GB/T 2659, ISO 3166-1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Nationality {
    /// Three digits: 156 is China.
    pub code: String,
    /// Its name.
    pub label: Text,
    /// Two letters.
    pub alpha2: String,
    /// Three letters.
    pub alpha3: String,
    /// Whether it is a nationality; regions and dependent territories have codes, too.
    pub selectable: bool,
}

/// A way to collect the card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CollectionMethod {
    /// Our own key.
    pub code: String,
    /// Its name.
    pub label: Text,
    /// Whether the card of a person under 18 can be collected this way.
    pub allowed_for_minor: bool,
    /// Where the row comes from.
    pub source: String,
}

/// A document to upload as a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentType {
    /// The id of the material.
    pub code: String,
    /// Its name.
    pub label: Text,
    /// Whose document it is: `agent`, `child` or `household`.
    pub belongs_to: String,
}

macro_rules! coded {
    ($($row:ty),+ $(,)?) => {$(
        impl Coded for $row {
            fn code(&self) -> &str {
                &self.code
            }

            fn label(&self) -> &Text {
                &self.label
            }
        }
    )+};
}

coded!(
    District,
    FormerDistrict,
    Subdistrict,
    SexRow,
    EthnicGroup,
    Relation,
    Bank,
    Branch,
    IdType,
    Occupation,
    Nationality,
    CollectionMethod,
    DocumentType,
);
