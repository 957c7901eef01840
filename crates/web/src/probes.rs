//! What monitoring asks: is the process alive, can it serve.

use axum::Extension;
use axum::extract::State;
use axum::response::IntoResponse;
use http::StatusCode;

use super::errors::Plain;
use crate::route::{Access, Route};
use crate::state::Shared;

/// Their routes.
pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/healthz", Access::Open, healthz).open_in_maintenance(),
        Route::get("/readyz", Access::Open, readyz).open_in_maintenance(),
    ]
}

/// 200 while the process is alive.
async fn healthz() -> &'static str {
    "ok\n"
}

/// 200 when the database answers and the service is not stopping.
async fn readyz(State(web): State<Shared>) -> impl IntoResponse {
    if web.service.is_stopping() {
        return (
            StatusCode::SERVICE_UNAVAILABLE,
            Extension(Plain),
            "stopping\n",
        );
    }
    match web.service.store.ready().await {
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
