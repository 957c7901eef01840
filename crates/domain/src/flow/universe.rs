//! The possible values of the variables in a flow's conditions.

use std::collections::{BTreeMap, BTreeSet};

/// Representative values of each variable: one of every kind that the conditions distinguish.
#[derive(Debug, Clone, Default)]
pub(crate) struct Universe {
    pub(super) representatives: BTreeMap<String, Vec<String>>,
    /// The representatives of `relationship` that need proof.
    pub(super) with_proof: BTreeSet<String>,
}

impl Universe {
    /// Whether any condition uses this variable.
    pub(crate) fn tells_apart(&self, variable: &str) -> bool {
        self.representatives.contains_key(variable)
    }
}
