//! The input of a decision.

use std::sync::LazyLock;

use crate::application::{Case, Reasons, Records};

/// The input of a decision.
#[derive(Clone, Copy, Debug)]
pub struct Standing<'a> {
    /// The application.
    pub case: &'a Case,
    /// Its records.
    pub records: &'a Records,
    /// The administered list of reasons.
    pub reasons: &'a Reasons,
    /// Whether the acting member of staff is the agent or the child of the application. Staff ids and accounts are different
    /// kinds of id, so the caller compares the people behind them.
    pub own_case: bool,
}

impl<'a> Standing<'a> {
    /// An application without records, such as a draft that was never submitted.
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
