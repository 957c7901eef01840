//! One thing to choose, as people read it.

use crate::lang::Text;

/// One thing to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Stored value.
    pub value: String,
    /// What people read.
    pub label: Text,
    /// A second line: an address, what the choice leads to.
    pub note: Option<Text>,
    /// Heading of the group the choice belongs to.
    pub group: Option<Text>,
}

impl Choice {
    /// A choice of a value and its label alone.
    pub fn new(value: impl Into<String>, label: Text) -> Self {
        Self {
            value: value.into(),
            label,
            note: None,
            group: None,
        }
    }
}
