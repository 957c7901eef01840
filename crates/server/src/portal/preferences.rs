//! Language and large type: cookies of the browser, kept for a year.

use axum::extract::{Path, Query, State};
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use http::header::SET_COOKIE;
use serde::Deserialize;

use crate::app::{App, Shared};
use crate::web::errors::PageError;
use crate::web::session::safe_return;

/// Where the switch was used.
#[derive(Deserialize)]
pub(super) struct Back {
    back: Option<String>,
}

const SECONDS_KEPT: u32 = 365 * 24 * 60 * 60;

/// `/language/{lang}`
pub(super) async fn language(
    State(app): State<Shared>,
    Path(lang): Path<String>,
    Query(query): Query<Back>,
) -> Result<Response, PageError> {
    match lang.as_str() {
        "zh-CN" => Ok(keep(&app, "lang", "zh-CN", &query)),
        "en" => Ok(keep(&app, "lang", "en", &query)),
        _ => Err(PageError::NotFound),
    }
}

/// `/care/{state}`
pub(super) async fn care(
    State(app): State<Shared>,
    Path(state): Path<String>,
    Query(query): Query<Back>,
) -> Result<Response, PageError> {
    match state.as_str() {
        "on" => Ok(keep(&app, "care", "1", &query)),
        "off" => Ok(keep(&app, "care", "0", &query)),
        _ => Err(PageError::NotFound),
    }
}

fn keep(app: &App, name: &'static str, value: &'static str, query: &Back) -> Response {
    let secure = if app.config.server.tls() {
        "; Secure"
    } else {
        ""
    };
    let cookie =
        format!("{name}={value}; Path=/; Max-Age={SECONDS_KEPT}; SameSite=Lax; HttpOnly{secure}");
    let back = query.back.as_deref().and_then(safe_return).unwrap_or("/");
    (AppendHeaders([(SET_COOKIE, cookie)]), Redirect::to(back)).into_response()
}
