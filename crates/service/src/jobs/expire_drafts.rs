//! Expires drafts that nobody touched for 30 days, and erases their personal data.
//!
//! The row stays with its id and state, and its journal as a hash chain without payloads: that there was an application can be
//! proved, but its contents cannot be read.

use domain::application::{Action, Actor, Case, CaseState, DRAFT_LASTS, Standing, decide_on};
use jiff::SignedDuration;
use store::cases::{self, Cursor, Stored};
use store::{StoreError, records};

use super::leased_job::LeasedJob;
use super::outcome::{JobError, Outcome};
use super::plan::Schedule;
use crate::Service;
use crate::ServiceError;
use crate::decided::{self, About};
use crate::parent::add_material::erase;

pub(super) const PLAN: Schedule = Schedule::every(SignedDuration::from_hours(1));
/// Drafts between two checks whether the service is stopping.
const PAGE: u64 = 50;

pub(super) async fn work(service: &Service, job: &mut LeasedJob) -> Result<Outcome, JobError> {
    let mut after = None;
    let mut expired = 0_u32;
    let mut failed = None;
    loop {
        let page = untouched(service, after).await?;
        let Some(last) = page.last() else { break };
        after = Some(Cursor {
            updated_at: last.case.updated_at,
            id: last.case.id,
        });
        for stored in page {
            // One that cannot be expired does not block the others.
            match expire(service, stored.case).await {
                Ok(true) => expired += 1,
                Ok(false) => {}
                Err(error) => failed = Some(error),
            }
        }
        if service.is_stopping() {
            return Ok(Outcome::Interrupted);
        }
        job.keep(service).await?;
    }
    if expired > 0 {
        tracing::info!(expired, "erased drafts that nobody touched for 30 days");
    }
    failed.map_or(Ok(Outcome::Done), |error| Err(error.into()))
}

async fn untouched(service: &Service, after: Option<Cursor>) -> Result<Vec<Stored>, StoreError> {
    let before = service.clock.now() - DRAFT_LASTS;
    service
        .store
        .read(async |tx| cases::untouched(tx, CaseState::Draft, before, after, PAGE).await)
        .await
}

/// `false` when it was changed meanwhile: somebody is working on it.
async fn expire(service: &Service, seen: Case) -> Result<bool, ServiceError> {
    let now = service.clock.now();
    let released = service
        .store
        .write(async move |tx| {
            match cases::load(tx, seen.id).await? {
                Some(stored) if stored.case == seen => {}
                _ => return Ok(None),
            }
            let records = records::load(tx, seen.id).await?;
            let standing = Standing {
                records: &records,
                ..Standing::bare(&seen)
            };
            let system = Actor::System;
            let decision = decide_on(standing, system, Action::Expire, seen.version, now)?;
            let released = cases::erase(tx, seen.id).await?;
            decided::apply(tx, &records, &decision, About::default()).await?;
            Ok::<_, ServiceError>(Some(released))
        })
        .await?;
    let Some(released) = released else {
        return Ok(false);
    };
    erase(service, released).await;
    Ok(true)
}
