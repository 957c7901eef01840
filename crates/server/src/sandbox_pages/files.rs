//! What programs read: cases, sent codes, papers.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use sandbox::PaperError;

use crate::app::Shared;
use crate::web::errors::PageError;
use service::pool::For;

/// `GET /sandbox/cases.json`
pub(super) async fn cases(State(app): State<Shared>) -> Result<Response, PageError> {
    let sandbox = app.sandbox.as_ref().ok_or(PageError::NotFound)?;
    Ok((
        [(CONTENT_TYPE, "application/json")],
        sandbox.world.cases_json(),
    )
        .into_response())
}

/// `GET /sandbox/outbox.json`
pub(super) async fn outbox(
    State(app): State<Shared>,
) -> Result<Json<serde_json::Value>, PageError> {
    let sandbox = app.sandbox.as_ref().ok_or(PageError::NotFound)?;
    Ok(Json(sandbox.outbox.json()))
}

/// `GET /sandbox/papers/{case}/{file}`: a made-up paper as a JPEG.
pub(super) async fn paper(
    State(app): State<Shared>,
    Path((case, file)): Path<(String, String)>,
) -> Result<Response, PageError> {
    let sandbox = app.sandbox.as_ref().ok_or(PageError::NotFound)?;
    let material = file
        .strip_suffix(".jpg")
        .ok_or(PageError::NotFound)?
        .to_owned();
    let world = Arc::clone(&sandbox.world);
    let drawn = app
        .picture_work
        .run(For::Anyone, move || world.paper(&case, &material))
        .await
        .map_err(|_| PageError::Unavailable)?;
    match drawn {
        Ok(jpeg) => Ok((
            [(CONTENT_TYPE, "image/jpeg"), (CACHE_CONTROL, "no-cache")],
            jpeg,
        )
            .into_response()),
        Err(PaperError::Unknown) => Err(PageError::NotFound),
        Err(error) => Err(PageError::internal(&error)),
    }
}
