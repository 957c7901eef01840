//! What a change asks of a draft.

/// What a change asks of a draft that holds an answer to it; the stronger class is the greater one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ChangeClass {
    /// The answer means what it meant: the draft moves silently.
    Harmless,
    /// What the answer means, or may be, has changed: it is kept, shown, and counts as open until it is saved again.
    AskAgain,
    /// The law wants something else: as [`ChangeClass::AskAgain`], and the reason is told.
    ForcedByLaw,
}

impl ChangeClass {
    /// Every class.
    pub const ALL: [Self; 3] = [Self::Harmless, Self::AskAgain, Self::ForcedByLaw];

    /// The stable code, in `release.toml` and where it is stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Harmless => "harmless",
            Self::AskAgain => "ask_again",
            Self::ForcedByLaw => "forced_by_law",
        }
    }

    /// The class of a code.
    ///
    /// ```
    /// # use domain::release::ChangeClass;
    /// assert_eq!(ChangeClass::from_code("ask_again"), Some(ChangeClass::AskAgain));
    /// assert_eq!(ChangeClass::from_code("whatever"), None);
    /// ```
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.code() == code)
    }
}
