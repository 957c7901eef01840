//! Checks every application and every row that gives power, and says in the log what somebody altered.
//!
//! A row that is altered is refused when it is read; this finds the others, and what was removed.

use jiff::SignedDuration;
use store::audit;

use super::outcome::{JobError, Outcome};
use super::plan::Schedule;
use crate::Service;

pub(super) const PLAN: Schedule = Schedule::every(SignedDuration::from_hours(24));
/// Most faults in the log of one run: a database put back to an earlier state has as many as applications.
const MOST_TOLD: usize = 50;

pub(super) async fn work(service: &Service) -> Result<Outcome, JobError> {
    let report = audit::verify_rows(&service.store).await?;
    for fault in report.faults.iter().take(MOST_TOLD) {
        tracing::error!(%fault, "the audit found what was altered outside of this program");
    }
    let faults = report.faults.len();
    tracing::info!(cases = report.cases, faults, "the rows were audited");
    Ok(Outcome::Done)
}
