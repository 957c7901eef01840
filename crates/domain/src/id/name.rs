//! Personal names as printed on the resident ID card and in the booklet.

use std::fmt;

use unicode_normalization::UnicodeNormalization;

use crate::characters::{ideograph, shows_nothing};
use crate::code::PrivateUse;

/// The separator of minority names, U+00B7 (GB 18030 A1A4; 民委发〔2016〕33号).
const DOT: char = '\u{B7}';

/// Length limits of a name in code points, including the dot (民委发〔2016〕33号 asks for 50). One character is lawful: article 49 of
/// the norms for household registers lets members of some minorities have a name of one.
const LENGTH: std::ops::RangeInclusive<usize> = 1..=50;

/// A personal name in Chinese characters, with `·` between the parts of a minority name.
///
/// Kept as entered, with unambiguous repairs only: what shows nothing is removed, the many kinds of dot become `·`, known private-use
/// code points become the characters they stood for, and radicals the ideographs they look like. There is no compatibility mapping
/// (NFKC), which would change ideographs;
/// [`same_as`](Self::same_as) compares two spellings.
///
/// ```
/// use domain::id::{NameError, PersonalName};
///
/// let name = PersonalName::parse("阿依古丽•买买提")?;
/// assert_eq!(name.as_str(), "阿依古丽·买买提");
///
/// let refused = NameError::Characters { position: 2, character: 'a' };
/// assert_eq!(PersonalName::parse("陈a"), Err(refused));
/// # Ok::<(), NameError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PersonalName(String);

/// Why a text is not a personal name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// No or more than 50 code points.
    #[error("a name has 1 to 50 characters, this has {got}")]
    Length {
        /// Code points found, not counting what shows nothing.
        got: usize,
    },
    /// A character that is not allowed in names.
    #[error("the character at place {position} cannot stand in a name")]
    Characters {
        /// Position among the code points that show something, from 1.
        position: usize,
        /// The character there.
        character: char,
    },
    /// Only letters of another script, such as a name in pinyin.
    #[error("the name is not written in Chinese characters")]
    Script,
    /// A dot at an end, or a double one: it must be between two parts of a name.
    #[error("the dot at place {position} stands between no two parts of a name")]
    Dot {
        /// Position among the code points that show something, from 1.
        position: usize,
    },
    /// A private-use code point that is not in the table: an old system's code for a rare character, which other systems show
    /// differently or not at all.
    #[error("the character at place {position} is of private use")]
    PrivateUse {
        /// Position among the code points that show something, from 1.
        position: usize,
    },
}

impl NameError {
    /// The problem code of the contract.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Length { .. } => "name_length",
            Self::Characters { .. } | Self::Script | Self::Dot { .. } | Self::PrivateUse { .. } => {
                "name_characters"
            }
        }
    }
}

impl PersonalName {
    /// Parses a name as typed; refuses every private-use code point.
    pub fn parse(text: &str) -> Result<Self, NameError> {
        Self::parse_with(text, &PrivateUse::default())
    }

    /// Parses a name as typed, with the table of what old systems meant by private-use code points
    /// (`codes/pua_to_unicode.csv`).
    pub fn parse_with(text: &str, private_use: &PrivateUse) -> Result<Self, NameError> {
        let typed: Vec<char> = text
            .chars()
            .filter(|c| !shows_nothing(*c))
            .map(|c| private_use.character(c).unwrap_or(c))
            .map(|c| ideograph(c).unwrap_or(c))
            .map(|c| if is_dot(c) { DOT } else { c })
            .collect();
        // For an address or a number typed into this field, "wrong character" is the more helpful error; for an empty field,
        // it is the length.
        if let Some(at) = (0..typed.len()).find(|&at| !fits(&typed, at)) {
            let position = at + 1;
            let is_foreign = |c: &char| c.is_alphabetic() && !is_ideograph(*c);
            let is_foreign_or_dot = |c: &char| is_foreign(c) || *c == DOT;
            if typed.iter().any(is_foreign) && typed.iter().all(is_foreign_or_dot) {
                return Err(NameError::Script);
            }
            return Err(match typed[at] {
                DOT => NameError::Dot { position },
                c if is_private_use(c) => NameError::PrivateUse { position },
                character => NameError::Characters {
                    position,
                    character,
                },
            });
        }
        if !LENGTH.contains(&typed.len()) {
            return Err(NameError::Length { got: typed.len() });
        }
        Ok(Self(typed.into_iter().collect()))
    }

    /// Whether it is one character: lawful for some, and a slip for most, so a person looks at it.
    pub fn is_single(&self) -> bool {
        self.0.chars().count() == 1
    }

    /// The name as stored and printed.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether two names are the same, where compatibility ideographs (U+F900 to U+FAFF) count as the characters they
    /// duplicate: compares the NFC of both. The kind of dot cannot differ any more, but a missing dot counts.
    ///
    /// ```
    /// # use domain::id::PersonalName;
    /// let entered = PersonalName::parse("\u{F9F4}小明")?;
    /// let registered = PersonalName::parse("\u{6797}小明")?;
    /// assert!(entered.same_as(&registered));
    /// assert_ne!(entered, registered);
    /// # Ok::<(), domain::id::NameError>(())
    /// ```
    pub fn same_as(&self, other: &Self) -> bool {
        self.0.nfc().eq(other.0.nfc())
    }

    /// The name with all but its first character masked: `陈**`.
    pub fn masked(&self) -> String {
        self.0
            .chars()
            .enumerate()
            .map(|(i, c)| if i == 0 || c == DOT { c } else { '*' })
            .collect()
    }
}

/// Prints only the length of the name.
impl fmt::Debug for PersonalName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PersonalName({} characters)", self.0.chars().count())
    }
}

fn fits(typed: &[char], at: usize) -> bool {
    let ideograph_at = |at: Option<usize>| {
        at.and_then(|at| typed.get(at))
            .copied()
            .is_some_and(is_ideograph)
    };
    if typed[at] == DOT {
        ideograph_at(at.checked_sub(1)) && ideograph_at(at.checked_add(1))
    } else {
        is_ideograph(typed[at])
    }
}

/// Every character that keyboards and old systems produce for the separator.
fn is_dot(c: char) -> bool {
    matches!(
        c,
        '\u{B7}'
            | '\u{2022}'
            | '\u{25CF}'
            | '\u{FF61}'
            | '\u{2027}'
            | '\u{30FB}'
            | '\u{FF65}'
            | '\u{FF0E}'
            | '\u{22C5}'
            | '\u{2219}'
            | '\u{387}'
            | '.'
            | '。'
    )
}

fn is_private_use(c: char) -> bool {
    matches!(u32::from(c), 0xE000..=0xF8FF | 0xF_0000..=0xF_FFFD | 0x10_0000..=0x10_FFFD)
}

/// Ideographs by the blocks of Unicode 17, including supplementary planes (GB 18030-2022 level 3).
///
/// Radicals (U+2E80 to U+2FDF) look like characters but are not: they were replaced before, as far as Unicode says by what.
fn is_ideograph(c: char) -> bool {
    matches!(
        u32::from(c),
        0x3007              // 〇
        | 0x3400..=0x4DBF   // extension A
        | 0x4E00..=0x9FFF
        | 0xF900..=0xFAFF   // compatibility
        | 0x20000..=0x2A6DF // extension B
        | 0x2A700..=0x2EE5F // extensions C to F, I
        | 0x2F800..=0x2FA1F // compatibility
        | 0x30000..=0x3347F // extensions G, H, J
    )
}

#[cfg(test)]
mod tests;
