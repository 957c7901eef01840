//! Folds the heads of all applications that have changed into a signed checkpoint, also written outside of the database.

use jiff::SignedDuration;
use store::checkpoints;

use super::outcome::{JobError, Outcome};
use super::plan::Schedule;
use crate::Service;
use crate::settings::Settings;

/// As often as the operator wants: what was removed since the last one goes unnoticed.
pub(super) fn plan(settings: &Settings) -> Schedule {
    Schedule::every(SignedDuration::from_mins(
        settings.checkpoint_minutes.into(),
    ))
}

pub(super) async fn work(service: &Service) -> Result<Outcome, JobError> {
    let taken = checkpoints::take(&service.store, service.clock.now()).await?;
    if taken.files > 0 {
        tracing::info!(
            heads = taken.heads,
            files = taken.files,
            "took a checkpoint"
        );
    }
    Ok(Outcome::Done)
}
