//! What a change requires of a draft.

/// What a change requires of a draft that has an answer to it; the stronger class is the greater one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ChangeClass {
    /// The answer keeps its meaning: the draft moves silently.
    Harmless,
    /// The meaning or the allowed values have changed: the answer is kept and shown, but counts as open until it is saved
    /// again.
    AskAgain,
    /// The law requires something else: like [`ChangeClass::AskAgain`], and the reason is shown.
    ForcedByLaw,
}

impl ChangeClass {
    /// Every class.
    pub const ALL: [Self; 3] = [Self::Harmless, Self::AskAgain, Self::ForcedByLaw];

    /// The stable code, in `release.toml` and in storage.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Harmless => "harmless",
            Self::AskAgain => "ask_again",
            Self::ForcedByLaw => "forced_by_law",
        }
    }

    /// Parses a code.
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
