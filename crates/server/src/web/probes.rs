//! What a watcher asks: does the process live, can it serve.

use axum::Extension;
use axum::extract::State;
use axum::response::IntoResponse;
use http::StatusCode;

use super::errors::Plain;
use crate::app::Shared;
use crate::routes::{Access, Route};

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/healthz", Access::Open, healthz),
        Route::get("/readyz", Access::Open, readyz),
    ]
}

/// 200 while the process lives.
async fn healthz() -> &'static str {
    "ok\n"
}

/// 200 when the database answers and the service is not stopping.
async fn readyz(State(app): State<Shared>) -> impl IntoResponse {
    if app.is_stopping() {
        return (
            StatusCode::SERVICE_UNAVAILABLE,
            Extension(Plain),
            "stopping\n",
        );
    }
    match app.store.ready().await {
        Ok(()) => (StatusCode::OK, Extension(Plain), "ready\n"),
        Err(error) => {
            tracing::warn!(%error, "the database does not answer");
            (
                StatusCode::SERVICE_UNAVAILABLE,
                Extension(Plain),
                "the database does not answer\n",
            )
        }
    }
}
