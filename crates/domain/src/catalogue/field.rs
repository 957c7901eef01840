//! Fields and materials as the catalogue defines them.

use super::choice::Choice;
use crate::lang::Text;

/// One field of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Id, the same in flows, answers, API and exports.
    pub id: String,
    /// Kind of value; determines its validation.
    pub kind: FieldKind,
    /// Default label; a flow may use another one.
    pub label: Text,
    /// Hint under the label.
    pub hint: Option<Text>,
    /// Example shown in grey.
    pub example: Option<Text>,
    /// Sentence when it is required and missing; without one the general sentence is used.
    pub missing: Option<Text>,
    /// Placeholder in a sentence while there is no value ("the child").
    pub stand_in: Option<Text>,
    /// Why it is locked where a flow locks it, and what to do when it is wrong.
    pub locked_reason: Option<Text>,
    /// Where the choices of [`FieldKind::Choice`] come from.
    pub choices: Option<ChoiceSource>,
    /// For [`FieldKind::Consent`]: id of the text agreed to.
    pub agreement: Option<String>,
    /// The value that applies while nothing is answered.
    pub default: Option<String>,
    /// How sensitive it is.
    pub sensitivity: Sensitivity,
    /// Who may supply it, best source first.
    pub suppliers: Vec<Supplier>,
    /// Whether it is copied from the agent's earlier application for another child: facts about the family, not about that
    /// child.
    pub carried: bool,
}

/// Kind of a value, its validation and its input on a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FieldKind {
    /// A personal name.
    Name,
    /// An 18-character citizen ID number.
    IdNumber,
    /// A mainland mobile number.
    Mobile,
    /// An address in free text.
    Address,
    /// A day, stored `YYYY-MM-DD`.
    Date,
    /// A day or `long_term`.
    DateOrLongTerm,
    /// `yes` or `no`.
    YesNo,
    /// A box to tick; stored as `yes`, or as `no` once it was left empty.
    Consent,
    /// One entry of a list.
    Choice,
}

/// Where the choices of a field come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChoiceSource {
    /// Listed in the catalogue.
    Own(Vec<Choice>),
    /// All usable rows of a code table.
    Table(ChoiceTable),
    /// The possible relations of an agent of this sex to a child ([`crate::flow::choices`]).
    Relationship,
    /// The possible relations of the agent to the householder.
    HouseholderRelation,
    /// The branches of the chosen bank, those in the chosen district first.
    Branch,
}

/// A code table that a field can offer, and which of its rows can be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ChoiceTable {
    /// GB/T 2261.1, the two selectable rows.
    Sex,
    /// GB/T 3304, the 56 groups.
    EthnicGroups,
    /// The 16 districts of Beijing, GB/T 2260.
    Districts,
    /// ISO 3166-1, the rows that are a nationality.
    Nationalities,
    /// GB/T 2261.4.
    Occupations,
    /// The issuing banks.
    Banks,
    /// ID types open to a child.
    ChildIdTypes,
    /// ID types open to an agent.
    AgentIdTypes,
    /// Collection methods open to a minor.
    CollectionMethods,
}

/// How sensitive a value is (Personal Information Protection Law, articles 28 and 31).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sensitivity {
    /// Not personal by itself.
    Plain,
    /// Personal information.
    Personal,
    /// Sensitive personal information: identity numbers, and everything about a child under 14.
    Sensitive,
}

/// Who may supply a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Supplier {
    /// The agent types or chooses it.
    Agent,
    /// The log-in proved it.
    Login,
    /// The registry knows it.
    Registry,
    /// It is read from a picture.
    Recognition,
    /// It follows from another answer.
    Derived,
}

/// One material: a picture of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Material {
    /// Id, from `codes/document_types.csv`.
    pub id: String,
    /// Default label; a flow may use another one.
    pub label: Text,
    /// Hint beside the slot.
    pub hint: Option<Text>,
    /// Sentence when it is required and missing.
    pub missing: Option<Text>,
    /// Whether its picture is copied from the agent's earlier application for another child.
    pub carried: bool,
}
