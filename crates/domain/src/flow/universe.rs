//! What the variables of a flow's conditions can turn out to be.

use std::collections::{BTreeMap, BTreeSet};

/// Values worth trying for each variable: one of every kind that the conditions tell apart.
#[derive(Debug, Clone, Default)]
pub(crate) struct Universe {
    pub(super) representatives: BTreeMap<String, Vec<String>>,
    /// Relations among the representatives of `relationship` that need proof.
    pub(super) with_proof: BTreeSet<String>,
}

impl Universe {
    /// Whether some condition asks for this variable.
    pub(crate) fn tells_apart(&self, variable: &str) -> bool {
        self.representatives.contains_key(variable)
    }
}
