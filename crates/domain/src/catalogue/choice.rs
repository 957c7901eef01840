//! One choice, as people read it.

use crate::lang::Text;

/// One choice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Stored value.
    pub value: String,
    /// What people read.
    pub label: Text,
    /// A second line: an address, or the consequence of the choice.
    pub note: Option<Text>,
    /// Heading of the group the choice belongs to.
    pub group: Option<Text>,
}

impl Choice {
    /// A choice with only a value and a label.
    pub fn new(value: impl Into<String>, label: Text) -> Self {
        Self {
            value: value.into(),
            label,
            note: None,
            group: None,
        }
    }
}
