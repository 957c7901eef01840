//! The receipt number: what a parent writes down and reads out on the phone.
//!
//! Ten random symbols and two check digits, shown in three groups: `RJ6H-B7H6-NW41`.
//!
//! - The symbols are Crockford's base 32 (<https://www.crockford.com/base32.html>): the digits, and the capital letters
//!   without I, L, O and U. So a misread `O`, `I` or `L` can be corrected.
//! - The check digits are ISO/IEC 7064 MOD 97-10 over the symbols, each written as two digits, its position in the alphabet
//!   (00 to 31). With equal widths, every wrong symbol and every swap of neighbours is detected; with two-digit letters
//!   beside one-digit digits, as in an IBAN, it would not be.
//!
//! The number reveals nothing about the child, the parent or the number of applications, and knowing it gives access to
//! nothing.

use std::fmt;

use crate::characters::number;

const SYMBOLS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const RANDOM_SYMBOLS: usize = 10;
const LENGTH: usize = RANDOM_SYMBOLS + 2;
const GROUP: usize = 4;

/// A receipt number with correct check digits.
///
/// ```
/// use domain::receipt::{ReceiptError, ReceiptNumber};
///
/// let number = ReceiptNumber::from_random(0x0003_1234_5678_9abc);
/// assert_eq!(number.to_string(), "RJ6H-B7H6-NW41");
/// assert_eq!(ReceiptNumber::parse("rj6h b7h6 nw41"), Ok(number));
/// assert_eq!(ReceiptNumber::parse("RJ6H-B7H6-NW14"), Err(ReceiptError::CheckDigits));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ReceiptNumber([u8; LENGTH]);

/// Why a text is not a receipt number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReceiptError {
    /// Not twelve symbols.
    #[error("a receipt number has 12 symbols, this has {got}")]
    Length {
        /// Symbols found, not counting blanks and dashes.
        got: usize,
    },
    /// A symbol that is not allowed in receipt numbers.
    #[error("the symbol at place {position} stands in no receipt number")]
    Characters {
        /// Position of the symbol among the twelve, from 1.
        position: usize,
    },
    /// Something is mistyped or swapped.
    #[error("the check digits do not agree")]
    CheckDigits,
}

impl ReceiptNumber {
    /// Makes a number from randomness: the lower 50 bits of `random` are used.
    ///
    /// The caller draws them from a good source of randomness, and draws again in the rare case that the number is already in
    /// use.
    pub fn from_random(random: u64) -> Self {
        let mut symbols = [b'0'; LENGTH];
        let mut rest = random;
        for symbol in symbols[..RANDOM_SYMBOLS].iter_mut().rev() {
            *symbol = SYMBOLS[(rest & 31) as usize];
            rest >>= 5;
        }
        let check = 98 - remainder(&symbols);
        symbols[RANDOM_SYMBOLS] = SYMBOLS[check / 10];
        symbols[RANDOM_SYMBOLS + 1] = SYMBOLS[check % 10];
        Self(symbols)
    }

    /// Parses a number as typed: any case, full width, blanks and dashes anywhere, and the letters O, I and L for the digits
    /// they are mistaken for.
    pub fn parse(text: &str) -> Result<Self, ReceiptError> {
        let typed: Vec<char> = number(text)
            .chars()
            .map(|c| match c {
                'O' => '0',
                'I' | 'L' => '1',
                other => other,
            })
            .collect();
        if typed.len() != LENGTH {
            return Err(ReceiptError::Length { got: typed.len() });
        }
        let mut symbols = [0; LENGTH];
        for (i, c) in typed.into_iter().enumerate() {
            let position = i + 1;
            let byte = u8::try_from(c).map_err(|_| ReceiptError::Characters { position })?;
            let known = if i < RANDOM_SYMBOLS {
                SYMBOLS.contains(&byte)
            } else {
                byte.is_ascii_digit()
            };
            if !known {
                return Err(ReceiptError::Characters { position });
            }
            symbols[i] = byte;
        }
        // 97 and 01 leave the same remainder as 00 and 98: only 02 to 98 are ever generated.
        let check = two_digits(&symbols[RANDOM_SYMBOLS..]);
        if remainder(&symbols) == 1 && (2..=98).contains(&check) {
            Ok(Self(symbols))
        } else {
            Err(ReceiptError::CheckDigits)
        }
    }

    /// The twelve symbols without dashes, as used in tables and page addresses.
    pub fn as_str(&self) -> &str {
        str::from_utf8(&self.0).expect("the symbols are ASCII")
    }
}

