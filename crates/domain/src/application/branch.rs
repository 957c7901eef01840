//! The code of a bank branch, as clerks and cards carry it.

use std::fmt;

/// A branch by its code in `codes/branches.csv`: up to 32 ASCII letters, digits and hyphens.
///
/// ```
/// use domain::application::BranchCode;
/// assert_eq!(BranchCode::new("ICBC-110101-01").unwrap().as_str(), "ICBC-110101-01");
/// assert_eq!(BranchCode::new("ICBC:110101"), None);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BranchCode {
    // Stored inline, so that an actor stays a small `Copy` value.
    bytes: [u8; Self::LONGEST],
    len: u8,
}

impl BranchCode {
    /// The longest code, in bytes.
    pub const LONGEST: usize = 32;

    /// Parses a code; `None` if it is malformed.
    pub fn new(code: &str) -> Option<Self> {
        let shaped = code
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        if code.is_empty() || code.len() > Self::LONGEST || !shaped {
            return None;
        }
        let mut bytes = [0; Self::LONGEST];
        bytes[..code.len()].copy_from_slice(code.as_bytes());
        let len = u8::try_from(code.len()).ok()?;
        Some(Self { bytes, len })
    }

    /// The code.
    pub fn as_str(&self) -> &str {
        str::from_utf8(&self.bytes[..usize::from(self.len)]).expect("a code is ASCII")
    }
}

impl fmt::Display for BranchCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for BranchCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BranchCode({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_codes_of_the_list_and_nothing_that_could_break_a_text() {
        let longest = "A".repeat(BranchCode::LONGEST);
        for code in ["ICBC-110101-01", "x", longest.as_str()] {
            assert_eq!(
                BranchCode::new(code).map(|b| b.to_string()),
                Some(code.to_owned())
            );
        }
        for code in ["", "ICBC 1", "a:b", "东城", &format!("{longest}A")] {
            assert_eq!(BranchCode::new(code), None, "{code}");
        }
    }
}
