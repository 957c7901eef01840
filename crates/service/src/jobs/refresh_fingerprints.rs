//! Extends holds on children to newer fingerprint keys, so that an older key can be removed.

use domain::application::FindingKind;
use jiff::SignedDuration;
use store::jobs::RetryDelay;
use store::live_children::{self, Held};
use store::{cases, submissions};
use uuid::Uuid;

use super::leased_job::LeasedJob;
use super::outcome::{JobError, Outcome};
use super::plan::Schedule;
use crate::Service;
use crate::ServiceError;
use crate::by_system::{self, Found};
use crate::parent::CHILD_ID_NUMBER;

pub(super) const PLAN: Schedule = Schedule {
    every: None,
    most_attempts: 10,
    backoff: RetryDelay {
        first: SignedDuration::from_mins(1),
        factor: 4,
        longest: SignedDuration::from_hours(6),
    },
};
const PAGE: u64 = 50;

pub(super) async fn work(service: &Service, job: &mut LeasedJob) -> Result<Outcome, JobError> {
    let mut after = None;
    loop {
        let page = service
            .store
            .read(async |tx| live_children::lacking(tx, after, PAGE).await)
            .await?;
        let Some(last) = page.last() else {
            return Ok(Outcome::Done);
        };
        after = Some(*last);
        for case in page {
            refresh(service, case).await?;
        }
        if service.is_stopping() {
            return Ok(Outcome::Interrupted);
        }
        job.keep(service).await?;
    }
}

async fn refresh(service: &Service, case: Uuid) -> Result<(), ServiceError> {
    let now = service.clock.now();
    let held = service
        .store
        .write(async move |tx| {
            // Locks the row first: the application may be taken back at this moment, and must not hold the child afterwards.
            cases::load(tx, case).await?;
            if !live_children::holds(tx, case).await? {
                return Ok(None);
            }
            let Some(latest) = submissions::latest(tx, case).await? else {
                return Ok(None);
            };
            let Some(number) = latest.snapshot.answers.get(CHILD_ID_NUMBER) else {
                return Ok(None);
            };
            let held = live_children::hold(tx, &number.value, case, now).await?;
            if held == Held::Elsewhere {
                // Both were accepted under key sets without a common key. A person decides.
                let found = Found::of(FindingKind::PotentialDuplicate);
                by_system::raise(tx, case, found, now).await?;
            }
            Ok::<_, ServiceError>(Some(held))
        })
        .await?;
    if held == Some(Held::Elsewhere) {
        tracing::error!(%case, "a child is held by two applications: they were made under different keys");
    }
    Ok(())
}
