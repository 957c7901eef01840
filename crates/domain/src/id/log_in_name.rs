//! The name by which somebody enters their account, as they chose it.

use std::fmt;

use crate::characters::plain;

const LEAST: usize = 4;
const MOST: usize = 30;

/// A log-in name: 4 to 30 characters, of which the first is a letter or an ideograph, and the others are digits, `_`, `-` or `.`
/// besides.
///
/// So it is never a mobile or an ID number: those are names of whoever proved them, and nobody learns from a registration whether
/// somebody did. Only the letters of ASCII are taken, since those of other scripts look the same.
///
/// ```
/// use domain::id::{LogInName, LogInNameError};
///
/// let name = LogInName::parse(" 王小明.2026 ")?;
/// assert_eq!(name.as_str(), "王小明.2026");
/// assert_eq!(LogInName::parse("13800138000"), Err(LogInNameError::Start));
/// # Ok::<(), LogInNameError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct LogInName(String);

/// Why a text is not a log-in name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LogInNameError {
    /// Too short or too long.
    #[error("a log-in name has 4 to 30 characters")]
    Length,
    /// It begins with something else than a letter or an ideograph.
    #[error("a log-in name begins with a letter")]
    Start,
    /// It has a character that no log-in name has.
    #[error("a log-in name has letters, digits, dots, dashes and low lines")]
    Characters,
}

impl LogInNameError {
    /// The problem code of the contract.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Length => "login_name_length",
            Self::Start => "login_name_start",
            Self::Characters => "login_name_characters",
        }
    }
}

impl LogInName {
    /// Parses a name as typed: blanks are removed, and full-width characters become plain ones. Letter case stays as typed, but
    /// does not matter where the name is looked up.
    pub fn parse(text: &str) -> Result<Self, LogInNameError> {
        let name = plain(text);
        if !(LEAST..=MOST).contains(&name.chars().count()) {
            return Err(LogInNameError::Length);
        }
        if !name.chars().next().is_some_and(is_letter) {
            return Err(LogInNameError::Start);
        }
        let fits = |c: char| is_letter(c) || c.is_ascii_digit() || matches!(c, '_' | '-' | '.');
        if name.chars().all(fits) {
            Ok(Self(name))
        } else {
            Err(LogInNameError::Characters)
        }
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Letters of ASCII, and the ideographs that every telephone can type.
fn is_letter(c: char) -> bool {
    c.is_ascii_alphabetic() || ('\u{4E00}'..='\u{9FFF}').contains(&c)
}

/// Prints nothing of the name.
impl fmt::Debug for LogInName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LogInName(***)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_what_is_a_name_and_nothing_that_is_a_number() {
        for name in ["wang", "Wang_Xiao-Ming.7", "王小明明", &"a".repeat(30)] {
            assert_eq!(LogInName::parse(name).unwrap().as_str(), name);
        }
        assert_eq!(LogInName::parse(" ｗａｎｇ 7 ").unwrap().as_str(), "wang7");
        for (text, error) in [
            ("", LogInNameError::Length),
            ("王小", LogInNameError::Length),
            (&"a".repeat(31), LogInNameError::Length),
            ("13800138000", LogInNameError::Start),
            ("11010519491231002X", LogInNameError::Start),
            ("_wang", LogInNameError::Start),
            ("жанна", LogInNameError::Start),
            ("wang@home", LogInNameError::Characters),
            ("wаng", LogInNameError::Characters),
        ] {
            assert_eq!(LogInName::parse(text), Err(error), "{text}");
        }
        assert_eq!(
            format!("{:?}", LogInName::parse("wang").unwrap()),
            "LogInName(***)"
        );
    }
}
