//! The day of the sandbox: kept across restarts, moved forward, reset.

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use service::clock::Clock;
use service::{Service, ServiceError};
use store::{StoreError, limits, rolling, settings};

use crate::shown::Sandbox;

/// The prefix of all settings of the sandbox.
const OURS: &str = "sandbox.";
/// How far the clock is ahead of the machine's, in milliseconds.
const OFFSET: &str = "sandbox.clock_offset_ms";
/// Set if somebody asked to begin afresh: the next start does.
const AFRESH: &str = "sandbox.begin_afresh";

/// Sets the clock at a start: to `day` if given, else to where the last run left it, else to today.
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

/// Moves the clock forward by whole days, for everybody and across restarts.
///
/// # Errors
/// When the day could not be stored.
pub async fn move_forward(service: &Service, days: u32) -> Result<(), ServiceError> {
    service.clock.move_forward(days);
    moved(service).await
}

/// Moves the clock forward by minutes, so that the end of a log-in can be tried.
///
/// # Errors
/// When it could not be stored.
pub async fn move_minutes(service: &Service, minutes: u32) -> Result<(), ServiceError> {
    service.clock.move_minutes(minutes);
    moved(service).await
}

async fn moved(service: &Service) -> Result<(), ServiceError> {
    keep(&service.store, service.clock.offset_ms()).await?;
    service.jobs.ring();
    Ok(())
}

/// Sets the clock back to the day that the families were made for, and forgets limits and codes, at once. Everything else goes at
/// the next start ([`erase_where_wished`]), so that a page that somebody has open does not break under their hands.
///
/// # Errors
/// When it could not be stored.
pub async fn begin_afresh(service: &Service, sandbox: &Sandbox) -> Result<(), ServiceError> {
    service.clock.set_day(sandbox.world.day());
    sandbox.world.behaviours().clear();
    sandbox.outbox.clear();
    sandbox.platforms.network.forget();
    sandbox.switches.clear();
    keep(&service.store, service.clock.offset_ms()).await?;
    let all = service.clock.now() + SignedDuration::from_hours(24 * 3650);
    service
        .store
        .write(async move |tx| {
            settings::put(tx, AFRESH, "yes").await?;
            rolling::sweep(tx, all).await?;
            limits::sweep(tx, all).await
        })
        .await?;
    Ok(())
}

/// Erases every account, application and picture of the sandbox and its families, if somebody asked to begin afresh. Only for a
/// database that belongs to the sandbox alone.
///
/// # Errors
/// When something could not be erased; the request stays until everything is.
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
    store.pictures().delete_aside(Timestamp::MAX).await?;
    store
        .write(async move |tx| store::afresh::erase_everything(tx, OURS).await)
        .await?;
    store::checkpoints::remove_files(store).await?;
    tracing::info!("the sandbox begins afresh, as was wished on its page");
    Ok(())
}

async fn keep(store: &store::Store, offset_ms: i64) -> Result<(), StoreError> {
    store
        .write(async move |tx| settings::put(tx, OFFSET, &offset_ms.to_string()).await)
        .await
}
