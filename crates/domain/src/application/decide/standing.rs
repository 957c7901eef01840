//! What a decision starts from.

use std::sync::LazyLock;

use crate::application::{Case, Reasons, Records};

/// What a decision starts from.
#[derive(Clone, Copy, Debug)]
pub struct Standing<'a> {
    /// The case.
    pub case: &'a Case,
    /// What stands beside it.
    pub records: &'a Records,
    /// The administered list of reasons.
    pub reasons: &'a Reasons,
    /// Whether the member of staff who acts is the agent or the child of the case. Staff ids and
    /// accounts are of different kinds, so the caller compares the people behind them.
    pub own_case: bool,
}

impl<'a> Standing<'a> {
    /// A case without records, as a draft is that was never handed in.
    pub fn bare(case: &'a Case) -> Self {
        static NONE: LazyLock<(Records, Reasons)> = LazyLock::new(Default::default);
        Self {
            case,
            records: &NONE.0,
            reasons: &NONE.1,
            own_case: false,
        }
    }
}
