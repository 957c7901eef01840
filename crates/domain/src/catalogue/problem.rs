//! What can be wrong with an answer: stable codes, and their sentences.

use std::collections::BTreeMap;

use toml::Spanned;

use super::fill;
use crate::characters::CharacterKind;
use crate::lang::Text;
use crate::release::Reading;

/// What is wrong, as a stable code (`docs/contract.md`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ProblemCode {
    /// A required answer or material is missing.
    Missing,
    /// An ID number does not have 18 characters.
    IdLength,
    /// An ID number has a character where a digit belongs.
    IdCharacters,
    /// An old ID number of 15 digits.
    IdOld15Digits,
    /// The birth date in an ID number does not exist or is out of range.
    IdDate,
    /// The check character of an ID number is wrong.
    IdCheckDigit,
    /// The child's number is the same as the agent's.
    IdSameAsAgent,
    /// The agent is under 18.
    AgentAge,
    /// The child is 18 or over.
    ChildAge,
    /// The number of a permit of residence, which is not for this service.
    IdKind,
    /// No place of registration in an ID number: six zeros.
    IdArea,
    /// No sequence in an ID number: three zeros.
    IdSequence,
    /// A name is empty or too long.
    NameLength,
    /// A name has characters that are not allowed in names.
    NameCharacters,
    /// Not a mainland mobile number.
    MobileFormat,
    /// An address is too short or too long.
    AddressLength,
    /// An address that says nothing below the district, or is not in Chinese.
    AddressIncomplete,
    /// A value outside its list or kind.
    CodeUnknown,
    /// The branch belongs to another bank.
    BranchNotOfBank,
    /// The default picture was chosen for a child of 7 or over.
    DefaultPictureAge,
    /// A validity period that ends before it starts, or starts in the future or before birth.
    ValidityOrder,
    /// A document that has expired.
    ValidityExpired,
    /// A validity period of a length that the law does not provide.
    ValidityTerm,
    /// A relation that contradicts the agent's sex.
    RelationshipSex,
    /// Two answers about the householder contradict each other.
    HouseholderContradiction,
    /// A consent was refused or left empty.
    ConsentMissing,
    /// An answer with an id that is not in the catalogue.
    UnknownKey,
}

impl ProblemCode {
    /// Every code.
    pub const ALL: [Self; 27] = [
        Self::Missing,
        Self::IdLength,
        Self::IdCharacters,
        Self::IdOld15Digits,
        Self::IdDate,
        Self::IdCheckDigit,
        Self::IdKind,
        Self::IdArea,
        Self::IdSequence,
        Self::IdSameAsAgent,
        Self::AgentAge,
        Self::ChildAge,
        Self::NameLength,
        Self::NameCharacters,
        Self::MobileFormat,
        Self::AddressLength,
        Self::AddressIncomplete,
        Self::CodeUnknown,
        Self::BranchNotOfBank,
        Self::DefaultPictureAge,
        Self::ValidityOrder,
        Self::ValidityExpired,
        Self::ValidityTerm,
        Self::RelationshipSex,
        Self::HouseholderContradiction,
        Self::ConsentMissing,
        Self::UnknownKey,
    ];

    /// The stable code.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::IdLength => "id_length",
            Self::IdCharacters => "id_characters",
            Self::IdOld15Digits => "id_old_15_digits",
            Self::IdDate => "id_date",
            Self::IdCheckDigit => "id_check_digit",
            Self::IdKind => "id_kind",
            Self::IdArea => "id_area",
            Self::IdSequence => "id_sequence",
            Self::IdSameAsAgent => "id_same_as_agent",
            Self::AgentAge => "agent_age",
            Self::ChildAge => "child_age",
            Self::NameLength => "name_length",
            Self::NameCharacters => "name_characters",
            Self::MobileFormat => "mobile_format",
            Self::AddressLength => "address_length",
            Self::AddressIncomplete => "address_incomplete",
            Self::CodeUnknown => "code_unknown",
            Self::BranchNotOfBank => "branch_not_of_bank",
            Self::DefaultPictureAge => "default_picture_age",
            Self::ValidityOrder => "validity_order",
            Self::ValidityExpired => "validity_expired",
            Self::ValidityTerm => "validity_term",
            Self::RelationshipSex => "relationship_sex",
            Self::HouseholderContradiction => "householder_contradiction",
            Self::ConsentMissing => "consent_missing",
            Self::UnknownKey => "unknown_key",
        }
    }

    /// The problem with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|problem| problem.as_str() == code)
    }
}

