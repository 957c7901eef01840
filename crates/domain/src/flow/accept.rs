//! One value as entered: normalised, and checked by itself.

use std::fmt;

use jiff::civil::Date;

use unicode_normalization::UnicodeNormalization;

use super::choices::accepted;
use crate::catalogue::{Field, FieldKind, ProblemCode};
use crate::characters::{line, shows_nothing};
use crate::day::parse_date;
use crate::id::{
    Address, AddressError, BirthFault, CitizenId, CitizenIdError, Mobile, NameError, PersonalName,
    Until,
};
use crate::lang::Text;
use crate::release::Release;

/// The result for an entered value.
#[derive(Clone, PartialEq, Eq)]
pub struct Accepted {
    /// The value to store: normalised if valid, otherwise trimmed.
    pub value: String,
    /// What is wrong with the value itself.
    pub fault: Option<Fault>,
}

/// What is wrong with one value, without regard to others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Stable code.
    pub code: ProblemCode,
    /// The sentence for the user, with the cure.
    pub text: Text,
}

/// Normalises and checks one value of a field on the day `on`; `None` for a field that is not in the catalogue.
///
/// An empty value is accepted as empty: whether it is missing depends on the flow.
pub fn accept(release: &Release, field: &str, raw: &str, on: Date) -> Option<Accepted> {
    release
        .field(field)
        .map(|field| accept_field(release, field, &field.label, raw, on))
}

/// Like [`accept`], with the channel's label of the field.
pub(crate) fn accept_field(
    release: &Release,
    field: &Field,
    label: &Text,
    raw: &str,
    on: Date,
) -> Accepted {
    let typed = raw.trim_matches(shows_nothing);
    if typed.is_empty() {
        return Accepted {
            value: String::new(),
            fault: None,
        };
    }
    match normalised(release, field, typed, on) {
        Ok(value) => Accepted { value, fault: None },
        Err(wrong) => {
            let code = wrong.code;
            let variant = match field.kind {
                FieldKind::Date | FieldKind::DateOrLongTerm => "code_unknown.date",
                _ => wrong.variant.unwrap_or(code.as_str()),
            };
            let number = |name: &'static str, value: Option<usize>| {
                value.map(|value| (name, Text::new(value.to_string(), value.to_string())))
            };
            let values: Vec<_> = [
                Some(("label", label.clone())),
                number("got", wrong.got),
                number("position", wrong.position),
                wrong
                    .character
                    .map(|character| ("character", release.problem_texts().named(character))),
            ]
            .into_iter()
            .flatten()
            .collect();
            let text = release.problem_texts().sentence(variant, &values);
            Accepted {
                value: typed.to_owned(),
                fault: Some(Fault { code, text }),
            }
        }
    }
}

fn normalised(release: &Release, field: &Field, typed: &str, on: Date) -> Result<String, Wrong> {
    let unknown = Wrong::of(ProblemCode::CodeUnknown);
    match field.kind {
        FieldKind::Name => {
            let name = PersonalName::parse_with(typed, &release.codes().private_use)?;
            Ok(name.as_str().to_owned())
        }
        FieldKind::IdNumber => {
            let number = CitizenId::parse(typed, on)?;
            if number.is_of_a_permit() {
                return Err(Wrong::of(ProblemCode::IdKind));
            }
            Ok(number.as_str().to_owned())
        }
        FieldKind::Mobile => {
            let mobile = Mobile::parse(typed).map_err(|_| Wrong::of(ProblemCode::MobileFormat))?;
            Ok(mobile.as_str().to_owned())
        }
        FieldKind::Address => {
            let districts: Vec<&str> = (release.codes().districts)
                .iter()
                .map(|row| row.label.zh.as_str())
                .collect();
            Ok(Address::parse_with(typed, &districts)?.as_str().to_owned())
        }
        FieldKind::Date => parse_date(&date_digits(typed))
            .map(|date| date.to_string())
            .map_err(|_| unknown),
        FieldKind::DateOrLongTerm => Until::parse(typed)
            .or_else(|_| Until::parse(&date_digits(typed)))
            .map(|until| until.to_string())
            .map_err(|_| unknown),
        FieldKind::Consent if matches!(typed, "yes" | "no") => Ok(typed.to_owned()),
        FieldKind::Consent => Err(unknown),
        FieldKind::YesNo | FieldKind::Choice => accepted(release, field, typed)
            .map(|choice| choice.value)
            .ok_or(unknown),
    }
}

