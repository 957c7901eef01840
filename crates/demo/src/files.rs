//! What programs read: cases, sent codes, papers.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use sandbox::PaperError;
use service::pool::For;
use web::Shared;
use web::errors::RequestError;

use super::shown::Sandbox;

/// `GET /sandbox/cases.json`
pub(super) async fn cases(Extension(sandbox): Extension<Sandbox>) -> Response {
    (
        [(CONTENT_TYPE, "application/json")],
        sandbox.world.cases_json(),
    )
        .into_response()
}

/// `GET /sandbox/outbox.json`
pub(super) async fn outbox(Extension(sandbox): Extension<Sandbox>) -> Json<serde_json::Value> {
    Json(sandbox.outbox.json())
}

/// `GET /sandbox/platforms.json`: how any client reaches the platforms.
pub(super) async fn platforms(Extension(sandbox): Extension<Sandbox>) -> Json<serde_json::Value> {
    let mut all = sandbox.platforms.json();
    if let (Some(all), serde_json::Value::Object(hosts)) =
        (all.as_object_mut(), sandbox.hosts.json())
    {
        all.extend(hosts);
    }
    Json(all)
}

/// `GET /sandbox/papers/{case}/{file}`: a made-up paper as a JPEG.
pub(super) async fn paper(
    State(web): State<Shared>,
    Extension(sandbox): Extension<Sandbox>,
    Path((case, file)): Path<(String, String)>,
) -> Result<Response, RequestError> {
    let material = file
        .strip_suffix(".jpg")
        .ok_or(RequestError::NotFound)?
        .to_owned();
    let world = Arc::clone(&sandbox.world);
    let drawn = web
        .service
        .work
        .pictures
        .run(For::Anyone, move || world.paper(&case, &material))
        .await
        .map_err(|_| RequestError::Unavailable)?;
    match drawn {
        Ok(jpeg) => Ok((
            [(CONTENT_TYPE, "image/jpeg"), (CACHE_CONTROL, "no-cache")],
            jpeg,
        )
            .into_response()),
        Err(PaperError::Unknown) => Err(RequestError::NotFound),
        Err(error) => Err(RequestError::internal(&error)),
    }
}
