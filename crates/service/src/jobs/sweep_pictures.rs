//! Sets pictures aside that no row names: left by a crash between a picture and its row, or by a deletion that failed.
//!
//! They are deleted 30 days later. Rows that somebody altered may no longer name a true picture: the audit, which says so, comes
//! in time to put it back.

use jiff::SignedDuration;
use store::materials;
use uuid::Uuid;

use super::leased_job::LeasedJob;
use super::outcome::{JobError, Outcome};
use super::plan::Schedule;
use crate::Service;

pub(super) const PLAN: Schedule = Schedule::every(SignedDuration::from_hours(24));
/// A picture is stored before its row is: a younger one may be about to be named.
const MARGIN: SignedDuration = SignedDuration::from_hours(24);
/// How long a picture stays aside.
const ASIDE_LASTS: SignedDuration = SignedDuration::from_hours(30 * 24);
/// Pictures checked in one transaction.
const PAGE: usize = 200;
/// This many unnamed pictures are always plausible.
const FEW: usize = 100;

pub(super) async fn work(service: &Service, job: &mut LeasedJob) -> Result<Outcome, JobError> {
    // Files are dated by the machine's clock, not the sandbox's.
    let before = service.clock.machine_now() - MARGIN;
    let old = service.store.pictures().list_before(before).await?;
    let mut unnamed = Vec::new();
    for page in old.chunks(PAGE) {
        if service.is_stopping() {
            return Ok(Outcome::Interrupted);
        }
        let found = service
            .store
            .read(async |tx| materials::unnamed(tx, page).await)
            .await?;
        unnamed.extend(found);
        job.keep(service).await?;
    }
    if !is_believable(unnamed.len(), old.len()) {
        return Err(JobError::TooManyUnnamed {
            unnamed: unnamed.len(),
            of: old.len(),
        });
    }
    if set_aside(service, job, &unnamed).await? == Outcome::Interrupted {
        return Ok(Outcome::Interrupted);
    }
    let long_ago = service.clock.machine_now() - ASIDE_LASTS;
    let deleted = service.store.pictures().delete_aside(long_ago).await?;
    if deleted > 0 {
        tracing::info!(deleted, "deleted pictures that were set aside 30 days ago");
    }
    Ok(Outcome::Done)
}

/// A service started on the wrong database by mistake finds every picture unnamed. Each that is set
/// aside is missed somewhere; leftovers can wait.
const fn is_believable(unnamed: usize, of: usize) -> bool {
    unnamed <= FEW || unnamed <= of / 2
}

async fn set_aside(
    service: &Service,
    job: &mut LeasedJob,
    unnamed: &[Uuid],
) -> Result<Outcome, JobError> {
    for page in unnamed.chunks(PAGE) {
        if service.is_stopping() {
            return Ok(Outcome::Interrupted);
        }
        for object in page {
            match service.store.pictures().set_aside(*object).await {
                Ok(()) => tracing::warn!(%object, "set a picture aside that no row names"),
                Err(error) => {
                    tracing::warn!(%object, %error, "a picture that no row names could not be set aside");
                }
            }
        }
        job.keep(service).await?;
    }
    Ok(Outcome::Done)
}

#[cfg(test)]
mod tests {
    use super::is_believable;

    #[test]
    fn another_services_pictures_are_not_taken_for_leftovers() {
        for (unnamed, of, expected) in [
            (0, 0, true),
            (3, 3, true),
            (100, 100, true),
            (101, 101, false),
            (101, 202, true),
            (5_000, 9_999, false),
            (5_000, 10_000, true),
        ] {
            assert_eq!(is_believable(unnamed, of), expected, "{unnamed} of {of}");
        }
    }
}
