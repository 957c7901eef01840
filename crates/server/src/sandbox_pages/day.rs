//! The day of the sandbox: kept over restarts, moved forward, begun afresh.

use jiff::SignedDuration;
use jiff::civil::Date;
use store::{StoreError, limits, settings};

use crate::app::App;
use service::CaseError;
use service::clock::Clock;

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
        let kept = store.read(|tx| Box::pin(settings::get(tx, OFFSET))).await?;
        clock.set_offset_ms(kept.and_then(|kept| kept.parse().ok()).unwrap_or(0));
    }
    keep(store, clock.offset_ms()).await
}

/// Moves the clock forward by whole days, for everybody and over restarts.
///
/// # Errors
/// [`CaseError::NotFound`] without the sandbox: the real clock is nobody's to move.
pub async fn move_forward(app: &App, days: u32) -> Result<(), CaseError> {
    require_sandbox(app)?;
    app.clock.move_forward(days);
    moved(app).await
}

/// Moves the clock forward by minutes, so that the end of a log-in can be seen.
///
/// # Errors
/// [`CaseError::NotFound`] without the sandbox.
pub async fn move_minutes(app: &App, minutes: u32) -> Result<(), CaseError> {
    require_sandbox(app)?;
    app.clock.move_minutes(minutes);
    moved(app).await
}

async fn moved(app: &App) -> Result<(), CaseError> {
    keep(&app.store, app.clock.offset_ms()).await?;
    app.jobs.ring();
    Ok(())
}

/// Puts the clock back to the day the families were made for, and forgets limits and codes, at once. What else there is
/// goes at the next start ([`erase_where_wished`]): a page that somebody has open is not pulled away under their hands.
///
/// # Errors
/// [`CaseError::NotFound`] without the sandbox.
pub async fn begin_afresh(app: &App) -> Result<(), CaseError> {
    let sandbox = require_sandbox(app)?;
    app.clock.set_day(sandbox.world.day());
    sandbox.world.behaviours().clear();
    sandbox.outbox.clear();
    keep(&app.store, app.clock.offset_ms()).await?;
    let all = app.clock.now() + SignedDuration::from_hours(24 * 3650);
    app.store
        .write(move |tx| {
            Box::pin(async move {
                settings::put(tx, AFRESH, "yes").await?;
                limits::sweep(tx, all).await
            })
        })
        .await?;
    Ok(())
}

/// Erases every account, application and picture of the sandbox and its families, where somebody wished to begin afresh.
/// For a database that is the sandbox's alone.
///
/// # Errors
/// When something could not be erased; the wish stands until all is.
pub(crate) async fn erase_where_wished(
    store: &store::Store,
    world: &std::path::Path,
) -> anyhow::Result<()> {
    let wished = store.read(|tx| Box::pin(settings::get(tx, AFRESH))).await?;
    if wished.is_none() {
        return Ok(());
    }
    sandbox::World::discard(world)?;
    for picture in store.pictures().list().await? {
        store.pictures().delete(picture).await?;
    }
    store
        .write(|tx| Box::pin(store::afresh::erase_everything(tx, OURS)))
        .await?;
    tracing::info!("the sandbox begins afresh, as was wished on its page");
    Ok(())
}

fn require_sandbox(app: &App) -> Result<&crate::app::Sandbox, CaseError> {
    app.sandbox.as_ref().ok_or(CaseError::NotFound)
}

async fn keep(store: &store::Store, offset_ms: i64) -> Result<(), StoreError> {
    store
        .write(move |tx| {
            Box::pin(async move { settings::put(tx, OFFSET, &offset_ms.to_string()).await })
        })
        .await
}
