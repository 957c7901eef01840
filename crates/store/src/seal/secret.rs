//! A text that debug output masks.

use zeroize::Zeroizing;

/// A text with personal data: masked in `Debug`, overwritten when dropped.
///
/// ```
/// let name = store::seal::Secret::from("阿依古丽");
/// assert_eq!(format!("{name:?}"), "Secret(..)");
/// assert_eq!(name.expose(), "阿依古丽");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// The text itself. Never put it into a log, a URL, a metric or an error.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(Zeroizing::new(text))
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self::from(text.to_owned())
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(..)")
    }
}
