//! Expires drafts that nobody touched for 30 days, and erases their personal data.
//!
//! The row stays with its id and state, and its journal as a hash chain without payloads: that there was an application can be
//! proved, but its contents cannot be read.

use domain::application::{Action, Actor, Case, CaseState, DRAFT_LASTS, Standing, decide_on};
use jiff::{SignedDuration, Timestamp};
use store::cases::{self, Stored};
use store::{StoreError, records};
use uuid::Uuid;

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
    let before = service.clock.now() - DRAFT_LASTS;
    let mut after = String::new();
    let mut expired = 0_u32;
    let mut failed = None;
    loop {
        let page = untouched(service, before, &after).await?;
        let Some(last) = page.last() else { break };
        after.clone_from(last);
        for id in page {
            // One that cannot be expired does not block the others.
            match expire(service, &id, before).await {
                Ok(true) => expired += 1,
                Ok(false) => {}
                Err(error @ ServiceError::Busy(_)) => failed = Some(error),
                Err(error) => {
                    tracing::error!(application = id, %error, "a draft is kept, because it cannot be expired");
                }
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

async fn untouched(
    service: &Service,
    before: Timestamp,
    after: &str,
) -> Result<Vec<String>, StoreError> {
    service
        .store
        .read(async |tx| cases::untouched(tx, CaseState::Draft, before, after, PAGE).await)
        .await
}

/// `false` when it was changed meanwhile: somebody is working on it.
async fn expire(service: &Service, id: &str, before: Timestamp) -> Result<bool, ServiceError> {
    let Ok(id) = Uuid::parse_str(id) else {
        return Err(ServiceError::Internal(
            "the id of an application is none".to_owned(),
        ));
    };
    let now = service.clock.now();
    let released = service
        .store
        .write(async move |tx| {
            let case = match cases::load(tx, id).await? {
                Some(Stored { case, .. }) if is_left(&case, before) => case,
                _ => return Ok(None),
            };
            let records = records::load(tx, id).await?;
            let standing = Standing {
                records: &records,
                ..Standing::bare(&case)
            };
            let system = Actor::System;
            let decision = decide_on(standing, system, Action::Expire, case.version, now)?;
            let released = cases::erase(tx, id).await?;
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

fn is_left(case: &Case, before: Timestamp) -> bool {
    case.state == CaseState::Draft && case.updated_at <= before
}
