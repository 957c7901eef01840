//! The day of the sandbox: kept over restarts, moved forward, begun afresh.

use jiff::SignedDuration;
use jiff::civil::Date;
use service::clock::Clock;
use service::{Service, ServiceError};
use store::{StoreError, limits, settings};

use crate::shown::Sandbox;

/// What all settings of the sandbox begin with.
const OURS: &str = "sandbox.";
/// How far the clock is ahead of the machine's, in milliseconds.
const OFFSET: &str = "sandbox.clock_offset_ms";
/// Stands where somebody wished to begin afresh: the next start does.
const AFRESH: &str = "sandbox.begin_afresh";

/// Sets the clock for a start: on `day` where one was asked for, else where the last run left it, else today.
pub(crate) async fn take_up(
    store: &store::Store,
    clock: &Clock,
    day: Option<Date>,
) -> Result<(), StoreError> {
    if let Some(day) = day {
        clock.set_day(day);
    } else {
        let kept = store
            .read(async |tx| settings::get(tx, OFFSET).await)
            .await?;
        clock.set_offset_ms(kept.and_then(|kept| kept.parse().ok()).unwrap_or(0));
    }
    keep(store, clock.offset_ms()).await
}

/// Moves the clock forward by whole days, for everybody and over restarts.
///
/// # Errors
/// When the day could not be kept.
pub async fn move_forward(service: &Service, days: u32) -> Result<(), ServiceError> {
    service.clock.move_forward(days);
    moved(service).await
}

/// Moves the clock forward by minutes, so that the end of a log-in can be seen.
///
/// # Errors
/// When it could not be kept.
pub async fn move_minutes(service: &Service, minutes: u32) -> Result<(), ServiceError> {
    service.clock.move_minutes(minutes);
    moved(service).await
}

async fn moved(service: &Service) -> Result<(), ServiceError> {
    keep(&service.store, service.clock.offset_ms()).await?;
    service.jobs.ring();
    Ok(())
}

/// Puts the clock back to the day the families were made for, and forgets limits and codes, at once. What else there is
/// goes at the next start ([`erase_where_wished`]): a page that somebody has open is not pulled away under their hands.
///
/// # Errors
/// When it could not be kept.
pub async fn begin_afresh(service: &Service, sandbox: &Sandbox) -> Result<(), ServiceError> {
    service.clock.set_day(sandbox.world.day());
    sandbox.world.behaviours().clear();
    sandbox.outbox.clear();
    keep(&service.store, service.clock.offset_ms()).await?;
    let all = service.clock.now() + SignedDuration::from_hours(24 * 3650);
    service
        .store
        .write(async move |tx| {
            settings::put(tx, AFRESH, "yes").await?;
            limits::sweep(tx, all).await
        })
        .await?;
    Ok(())
}

/// Erases every account, application and picture of the sandbox and its families, where somebody wished to begin afresh.
/// For a database that is the sandbox's alone.
///
/// # Errors
/// When something could not be erased; the wish stands until all is.
pub async fn erase_where_wished(
    store: &store::Store,
    world: &std::path::Path,
) -> anyhow::Result<()> {
    let wished = store
        .read(async |tx| settings::get(tx, AFRESH).await)
        .await?;
    if wished.is_none() {
        return Ok(());
    }
    sandbox::World::discard(world)?;
    for picture in store.pictures().list().await? {
        store.pictures().delete(picture).await?;
    }
    store
        .write(async move |tx| store::afresh::erase_everything(tx, OURS).await)
        .await?;
    tracing::info!("the sandbox begins afresh, as was wished on its page");
    Ok(())
}

async fn keep(store: &store::Store, offset_ms: i64) -> Result<(), StoreError> {
    store
        .write(async move |tx| settings::put(tx, OFFSET, &offset_ms.to_string()).await)
        .await
}
