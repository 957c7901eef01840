//! The sandbox's day: moved forward, or begun afresh.

use axum::extract::State;
use axum::response::Redirect;

use crate::app::Shared;
use crate::sandbox_pages::day;
use crate::web::errors::PageError;
use crate::web::posted::Posted;

/// At most this many days at once, so that a slip of the hand does not make every child an adult.
const MOST_DAYS: u32 = 366;
const MOST_MINUTES: u32 = 24 * 60;

/// `POST /sandbox/clock`
pub(super) async fn post(State(app): State<Shared>, posted: Posted) -> Result<Redirect, PageError> {
    if posted.text("afresh") == "yes" {
        day::begin_afresh(&app).await?;
    } else {
        let (unit, most) = match posted.get("minutes") {
            Some(_) => ("minutes", MOST_MINUTES),
            None => ("days", MOST_DAYS),
        };
        let count: u32 = posted
            .text(unit)
            .parse()
            .map_err(|_| PageError::Unreadable)?;
        let count = count.min(most);
        if unit == "minutes" {
            day::move_minutes(&app, count).await?;
        } else {
            day::move_forward(&app, count).await?;
        }
    }
    Ok(Redirect::to("/sandbox"))
}
