//! Every address of the service, with who may call it.
//!
//! A route is not mounted without an [`Access`]; the guard in front of each handler is built from it, and the tests
//! that look for a missing right, a missing page or an inaccessible one walk the same list (`daiban routes --json`).

use axum::Router;
use axum::handler::Handler;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{MethodRouter, on};
use http::Method;

use crate::app::Shared;
use crate::web::{self, guard};
use crate::{portal, sandbox_pages};

/// Who may call a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Anyone, and nobody is asked for: probes, style sheets, switches, the question how long a session lasts; a slot that was
    /// handed over to a phone, which takes one picture from whoever has the secret in its address.
    Open,
    /// Anyone; a visitor who is not logged in has a form token all the same.
    Public,
    /// Whoever is logged in.
    Agent,
    /// The agent whose application `{id}` is; to all others it does not exist. The use case checks the ownership.
    Owner,
    /// Anyone, but only while the sandbox runs; without it the route does not exist.
    Sandbox,
}

impl Access {
    /// The name in the list of routes.
    pub fn code(self) -> &'static str {
        match self {
            Access::Open => "open",
            Access::Public => "public",
            Access::Agent => "agent",
            Access::Owner => "owner",
            Access::Sandbox => "sandbox",
        }
    }
}

/// One address and method, who may call it, and what answers.
pub struct Route {
    /// Template of the path, such as `/applications/{id}`.
    pub path: &'static str,
    /// Method. `GET` answers `HEAD` as well.
    pub method: Method,
    /// Who may call it.
    pub access: Access,
    handler: MethodRouter<Shared>,
}

impl Route {
    /// A page or file.
    pub fn get<H, T>(path: &'static str, access: Access, handler: H) -> Route
    where
        H: Handler<T, Shared>,
        T: 'static,
    {
        Route {
            path,
            method: Method::GET,
            access,
            handler: axum::routing::get(handler),
        }
    }

    /// A form. Its handler takes [`web::posted::Posted`], which checks the form token; a phone's, whose address is a secret
    /// of its own, has none.
    pub fn post<H, T>(path: &'static str, access: Access, handler: H) -> Route
    where
        H: Handler<T, Shared>,
        T: 'static,
    {
        Route {
            path,
            method: Method::POST,
            access,
            handler: on(axum::routing::MethodFilter::POST, handler),
        }
    }
}

/// Every route of the service, those of the sandbox among them.
pub fn all() -> Vec<Route> {
    let mut routes = web::probes::routes();
    routes.extend(portal::routes());
    routes.extend(sandbox_pages::routes());
    routes
}

/// What costs most of what anyone may ask for: a picture drawn and a row written, some thirty plans worked out.
const SHED_PATHS: [&str; 3] = [
    "/login",
    "/services/minor-card/checklist",
    "/services/minor-card/checklist/code.svg",
];

/// What a maintenance leaves open besides the sandbox: probes, files, and the switches by which one reads the notice in one's
/// own language and type.
const OPEN_IN_MAINTENANCE: [&str; 5] = [
    "/healthz",
    "/readyz",
    "/assets/{version}/{*file}",
    "/language/{lang}",
    "/care/{state}",
];

/// Whether a maintenance closes a route. A new one is closed.
fn is_closed_for_maintenance(path: &str, access: Access) -> bool {
    access != Access::Sandbox && !OPEN_IN_MAINTENANCE.contains(&path)
}

/// The service: every route behind its guard, and around all of them what every answer needs.
pub fn router(app: &Shared) -> Router {
    let mut router = Router::new();
    for Route {
        path,
        access,
        handler,
        ..
    } in all()
    {
        let handler = handler.layer(from_fn(guard::check_path));
        let handler = if SHED_PATHS.contains(&path) {
            handler.layer(from_fn_with_state(app.clone(), web::shedding::check))
        } else {
            handler
        };
        let handler = match access {
            Access::Sandbox if app.sandbox.is_none() => continue,
            Access::Open => handler,
            _ => handler
                .layer(from_fn(move |request, next| {
                    guard::check(access, request, next)
                }))
                .layer(from_fn_with_state(app.clone(), web::session::attach)),
        };
        let handler = if is_closed_for_maintenance(path, access) {
            handler.layer(from_fn_with_state(app.clone(), web::maintenance::check))
        } else {
            handler
        };
        router = router.route(path, handler);
    }
    web::wrap(
        router
            .fallback(web::errors::not_found)
            .method_not_allowed_fallback(web::errors::method_not_allowed),
        app,
    )
}

/// The list of routes as JSON: `[{"method","path","access"}]`.
pub fn list_json() -> serde_json::Value {
    let list = all().iter().map(|route| serde_json::json!({ "method": route.method.as_str(), "path": route.path, "access": route.access.code() })).collect();
    serde_json::Value::Array(list)
}
