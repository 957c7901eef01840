//! The citizen ID number (公民身份号码).

use std::fmt;

use jiff::civil::Date;

use super::Sex;
use crate::characters::number;

const LENGTH: usize = 18;

/// ISO/IEC 7064 MOD 11-2: powers of two by position, modulo 11 (GB 11643-1999, 4.2).
const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK_CHARACTERS: &[u8; 11] = b"10X98765432";

/// Nobody alive was born before this year. This bound is ours; the standard's second example lies on its first day.
const FIRST_YEAR: i16 = 1880;

/// A citizen ID number: six digits for the place of first registration, eight for the birth date, three for a sequence whose
/// last digit is odd for men, and a check character.
///
/// The place is not looked up: its code stays for life, although districts come and go.
///
/// Source: GB 11643-1999.
///
/// ```
/// use domain::id::{CitizenId, CitizenIdError, Sex};
/// use jiff::civil::date;
///
/// let today = date(2026, 11, 22);
/// let number = CitizenId::parse("110105 19491231 002x", today)?;
/// assert_eq!(number.as_str(), "11010519491231002X");
/// assert_eq!(number.sex(), Sex::Female);
/// assert_eq!(number.masked(), "110105********002X");
///
/// assert_eq!(CitizenId::parse("110105194912310021", today), Err(CitizenIdError::CheckDigit));
/// # Ok::<(), CitizenIdError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CitizenId {
    text: [u8; LENGTH],
    birth: Date,
}

/// Why a text is not a citizen ID number. Only the first fault is reported, in the order below.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CitizenIdError {
    /// An old number of 15 digits, without century and check character.
    #[error("numbers of 15 digits are history")]
    Old15Digits,
    /// Not 18 characters.
    #[error("a citizen ID number has 18 characters, this has {got}")]
    Length {
        /// Characters found, not counting blanks.
        got: usize,
    },
    /// A character that is neither a digit nor an X at the end.
    #[error("the character at place {position} cannot stand in a citizen ID number")]
    Characters {
        /// Position among the 18, from 1.
        position: usize,
        /// The character there.
        character: char,
    },
    /// The birth date does not exist, or is in the future or before 1880.
    #[error("places 7 to 14 hold no birth date: {0}")]
    Date(BirthFault),
    /// The check character is wrong: a digit is mistyped or two are swapped.
    #[error("the check character does not agree")]
    CheckDigit,
    /// Six zeros in place of the place of registration.
    #[error("places 1 to 6 are no place")]
    Area,
    /// The sequence is 000: the first person of a place and day gets 001.
    #[error("places 15 to 17 are no sequence")]
    Sequence,
}

/// Which positions of a number hold no valid birth date. Only the first fault is reported, in the order below.
///
/// A wrong check character points to no position: any of the eighteen can be the wrong one, and a number corrected by
/// guessing could be somebody else's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BirthFault {
    /// Positions 7 to 10: before 1880, or a year that has not begun.
    #[error("places 7 to 10 are no year of birth")]
    Year,
    /// Positions 11 and 12: not a month from 01 to 12.
    #[error("places 11 and 12 are no month")]
    Month,
    /// Positions 13 and 14: a day that this month of this year does not have.
    #[error("places 13 and 14 are no day of the month")]
    Day,
    /// The day exists but is in the future.
    #[error("the day has not come yet")]
    Future,
}

impl CitizenIdError {
    /// The problem code of the contract.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Old15Digits => "id_old_15_digits",
            Self::Length { .. } => "id_length",
            Self::Characters { .. } => "id_characters",
            Self::Date(_) => "id_date",
            Self::CheckDigit => "id_check_digit",
            Self::Area => "id_area",
            Self::Sequence => "id_sequence",
        }
    }
}

