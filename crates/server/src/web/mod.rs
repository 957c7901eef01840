//! What stands around every handler: who asks, in which language, with which form; and what every answer carries.

pub mod address;
pub mod agent;
mod connections;
pub(crate) mod cookie_names;
mod cross_site;
pub mod errors;
mod feed;
pub mod guard;
pub mod headers;
pub(crate) mod held;
pub mod kept;
pub mod known_browser;
pub mod listen;
pub mod maintenance;
pub mod page;
pub mod posted;
pub mod probes;
pub mod session;
pub mod shares;
pub mod shedding;
pub mod streams;
pub mod trace;
pub mod transfers;
mod wire;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};

use crate::app::Shared;

/// Puts the layers around the routes that every answer passes, the outermost last.
pub(crate) fn wrap(router: Router<Shared>, app: &Shared) -> Router {
    // Pages are not compressed: they hold a secret (the form token) beside text a stranger may choose (BREACH).
    let compression = CompressionLayer::new()
        .compress_when(DefaultPredicate::new().and(NotForContentType::const_new("text/html")));
    router
        // `Posted` reads bodies itself, with bounds of its own.
        .layer(DefaultBodyLimit::disable())
        .layer(from_fn_with_state(app.clone(), cross_site::check))
        .layer(from_fn_with_state(app.clone(), shares::check))
        .layer(from_fn_with_state(app.clone(), errors::render))
        .layer(from_fn_with_state(app.clone(), headers::add))
        .layer(compression)
        .layer(from_fn_with_state(app.clone(), trace::trace))
        .with_state(app.clone())
}
