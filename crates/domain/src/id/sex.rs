//! Sex, as the registry records it.

/// Sex by GB/T 2261.1-2003. The codes 0 (unknown) and 9 (not stated) occur only in data exchange, never in an application.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Sex {
    /// 男, code 1.
    Male,
    /// 女, code 2.
    Female,
}

impl Sex {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Male, Self::Female];

    /// The code of GB/T 2261.1: `1` or `2`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Male => "1",
            Self::Female => "2",
        }
    }

    /// Parses a code of GB/T 2261.1.
    ///
    /// ```
    /// # use domain::id::Sex;
    /// assert_eq!(Sex::from_code("2"), Some(Sex::Female));
    /// assert_eq!(Sex::from_code("9"), None);
    /// ```
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sex| sex.code() == code)
    }
}
