//! Mobile phone numbers of mainland China.

use std::fmt;

use crate::characters::number;

const LENGTH: usize = 11;

/// A mainland mobile number: `1`, a digit from 3 to 9, and nine more digits.
///
/// Source: general knowledge of the numbering plan of the Ministry of Industry and Information Technology; not checked
/// against its text.
///
/// ```
/// use domain::id::{Mobile, MobileError};
///
/// assert_eq!(Mobile::parse("+86 138-0013-8000").map(|m| m.masked()), Ok("138****8000".to_owned()));
/// assert_eq!(Mobile::parse("010-62345678"), Err(MobileError::Format));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Mobile([u8; LENGTH]);

/// Why a text is not a mobile number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MobileError {
    /// Not a mainland mobile number.
    #[error("a mobile number has 11 digits and begins with 13 to 19")]
    Format,
}

impl MobileError {
    /// The problem code of the contract.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Format => "mobile_format",
        }
    }
}

impl Mobile {
    /// Parses a number as typed: with blanks, dashes, brackets and full-width characters anywhere, with or without the prefix
    /// `+86`, `0086` or `86`.
    pub fn parse(text: &str) -> Result<Self, MobileError> {
        let typed = number(text);
        // No mobile number begins with 8 or 0, so a prefix is recognised without the plus sign.
        let number = ["+86", "0086", "86"]
            .into_iter()
            .find_map(|prefix| typed.strip_prefix(prefix))
            .unwrap_or(&typed);
        let digits: [u8; LENGTH] = number
            .as_bytes()
            .try_into()
            .map_err(|_| MobileError::Format)?;
        let fits = digits.iter().all(u8::is_ascii_digit)
            && digits[0] == b'1'
            && (b'3'..=b'9').contains(&digits[1]);
        if fits {
            Ok(Self(digits))
        } else {
            Err(MobileError::Format)
        }
    }

    /// The eleven digits.
    pub fn as_str(&self) -> &str {
        str::from_utf8(&self.0).expect("the digits are ASCII")
    }

    /// The number with its middle masked: `138****8000`.
    pub fn masked(&self) -> String {
        let text = self.as_str();
        format!("{}****{}", &text[..3], &text[7..])
    }
}

/// Prints nothing of the number.
impl fmt::Debug for Mobile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Mobile(***)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn accepts_what_people_type() {
        for text in [
            "13800138000",
            "138 0013 8000",
            "138-0013-8000",
            "+8613800138000",
            "+86 138 0013 8000",
            "0086-13800138000",
            "8613800138000",
            "１３８００１３８０００",
            "＋８６　１３８００１３８０００",
            "\u{202D}138–0013–8000\u{202C}",
            "1\u{FE0F}38 0013 8000",
            "(+86)138-0013-8000",
            "（＋86）138 0013 8000",
            "(86) 138.0013.8000",
        ] {
            assert_eq!(
                Mobile::parse(text).unwrap().as_str(),
                "13800138000",
                "{text}"
            );
        }
    }

    #[test]
    fn refuses_what_is_no_mobile_number() {
        for text in [
            "",
            "1380013800",
            "138001380000",
            "12800138000",
            "03800138000",
            "23800138000",
            "1380013800x",
            "+8513800138000",
            "+86+8613800138000",
            "一三八零零一三八",
            "010-62345678",
        ] {
            let error = Mobile::parse(text).unwrap_err();
            assert_eq!(error.code(), "mobile_format", "{text}");
        }
    }

    #[test]
    fn the_mask_hides_the_middle() {
        let mobile = Mobile::parse("13812345678").unwrap();
        assert_eq!(mobile.masked(), "138****5678");
    }

    #[test]
    fn debug_shows_no_number() {
        assert_eq!(
            format!("{:?}", Mobile::parse("13800138000")),
            "Ok(Mobile(***))"
        );
    }

    proptest! {
        #[test]
        fn every_number_of_the_shape_is_taken_as_it_is(number in "1[3-9][0-9]{9}") {
            let mobile = Mobile::parse(&number).unwrap();
            prop_assert_eq!(mobile.as_str(), &number);
            prop_assert_eq!(Mobile::parse(&format!("+86{number}")), Ok(mobile));
        }

        #[test]
        fn never_panics_on_what_people_send(text in ".{0,24}") {
            if let Ok(mobile) = Mobile::parse(&text) {
                prop_assert_eq!(Mobile::parse(mobile.as_str()), Ok(mobile));
            }
        }
    }
}