/// Converts a typed date to `YYYY-MM-DD`: other separators, full-width digits, 年月日, no leading zeros.
fn date_digits(typed: &str) -> String {
    let folded: String = line(typed).nfkc().collect();
    let parts: Vec<&str> = folded
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .collect();
    match parts[..] {
        [year, month, day] => format!("{year}-{month:0>2}-{day:0>2}"),
        [all] if all.len() == 8 => format!("{}-{}-{}", &all[..4], &all[4..6], &all[6..]),
        _ => folded,
    }
}

/// The error of a checked type, with the figures for its sentence.
struct Wrong {
    code: ProblemCode,
    /// Key of a more specific sentence than the code's own.
    variant: Option<&'static str>,
    got: Option<usize>,
    position: Option<usize>,
    /// The character that cannot stand there.
    character: Option<char>,
}

impl Wrong {
    fn of(code: ProblemCode) -> Self {
        Self {
            code,
            variant: None,
            got: None,
            position: None,
            character: None,
        }
    }

    fn at(code: ProblemCode, position: usize) -> Self {
        Self {
            position: Some(position),
            ..Self::of(code)
        }
    }

    fn showing(self, character: char) -> Self {
        Self {
            character: Some(character),
            ..self
        }
    }

    fn worded(self, variant: &'static str) -> Self {
        Self {
            variant: Some(variant),
            ..self
        }
    }
}

impl From<CitizenIdError> for Wrong {
    fn from(error: CitizenIdError) -> Self {
        match error {
            CitizenIdError::Length { got } => Self {
                got: Some(got),
                ..Self::of(ProblemCode::IdLength)
            },
            CitizenIdError::Characters {
                position,
                character,
            } => Self::at(ProblemCode::IdCharacters, position).showing(character),
            CitizenIdError::Old15Digits => Self::of(ProblemCode::IdOld15Digits),
            CitizenIdError::Date(fault) => {
                let whole = Self::of(ProblemCode::IdDate);
                match fault {
                    BirthFault::Year => whole.worded("id_date.year"),
                    BirthFault::Month => whole.worded("id_date.month"),
                    BirthFault::Day => whole.worded("id_date.day"),
                    BirthFault::Future => whole,
                }
            }
            CitizenIdError::CheckDigit => Self::of(ProblemCode::IdCheckDigit),
            CitizenIdError::Area => Self::of(ProblemCode::IdArea),
            CitizenIdError::Sequence => Self::of(ProblemCode::IdSequence),
        }
    }
}

impl From<NameError> for Wrong {
    fn from(error: NameError) -> Self {
        match error {
            NameError::Length { got } => Self {
                got: Some(got),
                ..Self::of(ProblemCode::NameLength)
            },
            NameError::Characters {
                position,
                character,
            } => Self::at(ProblemCode::NameCharacters, position).showing(character),
            NameError::Script => {
                Self::at(ProblemCode::NameCharacters, 1).worded("name_characters.script")
            }
            NameError::Dot { position } => {
                Self::at(ProblemCode::NameCharacters, position).worded("name_characters.dot")
            }
            NameError::PrivateUse { position } => Self::at(ProblemCode::NameCharacters, position)
                .worded("name_characters.private_use"),
        }
    }
}

impl From<AddressError> for Wrong {
    fn from(error: AddressError) -> Self {
        match error {
            AddressError::Length { got } => Self {
                got: Some(got),
                ..Self::of(ProblemCode::AddressLength)
            },
            AddressError::Incomplete => Self::of(ProblemCode::AddressIncomplete),
            AddressError::NotChinese => {
                Self::of(ProblemCode::AddressIncomplete).worded("address_incomplete.not_chinese")
            }
        }
    }
}

/// The value is personal data, so it is not printed.
impl fmt::Debug for Accepted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Accepted")
            .field("fault", &self.fault.as_ref().map(|fault| fault.code))
            .finish_non_exhaustive()
    }
}
