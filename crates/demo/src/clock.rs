//! The sandbox's day: moved forward, or reset.

use axum::extract::State;
use axum::response::Redirect;
use axum::{Extension, Json};
use web::Shared;
use web::errors::RequestError;
use web::form::Posted;

use crate::day;
use crate::shown::Sandbox;

/// At most this many days at once, so that a slip of the finger does not make every child an adult.
const MOST_DAYS: u32 = 366;
const MOST_MINUTES: u32 = 24 * 60;

/// `GET /sandbox/clock.json`: `{"now"}`, the service's clock.
pub(super) async fn get(State(web): State<Shared>) -> Json<serde_json::Value> {
    Json(serde_json::json!({ "now": web.service.clock.now().to_string() }))
}

/// `POST /sandbox/clock`
pub(super) async fn post(
    State(web): State<Shared>,
    Extension(sandbox): Extension<Sandbox>,
    posted: Posted,
) -> Result<Redirect, RequestError> {
    if posted.text("afresh") == "yes" {
        day::begin_afresh(&web.service, &sandbox).await?;
    } else {
        let (unit, most) = match posted.get("minutes") {
            Some(_) => ("minutes", MOST_MINUTES),
            None => ("days", MOST_DAYS),
        };
        let count: u32 = posted
            .text(unit)
            .parse()
            .map_err(|_| RequestError::Unreadable)?;
        let count = count.min(most);
        if unit == "minutes" {
            day::move_minutes(&web.service, count).await?;
        } else {
            day::move_forward(&web.service, count).await?;
        }
    }
    Ok(Redirect::to("/sandbox"))
}
