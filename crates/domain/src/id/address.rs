//! Where a family lives, below the district.

use std::fmt;

use super::fold::is_blank;

const LENGTH: std::ops::RangeInclusive<usize> = 5..=100;

/// The address of permanent residence, 5 to 100 code points (ours), without the district, which is
/// asked apart.
///
/// Blanks at the ends go, blanks and line breaks inside become one space.
///
/// ```
/// use domain::id::{Address, AddressError};
///
/// let address = Address::parse(" 中关村街道和悦路18号 3单元\n201室 ")?;
/// assert_eq!(address.as_str(), "中关村街道和悦路18号 3单元 201室");
///
/// assert_eq!(Address::parse("北京"), Err(AddressError::Length { got: 2 }));
/// # Ok::<(), AddressError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Address(String);

/// Why a text is no address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// Fewer than 5 or more than 100 code points.
    #[error("an address has 5 to 100 characters, this has {got}")]
    Length {
        /// Code points found, blanks put in order.
        got: usize,
    },
}

impl AddressError {
    /// The problem code of the contract.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Length { .. } => "address_length",
        }
    }
}

impl Address {
    /// Reads an address as people type it.
    pub fn parse(text: &str) -> Result<Self, AddressError> {
        let words: Vec<&str> = text
            .split(|c| is_blank(c) || c.is_control())
            .filter(|word| !word.is_empty())
            .collect();
        let address = words.join(" ");
        let got = address.chars().count();
        if LENGTH.contains(&got) {
            Ok(Self(address))
        } else {
            Err(AddressError::Length { got })
        }
    }

    /// The address as it is stored and shown.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Shows nothing of the address but its length.
impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Address({} characters)", self.0.chars().count())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn counts_code_points_at_both_bounds() {
        let check = |text: &str, expected: Result<(), usize>| {
            let got = Address::parse(text).map(drop);
            assert_eq!(
                got,
                expected.map_err(|got| AddressError::Length { got }),
                "{text}"
            );
        };
        check("", Err(0));
        check(" \u{3000}\n", Err(0));
        check("和悦路8", Err(4));
        check("和悦路8号", Ok(()));
        check("𬱖𬱖𬱖𬱖𬱖", Ok(()));
        check(&"𬱖".repeat(100), Ok(()));
        check(&"村".repeat(101), Err(101));
        check(&format!("  {}  ", "村".repeat(100)), Ok(()));
    }

    #[test]
    fn debug_shows_no_address() {
        let address = Address::parse("和悦路18号").unwrap();
        assert_eq!(format!("{address:?}"), "Address(6 characters)");
    }

    proptest! {
        #[test]
        fn what_is_taken_is_taken_again_unchanged(text in "\\PC{0,120}") {
            if let Ok(address) = Address::parse(&text) {
                prop_assert_eq!(Address::parse(address.as_str()), Ok(address));
            }
        }

        #[test]
        fn never_panics_on_what_people_send(text in any::<String>()) {
            let _ = Address::parse(&text);
        }
    }
}
