//! Deletes pictures that no row names: left by a crash between a picture and its row, or by a deletion that failed.

use jiff::SignedDuration;
use store::materials;
use uuid::Uuid;

use super::leased_job::LeasedJob;
use super::outcome::{JobError, Outcome};
use super::plan::Schedule;
use crate::Service;
use crate::parent::add_material::erase;

pub(super) const PLAN: Schedule = Schedule::every(SignedDuration::from_hours(24));
/// A picture is stored before its row is: a younger one may be about to be named.
const MARGIN: SignedDuration = SignedDuration::from_hours(24);
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
    delete(service, job, &unnamed).await
}

/// A service started on the wrong database by mistake finds every picture unnamed. Deleted pictures do not come back; the others
/// can wait.
const fn is_believable(unnamed: usize, of: usize) -> bool {
    unnamed <= FEW || unnamed <= of / 2
}

async fn delete(
    service: &Service,
    job: &mut LeasedJob,
    unnamed: &[Uuid],
) -> Result<Outcome, JobError> {
    for page in unnamed.chunks(PAGE) {
        if service.is_stopping() {
            return Ok(Outcome::Interrupted);
        }
        erase(service, page.iter().copied()).await;
        job.keep(service).await?;
    }
    if !unnamed.is_empty() {
        tracing::info!(
            deleted = unnamed.len(),
            "deleted pictures that no row names"
        );
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