/// The sentences of `flows/problems.toml`, by code and, after a dot, by variant (`missing.material`); and, below `character`, how a
/// character that cannot stand in an answer is called.
#[derive(Debug, Clone, Default)]
pub struct ProblemTexts(BTreeMap<String, Text>);

/// Variants of a code with a sentence of their own.
const VARIANTS: [&str; 19] = [
    "address_incomplete.not_chinese",
    "missing.agree_again",
    "missing.ask_again",
    "missing.by_law",
    "missing.choice",
    "missing.material",
    "missing.material_again",
    "code_unknown.date",
    "code_unknown.material",
    "id_date.year",
    "id_date.month",
    "id_date.day",
    "name_characters.dot",
    "name_characters.private_use",
    "name_characters.script",
    "validity_order.start",
    "validity_term.under_16",
    "validity_term.from_16",
    "validity_term.long_term",
];

impl ProblemTexts {
    pub(crate) fn load(reading: &mut Reading<'_>) -> Option<Self> {
        let texts: BTreeMap<Spanned<String>, Text> = reading.toml()?;
        let mut known: Vec<&str> = ProblemCode::ALL
            .into_iter()
            .map(ProblemCode::as_str)
            .collect();
        known.extend(VARIANTS);
        known.extend(CharacterKind::ALL.map(CharacterKind::key));
        for (key, text) in &texts {
            let (at, key) = (key.span().start, key.get_ref().as_str());
            reading.check_text(at, key, text);
            reading.check_placeholders(at, key, text, placeholders_of(key));
            if !known.contains(&key) {
                reading.fault(
                    at,
                    format!("no problem has the code `{key}`"),
                    format!("use one of: {}", known.join(", ")),
                );
            }
        }
        let texts: BTreeMap<_, _> = texts
            .into_iter()
            .map(|(key, text)| (key.into_inner(), text))
            .collect();
        for key in known.into_iter().filter(|key| !texts.contains_key(*key)) {
            reading.fault(
                reading.end(),
                format!("the problem `{key}` has no sentence"),
                format!("add [\"{key}\"] with zh and en"),
            );
        }
        Some(Self(texts))
    }

    /// How a character is called: itself, its code point, and what kind of character it is.
    pub(crate) fn named(&self, character: char) -> Text {
        let code_point = format!("U+{:04X}", u32::from(character));
        let values = [
            ("character", Text::new(character, character)),
            (
                "code_point",
                Text::new(code_point.as_str(), code_point.as_str()),
            ),
        ];
        self.sentence(CharacterKind::of(character).key(), &values)
    }

    /// The sentence of a code or variant, with its placeholders filled.
    pub(crate) fn sentence(&self, key: &str, values: &[(&str, Text)]) -> Text {
        self.0
            .get(key)
            .map_or_else(|| Text::new(key, key), |text| fill(text, values))
    }
}

/// The placeholders that a sentence may use.
fn placeholders_of(key: &str) -> &'static [&'static str] {
    if key == "missing.by_law" {
        return &["label", "reason"];
    }
    let code = key.split_once('.').map_or(key, |(code, _)| code);
    match code {
        "id_length" | "address_length" | "name_length" => &["label", "got"],
        "id_characters" | "name_characters" => &["label", "position", "character"],
        "character" => &["character", "code_point"],
        "consent_missing" => &["label", "text"],
        "unknown_key" => &["key"],
        _ => &["label"],
    }
}
