//! Where a family lives, below the district.

use std::fmt;

use super::fold::is_blank;

const LENGTH: std::ops::RangeInclusive<usize> = 5..=100;

/// Ways of writing the city before a district, the longer forms first.
const CITY_NAMES: [&str; 6] = [
    "中国北京市",
    "北京市",
    "中国北京",
    "北京",
    "Beijing City",
    "Beijing",
];

/// Separators between the parts of an address.
const BETWEEN: [char; 5] = [' ', ',', '，', '、', '-'];

/// The address of permanent residence, 5 to 100 code points (ours), without the district, which is asked separately.
///
/// Blanks at the ends are removed; blanks and line breaks inside become one space.
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

/// Why a text is not an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// Fewer than 5 or more than 100 code points.
    #[error("an address has 5 to 100 characters, this has {got}")]
    Length {
        /// Code points found, after normalising blanks.
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
    /// Parses an address as typed.
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

    /// The address without the chosen district at its beginning: it is asked separately and would be printed twice. `names`
    /// are the district's names; a 北京市 before one is removed with it, but alone it stays. An address that would become too
    /// short is left unchanged.
    ///
    /// ```
    /// # use domain::id::Address;
    /// let typed = Address::parse("北京市海淀区中关村街道2号院3号楼")?;
    /// assert_eq!(typed.without_district(&["海淀区", "Haidian District"]).as_str(), "中关村街道2号院3号楼");
    /// # Ok::<(), domain::id::AddressError>(())
    /// ```
    #[must_use]
    pub fn without_district(&self, names: &[&str]) -> Self {
        let city = CITY_NAMES.iter().find_map(|name| after(&self.0, name));
        let starts = [Some(self.as_str()), city];
        let rest = starts
            .into_iter()
            .flatten()
            .find_map(|start| names.iter().find_map(|name| after(start, name)));
        rest.and_then(|rest| Self::parse(rest).ok())
            .unwrap_or_else(|| self.clone())
    }

    /// The address as stored and shown.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The rest of a text after a name at its beginning.
fn after<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    let start = text.get(..name.len())?;
    let begins = !name.is_empty() && start.eq_ignore_ascii_case(name);
    begins.then(|| text[name.len()..].trim_start_matches(BETWEEN))
}

/// Prints only the length of the address.
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
            assert!(
                got.err()
                    .is_none_or(|error| error.code() == "address_length")
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
    fn the_chosen_district_is_folded_away_at_the_beginning_alone() {
        let check = |typed: &str, stored: &str| {
            let address = Address::parse(typed).unwrap();
            let folded = address.without_district(&["海淀区", "Haidian District"]);
            assert_eq!(folded.as_str(), stored, "{typed}");
            assert_eq!(folded.without_district(&["海淀区"]), folded, "once for all");
        };
        check("海淀区中关村街道2号院", "中关村街道2号院");
        check("北京市海淀区中关村街道2号院", "中关村街道2号院");
        check("北京海淀区中关村街道2号院", "中关村街道2号院");
        check("中国北京市海淀区中关村街道2号院", "中关村街道2号院");
        check("北京市 海淀区 中关村街道2号院", "中关村街道2号院");
        check("北京市，海淀区，中关村街道2号院", "中关村街道2号院");
        check(
            "Haidian District, 2 Kexueyuan South Road",
            "2 Kexueyuan South Road",
        );
        check(
            "beijing, haidian district, 2 Kexueyuan South Road",
            "2 Kexueyuan South Road",
        );
        // nothing to fold
        check("中关村街道2号院", "中关村街道2号院");
        check("海淀街道海淀区委党校3号楼", "海淀街道海淀区委党校3号楼");
        check(
            "2 Kexueyuan South Road, Haidian District",
            "2 Kexueyuan South Road, Haidian District",
        );
        // another district, or the city alone: a person has to look at it
        check("朝阳区建国门外大街1号", "朝阳区建国门外大街1号");
        check("北京市中关村街道2号院", "北京市中关村街道2号院");
        check("北京路18号院3号楼", "北京路18号院3号楼");
        // too short without it
        check("海淀区8号楼", "海淀区8号楼");
        check("𬱖𬱖𬱖𬱖𬱖", "𬱖𬱖𬱖𬱖𬱖");
    }

    #[test]
    fn a_district_without_a_name_folds_nothing() {
        let address = Address::parse("海淀区中关村街道2号院").unwrap();
        for names in [&[][..], &[""]] {
            assert_eq!(address.without_district(names), address);
        }
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
        fn never_panics_on_what_people_send(text in any::<String>(), name in any::<String>()) {
            if let Ok(address) = Address::parse(&text) {
                let _ = address.without_district(&[&name]);
            }
        }
    }
}