impl CitizenId {
    /// Parses a number as typed: with blanks and dashes anywhere, full-width characters, a small x or a Roman ten.
    pub fn parse(text: &str, today: Date) -> Result<Self, CitizenIdError> {
        let typed: Vec<char> = number(text).chars().collect();
        if typed.len() == 15 && typed.iter().all(char::is_ascii_digit) {
            return Err(CitizenIdError::Old15Digits);
        }
        if typed.len() != LENGTH {
            return Err(CitizenIdError::Length { got: typed.len() });
        }
        let mut number = [0; LENGTH];
        for (i, c) in typed.into_iter().enumerate() {
            number[i] = match c {
                '0'..='9' => c as u8,
                'X' if i == LENGTH - 1 => b'X',
                character => {
                    return Err(CitizenIdError::Characters {
                        position: i + 1,
                        character,
                    });
                }
            };
        }
        let birth = birth_date(&number, today).map_err(CitizenIdError::Date)?;
        if check_of(&number[..LENGTH - 1]) != number[LENGTH - 1] {
            return Err(CitizenIdError::CheckDigit);
        }
        if number.starts_with(b"000000") {
            return Err(CitizenIdError::Area);
        }
        if number[14..17] == *b"000" {
            return Err(CitizenIdError::Sequence);
        }
        Ok(Self {
            text: number,
            birth,
        })
    }

    /// Parses a stored number, which was checked on entry: the birth date has no upper limit.
    pub fn from_stored(text: &str) -> Result<Self, CitizenIdError> {
        Self::parse(text, Date::MAX)
    }

    /// The 18 characters with an upper-case X: the form that is stored, compared and fingerprinted.
    pub fn as_str(&self) -> &str {
        str::from_utf8(&self.text).expect("the characters are ASCII")
    }

    /// The place of first registration, a GB/T 2260 code of that time.
    pub fn area_code(&self) -> &str {
        &self.as_str()[..6]
    }

    /// Whether it is the number of a permit: of permanent residence for foreigners (9), or of residence for people from Hong Kong,
    /// Macao and Taiwan (81, 82, 83). Both are built like a citizen's number, and neither can be used here.
    ///
    /// Source: general knowledge of both cards, not checked against a text.
    pub fn is_of_a_permit(&self) -> bool {
        let text = self.as_str();
        text.starts_with('9') || ["81", "82", "83"].iter().any(|kind| text.starts_with(kind))
    }

    /// The birth date in the number.
    pub const fn birth_date(&self) -> Date {
        self.birth
    }

    /// The sex in the number.
    pub const fn sex(&self) -> Sex {
        if self.text[16] % 2 == 1 {
            Sex::Male
        } else {
            Sex::Female
        }
    }

    /// The number with its birth date masked, for the person's own pages: `110101********0017`.
    pub fn masked(&self) -> String {
        let text = self.as_str();
        format!("{}********{}", &text[..6], &text[14..])
    }

    /// The number with all but its ends masked, for everywhere else: `1****************7`.
    pub fn masked_short(&self) -> String {
        let text = self.as_str();
        format!("{}****************{}", &text[..1], &text[17..])
    }
}

impl fmt::Debug for CitizenId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CitizenId({})", self.masked_short())
    }
}

/// The check character for the first seventeen digits; `None` for any other text.
///
/// ```
/// # use domain::id::check_character;
/// assert_eq!(check_character("11010519491231002"), Some('X'));
/// assert_eq!(check_character("1101051949123100"), None);
/// ```
pub fn check_character(digits: &str) -> Option<char> {
    let digits = digits.as_bytes();
    (digits.len() == LENGTH - 1 && digits.iter().all(u8::is_ascii_digit))
        .then(|| char::from(check_of(digits)))
}

fn check_of(digits: &[u8]) -> u8 {
    let sum: u32 = digits
        .iter()
        .zip(WEIGHTS)
        .map(|(digit, weight)| u32::from(digit - b'0') * weight)
        .sum();
    CHECK_CHARACTERS[(sum % 11) as usize]
}

fn birth_date(number: &[u8; LENGTH], today: Date) -> Result<Date, BirthFault> {
    let value = |from: usize, to: usize| {
        number[from..to]
            .iter()
            .fold(0i16, |sum, digit| sum * 10 + i16::from(digit - b'0'))
    };
    let part = |from: usize| i8::try_from(value(from, from + 2)).expect("two digits fit in an i8");
    let (year, month, day) = (value(6, 10), part(10), part(12));
    if !(FIRST_YEAR..=today.year()).contains(&year) {
        return Err(BirthFault::Year);
    }
    if !(1..=12).contains(&month) {
        return Err(BirthFault::Month);
    }
    let birth = Date::new(year, month, day).map_err(|_| BirthFault::Day)?;
    if birth > today {
        return Err(BirthFault::Future);
    }
    Ok(birth)
}

#[cfg(test)]
mod tests;
