//! Every address of the service, with who may call it.
//!
//! The tests that look for a missing right, a missing page or an inaccessible one walk the same list (`daiban routes --json`).

use axum::Router;
use axum::middleware::from_fn_with_state;
use web::Shared;
use web::mount::{mounted, mounted_below, wrapped};
use web::probes;
use web::route::Route;

use crate::stand_in::{self, StandIn};

/// Every route of the service, including those of the sandbox.
pub fn all() -> Vec<Route> {
    let mut routes = probes::routes();
    routes.extend(portal::routes(None));
    routes.extend(api::routes());
    routes.extend(stand_in::routes());
    routes
}

/// The service: every face with its routes and its own way of showing errors, and around all of them the layers that every answer
/// needs. Without a sandbox its routes do not exist.
pub fn router(web: &Shared, stand_in: Option<&StandIn>) -> Router {
    let mut pages = probes::routes();
    pages.extend(portal::routes(stand_in.map(StandIn::fills_in)));
    pages.extend(stand_in.map(StandIn::mounted).unwrap_or_default());
    let pages = mounted(pages, web).layer(from_fn_with_state(web.clone(), portal::errors::show));
    let operations = mounted_below(api::PREFIX, api::routes(), web)
        .layer(from_fn_with_state(web.clone(), api::errors::show));
    wrapped(pages.merge(operations), web)
}

/// The list of routes as JSON: `[{"method","path","access"}]`.
pub fn list_json() -> serde_json::Value {
    let list = all().iter().map(|route| serde_json::json!({ "method": route.method.as_str(), "path": route.path, "access": route.access.code() })).collect();
    serde_json::Value::Array(list)
}
