//! What old systems meant by code points of private use.

use std::collections::BTreeMap;

/// The table of `pua_to_unicode.csv`: before Unicode had them, systems of the GBK age kept rare
/// characters at U+E000 to U+F8FF (䶮 at U+E863), and data of that age still travels.
///
/// A code point that is not in the table stays unknown, and no name may hold it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PrivateUse(BTreeMap<char, char>);

impl PrivateUse {
    pub(crate) fn new(pairs: impl IntoIterator<Item = (char, char)>) -> Self {
        Self(pairs.into_iter().collect())
    }

    /// The character that a code point of private use stood for.
    pub fn character(&self, private: char) -> Option<char> {
        self.0.get(&private).copied()
    }

    /// Every pair, by code point.
    pub fn iter(&self) -> impl Iterator<Item = (char, char)> {
        self.0
            .iter()
            .map(|(private, character)| (*private, *character))
    }
}
