//! Where a family lives, below the district.

use std::fmt;

use crate::characters::{CharacterKind, line};

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

/// An address says more than province, city and district only with as many Chinese characters, such as a road and its 号.
const LEAST_IDEOGRAPHS: usize = 2;

/// The address of permanent residence, 5 to 100 code points (ours), without the district, which is asked separately.
///
/// Blanks at the ends are removed; blanks and line breaks inside become one space, and marks without width are removed.
///
/// ```
/// use domain::id::{Address, AddressError};
///
/// let address = Address::parse(" 中关村街道和悦路18号 3单元\n201室 ")?;
/// assert_eq!(address.as_str(), "中关村街道和悦路18号 3单元 201室");
///
/// assert_eq!(Address::parse("北京"), Err(AddressError::Length { got: 2 }));
/// assert_eq!(Address::parse("2 Kexueyuan South Road"), Err(AddressError::NotChinese));
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
    /// After province, city and district hardly anything is left.
    #[error("an address names a road or a village and a number, this does not")]
    Incomplete,
    /// Nothing in it is Chinese, so nobody who delivers or looks it up in a register can use it.
    #[error("an address is written in Chinese")]
    NotChinese,
}

impl AddressError {
    /// The problem code of the contract.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Length { .. } => "address_length",
            Self::Incomplete | Self::NotChinese => "address_incomplete",
        }
    }
}

impl Address {
    /// Parses an address as typed, without knowing the names of districts.
    pub fn parse(text: &str) -> Result<Self, AddressError> {
        Self::parse_with(text, &[])
    }

    /// Parses an address as typed. `districts` are the Chinese names that say no more than the district that is asked beside it
    /// (海淀区).
    pub fn parse_with(text: &str, districts: &[&str]) -> Result<Self, AddressError> {
        let address = line(text);
        let got = address.chars().count();
        if !LENGTH.contains(&got) {
            return Err(AddressError::Length { got });
        }
        if address.chars().any(char::is_alphanumeric) && ideographs(&address) == 0 {
            return Err(AddressError::NotChinese);
        }
        if ideographs(below_districts(&address, districts)) < LEAST_IDEOGRAPHS {
            return Err(AddressError::Incomplete);
        }
        Ok(Self(address))
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

/// What an address says after province, city and district, each as often as it stands there, in full or short (海淀 for 海淀区).
fn below_districts<'t>(address: &'t str, districts: &[&str]) -> &'t str {
    let short = |name: &&str| name.strip_suffix('区').map(str::len);
    let district = |rest: &'t str| {
        let full = districts.iter().find_map(|name| after(rest, name));
        full.or_else(|| {
            let mut names = districts.iter().filter_map(|name| name.get(..short(name)?));
            names.find_map(|name| after(rest, name))
        })
    };
    let city = |rest: &'t str| CITY_NAMES.iter().find_map(|name| after(rest, name));
    let mut rest = address.trim_start_matches(BETWEEN);
    while let Some(next) = city(rest)
        .or_else(|| after(rest, "市辖区"))
        .or_else(|| district(rest))
    {
        rest = next;
    }
    rest
}

/// How many Chinese characters a text has.
fn ideographs(text: &str) -> usize {
    text.chars()
        .filter(|c| CharacterKind::of(*c) == CharacterKind::Ideograph)
        .count()
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
        check("Haidian District, 科学院南路2号", "科学院南路2号");
        check("beijing, haidian district, 科学院南路2号", "科学院南路2号");
        // nothing to fold
        check("中关村街道2号院", "中关村街道2号院");
        check("海淀街道海淀区委党校3号楼", "海淀街道海淀区委党校3号楼");
        check(
            "科学院南路2号, Haidian District",
            "科学院南路2号, Haidian District",
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
    fn an_address_goes_below_the_district() {
        let check = |text: &str, expected: Option<AddressError>| {
            let districts = ["东城区", "海淀区"];
            let error = Address::parse_with(text, &districts).err();
            assert_eq!(error, expected, "{text}");
            assert!(
                error.is_none_or(|error| error.code() == "address_incomplete"),
                "{text}"
            );
        };
        let incomplete = Some(AddressError::Incomplete);
        check("北京市海淀区", incomplete);
        check("北京市海淀", incomplete);
        check("中国北京市市辖区海淀区", incomplete);
        check("北京市北京市海淀区海淀区", incomplete);
        check("北京市，海淀区，8号", incomplete);
        check("北京市海淀区 27-3-402", incomplete);
        check("北京市海淀区 Building 2", incomplete);
        check("。。。。。", incomplete);
        check("-----海淀区", incomplete);
        let not_chinese = Some(AddressError::NotChinese);
        check("2 Kexueyuan South Road", not_chinese);
        check("100190100190", not_chinese);
        check("北京市海淀区8号楼", None);
        check("海淀黄庄小区", None);
        check("海淀街道3号", None);
        check("东城区8号院1-1", None);
        check("北京市朝阳区建国路", None);
        check("Kexueyuan 南路 2", None);
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
