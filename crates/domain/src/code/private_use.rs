//! What old systems meant by private-use code points.

use std::collections::BTreeMap;

/// The table of `pua_to_unicode.csv`: before Unicode had them, systems of the GBK era stored rare characters at U+E000 to
/// U+F8FF (䶮 at U+E863), and data of that era is still in circulation.
///
/// A code point that is not in the table stays unknown, and no name may contain it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PrivateUse(BTreeMap<char, char>);

impl PrivateUse {
    pub(crate) fn new(pairs: impl IntoIterator<Item = (char, char)>) -> Self {
        Self(pairs.into_iter().collect())
    }

    /// The character that a private-use code point stood for.
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
