//! The input of a decision.

use std::sync::LazyLock;

use super::Refusal;
use crate::application::{Case, CaseState, Reasons, Records};

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

    /// Whether these fields and materials may be changed now: after a return only the returned ones, and what hangs on them.
    ///
    /// # Errors
    /// [`Refusal::ItemLocked`] names the first that must stay as submitted.
    pub fn unlocked(&self, ids: &[&str]) -> Result<(), Refusal> {
        if self.case.state != CaseState::Returned {
            return Ok(());
        }
        let returned = self.records.returned.as_ref();
        let returned = returned.ok_or(Refusal::NoOpenReturn)?;
        match ids.iter().find(|id| returned.is_locked(id)) {
            Some(item) => Err(Refusal::ItemLocked {
                item: (*item).to_owned(),
            }),
            None => Ok(()),
        }
    }
}
