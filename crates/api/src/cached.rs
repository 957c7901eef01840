//! Answers that are the same for everybody until the office publishes another release.

use axum::Json;
use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, ETAG, IF_NONE_MATCH, VARY};
use http::{HeaderMap, StatusCode};
use serde::Serialize;
use web::Web;
use web::page::Page;

/// An answer that holds nothing about anybody, in the language of `page`; only that it has not changed, where the client has it.
pub(crate) fn of_the_release<T: Serialize>(
    web: &Web,
    page: &Page,
    asked: &HeaderMap,
    body: &T,
) -> Response {
    // Weak: it is the same content, however it is compressed.
    let hash = web.service.rules.in_force.content_hash();
    let tag = format!("W/\"{hash}-{}\"", page.lang.tag());
    let headers = [
        (ETAG, tag.as_str()),
        (CACHE_CONTROL, "public, max-age=300"),
        (VARY, "accept-language, cookie"),
    ];
    let known = asked.get_all(IF_NONE_MATCH).iter();
    let mut known = known.filter_map(|line| line.to_str().ok());
    let is_known = known.any(|line| line.split(',').any(|one| is_same(one.trim(), &tag)));
    if is_known {
        (StatusCode::NOT_MODIFIED, headers).into_response()
    } else {
        (headers, Json(body)).into_response()
    }
}

/// Compared weakly (RFC 9110, 13.1.2).
fn is_same(one: &str, tag: &str) -> bool {
    let opaque = |tag: &str| tag.strip_prefix("W/").unwrap_or(tag).to_owned();
    one == "*" || opaque(one) == opaque(tag)
}
