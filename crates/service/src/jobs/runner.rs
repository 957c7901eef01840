//! Runs due jobs alongside the requests: in lanes, so that nothing that somebody waits for stands behind a sweep, and several of a
//! lane at once.

use std::time::Duration;

use store::StoreError;
use store::jobs::{self, Failed, Lease};
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::kind::{Kind, Lane};
use super::leased_job::{LEASE, LeasedJob};
use super::outcome::{JobError, Outcome};
use crate::{Service, Shared};

/// How often the process polls for jobs that others enqueued or that have become due.
const LOOKS_EVERY: Duration = Duration::from_secs(5);
/// The subject of a job that is not about a single thing.
const ALL: &str = "all";

/// Enqueues the recurring jobs, and what is due at every start.
pub async fn begin(service: &Service) -> Result<(), StoreError> {
    let (now, settings) = (service.clock.now(), service.settings.clone());
    service
        .store
        .write(async move |tx| {
            for kind in Kind::ALL {
                let plan = kind.plan(&settings);
                if let Some(every) = plan.every {
                    // One that waits already keeps its earlier time.
                    plan.enqueue(tx, kind, ALL, now + every, now).await?;
                }
            }
            // The job itself checks whether there is anything to do, so that the start waits for no scan.
            let kind = Kind::RefreshFingerprints;
            let plan = kind.plan(&settings);
            plan.enqueue(tx, kind, ALL, now, now).await
        })
        .await
}

/// Runs jobs until the service stops. Jobs in progress then have `patience` to finish; otherwise their leases expire and the next
/// start takes them.
pub async fn run(service: Shared, stopping: watch::Receiver<bool>, patience: Duration) {
    let mut workers = JoinSet::new();
    for lane in Lane::ALL {
        for _ in 0..lane.workers() {
            workers.spawn(work(service.clone(), lane, stopping.clone(), patience));
        }
    }
    while workers.join_next().await.is_some() {}
}

/// One worker of a lane.
async fn work(
    service: Shared,
    lane: Lane,
    mut stopping: watch::Receiver<bool>,
    patience: Duration,
) {
    let (mut due, mut rung) = (service.store.due_jobs(), service.jobs.rung());
    loop {
        // In its own task: a panic ends only that job, which is retried once its lease has expired.
        let working = service.clone();
        let mut round = tokio::spawn(async move { run_lane(&working, lane).await });
        let mut told = stopping.clone();
        let out_of_patience = async {
            let _ = told.wait_for(|stop| *stop).await;
            tokio::time::sleep(patience).await;
        };
        tokio::select! {
            ended = &mut round => match ended {
                Ok(Ok(_)) => {}
                Ok(Err(error)) => tracing::warn!(%error, "could not look for jobs; tried again later"),
                Err(_) => tracing::error!("a job ended in the middle"),
            },
            () = out_of_patience => {
                tracing::warn!("a job was still under way at the stop: it is done at the next start");
                round.abort();
                return;
            }
        }
        tokio::select! {
            // An error means that the store or the worker is gone: then the service stops as well.
            _ = due.changed() => {}
            _ = rung.changed() => {}
            () = tokio::time::sleep(LOOKS_EVERY) => {}
            _ = stopping.wait_for(|stop| *stop) => return,
        }
    }
}

/// Runs every due job of all lanes, and those that become due meanwhile. Returns how many attempts were made.
///
/// # Errors
/// Those of the store while looking for jobs. A failed job is retried later, or becomes a dead letter.
pub async fn run_due(service: &Service) -> Result<u32, StoreError> {
    let mut attempts = 0;
    for lane in Lane::ALL {
        // Waits for those in progress, too.
        let all = u32::try_from(lane.workers()).expect("a lane has a handful of workers");
        let permits = service.jobs.permits(lane).acquire_many(all).await;
        attempts += run_with(service, lane).await?;
        drop(permits);
    }
    Ok(attempts)
}

/// Runs the due jobs of a lane, one after the other.
async fn run_lane(service: &Service, lane: Lane) -> Result<u32, StoreError> {
    let _permit = service.jobs.permits(lane).acquire().await;
    run_with(service, lane).await
}

async fn run_with(service: &Service, lane: Lane) -> Result<u32, StoreError> {
    let kinds = lane.kinds();
    let mut attempts = 0;
    while !service.is_stopping() {
        let Some(lease) = take(service, &kinds).await? else {
            break;
        };
        attempts += 1;
        attempt(service, lease).await?;
    }
    Ok(attempts)
}

async fn take(service: &Service, kinds: &[&'static str]) -> Result<Option<Lease>, StoreError> {
    let (owner, now) = (service.jobs.owner.clone(), service.clock.now());
    // Polling costs no commit.
    let due = service
        .store
        .read(async |tx| jobs::is_due(tx, kinds, now).await)
        .await?;
    if !due {
        return Ok(None);
    }
    let kinds = kinds.to_vec();
    let leases = service
        .store
        .write(async move |tx| jobs::lease(tx, &kinds, &owner, now, LEASE, 1).await)
        .await?;
    Ok(leases.into_iter().next())
}

async fn attempt(service: &Service, lease: Lease) -> Result<(), StoreError> {
    let mut job = LeasedJob { lease };
    let kind = Kind::from_code(&job.lease.kind);
    let outcome = match kind {
        Some(kind) => kind.work(service, &mut job).await,
        None => Err(JobError::BadSubject),
    };
    let plan = kind.map(|kind| kind.plan(&service.settings));
    let now = service.clock.now();
    let next = match (&outcome, &plan) {
        (Ok(Outcome::Done), Some(plan)) => plan.every.map(|every| now + every),
        (Ok(Outcome::Later(at)), _) => Some(*at),
        (Ok(_), _) => Some(now),
        (Err(_), plan) => {
            let [jitter] = service.chance.bytes();
            plan.as_ref()
                .map(|plan| now + plan.backoff.wait(job.lease.attempt, jitter))
        }
    };
    let (lease, error) = (
        job.lease.clone(),
        outcome.as_ref().err().map(JobError::code),
    );
    let failed = service
        .store
        .write(async move |tx| {
            match (error, next) {
                (Some(error), _) => {
                    let failed = jobs::retry(tx, &lease, next.unwrap_or(now), error).await?;
                    return Ok::<_, StoreError>(Some(failed));
                }
                (None, Some(next)) => jobs::finish_until(tx, &lease, next).await?,
                (None, None) => jobs::finish(tx, &lease).await?,
            };
            Ok(None)
        })
        .await?;
    if let Err(error) = outcome {
        tell(&job.lease, &error, failed);
    }
    Ok(())
}

fn tell(lease: &Lease, error: &JobError, failed: Option<Failed>) {
    let Lease { kind, subject, .. } = lease;
    match failed {
        Some(Failed::Dead) => {
            tracing::error!(kind, subject, %error, "a job failed for the last time: see `daiban jobs list --dead`");
        }
        Some(Failed::Waits) => {
            tracing::warn!(kind, subject, %error, "a job failed; it comes back later");
        }
        Some(Failed::Lost) | None => {
            tracing::warn!(kind, subject, %error, "a job took too long: another worker has it by now");
        }
    }
}