impl fmt::Display for ReceiptNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.as_str();
        let (first, rest) = text.split_at(GROUP);
        let (second, third) = rest.split_at(GROUP);
        write!(f, "{first}-{second}-{third}")
    }
}

/// The number formed by symbols and check digits, modulo 97.
fn remainder(symbols: &[u8; LENGTH]) -> usize {
    let (random, check) = symbols.split_at(RANDOM_SYMBOLS);
    let sum = random.iter().fold(0, |sum, symbol| {
        let place = SYMBOLS.iter().position(|s| s == symbol);
        (sum * 100 + place.expect("only symbols of the alphabet are stored")) % 97
    });
    (sum * 100 + two_digits(check)) % 97
}

fn two_digits(check: &[u8]) -> usize {
    usize::from(check[0] - b'0') * 10 + usize::from(check[1] - b'0')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Computed independently, in Python with whole numbers instead of remainders.
    #[test]
    fn agrees_with_vectors_computed_apart() {
        for (random, shown) in [
            (0, "0000-0000-0098"),
            (1, "0000-0000-0195"),
            (0x3_8244_30f6_fe79, "W28G-RFDZ-KS27"),
            ((1 << 50) - 1, "ZZZZ-ZZZZ-ZZ48"),
        ] {
            assert_eq!(ReceiptNumber::from_random(random).to_string(), shown);
        }
    }

    #[test]
    fn refuses_with_the_place_of_the_fault() {
        let check = |text: &str, expected| {
            assert_eq!(ReceiptNumber::parse(text), Err(expected), "{text}");
        };
        check("", ReceiptError::Length { got: 0 });
        check("RJ6H-B7H6-NW4", ReceiptError::Length { got: 11 });
        check("RJ6H-B7H6-NW411", ReceiptError::Length { got: 13 });
        check("RJ6H-B7H6-NWA1", ReceiptError::Characters { position: 11 });
        check("RUJ6-B7H6-NW41", ReceiptError::Characters { position: 2 });
        check("RJ6H-B7H6-N回41", ReceiptError::Characters { position: 10 });
        check("RJ6H-B7H6-WN41", ReceiptError::CheckDigits);
    }

    #[test]
    fn letters_taken_for_digits_are_put_right() {
        let number = ReceiptNumber::from_random(1);
        assert!(number.as_str().starts_with("0000000001"));
        let misread = number.as_str().replace('0', "O").replacen('1', "l", 1);
        assert_eq!(ReceiptNumber::parse(&misread), Ok(number));
        assert_eq!(
            ReceiptNumber::parse(&number.as_str().replace('1', "Ｉ")),
            Ok(number)
        );
    }

    #[test]
    fn only_the_lower_fifty_bits_count() {
        assert_eq!(
            ReceiptNumber::from_random(u64::MAX),
            ReceiptNumber::from_random((1 << 50) - 1)
        );
    }

    proptest! {
        #[test]
        fn a_number_comes_back_as_shown_and_as_kept(random: u64) {
            let number = ReceiptNumber::from_random(random);
            prop_assert_eq!(ReceiptNumber::parse(&number.to_string()), Ok(number));
            prop_assert_eq!(ReceiptNumber::parse(&number.as_str().to_lowercase()), Ok(number));
        }

        #[test]
        fn finds_every_wrong_symbol(random: u64, place in 0..LENGTH, other in 0..32usize) {
            let number = ReceiptNumber::from_random(random);
            let mut symbols = number.0;
            prop_assume!(symbols[place] != SYMBOLS[other]);
            symbols[place] = SYMBOLS[other];
            let text = str::from_utf8(&symbols).unwrap();
            prop_assert!(ReceiptNumber::parse(text).is_err(), "{} for {}", text, number);
        }

        #[test]
        fn finds_every_swap_of_neighbours(random: u64, place in 0..LENGTH - 1) {
            let number = ReceiptNumber::from_random(random);
            let mut symbols = number.0;
            prop_assume!(symbols[place] != symbols[place + 1]);
            symbols.swap(place, place + 1);
            let text = str::from_utf8(&symbols).unwrap();
            prop_assert!(ReceiptNumber::parse(text).is_err(), "{} for {}", text, number);
        }

        #[test]
        fn different_chance_gives_different_numbers(a in 0u64..1 << 50, b in 0u64..1 << 50) {
            prop_assert_eq!(a == b, ReceiptNumber::from_random(a) == ReceiptNumber::from_random(b));
        }

        #[test]
        fn never_panics_on_what_people_send(text in ".{0,30}") {
            let _ = ReceiptNumber::parse(&text);
        }
    }
}
