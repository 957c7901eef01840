//! Reasons that staff may give: codes of an administered list, whose wording is data.

use std::collections::BTreeSet;

/// What a reason is given for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ReasonUse {
    /// For returning an item.
    Return,
    /// For rejecting an application.
    Reject,
    /// For accepting a picture despite a finding about its quality.
    Override,
    /// For stopping work.
    Hold,
}

/// The administered list, with what decisions need: which codes may be given for what.
///
/// ```
/// use domain::application::{ReasonUse, Reasons};
/// let reasons: Reasons = [(ReasonUse::Reject, "not_the_guardian")].into_iter().collect();
/// assert!(reasons.has(ReasonUse::Reject, "not_the_guardian"));
/// assert!(!reasons.has(ReasonUse::Return, "not_the_guardian"));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reasons(BTreeSet<(ReasonUse, String)>);

impl Reasons {
    /// Whether a code may be given for this.
    pub fn has(&self, given_for: ReasonUse, code: &str) -> bool {
        self.0.contains(&(given_for, code.to_owned()))
    }
}

impl<C: Into<String>> FromIterator<(ReasonUse, C)> for Reasons {
    fn from_iter<I: IntoIterator<Item = (ReasonUse, C)>>(codes: I) -> Self {
        let codes = codes.into_iter();
        Self(
            codes
                .map(|(given_for, code)| (given_for, code.into()))
                .collect(),
        )
    }
}
