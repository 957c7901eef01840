//! Puts the layers around the routes.

use axum::Router;
use axum::extract::{DefaultBodyLimit, OriginalUri};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::Redirect;
use axum::routing::any;
use http::header::CACHE_CONTROL;
use http::{Extensions, HeaderMap, HeaderValue, Method, StatusCode, Version};
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};

use crate::errors::RequestError;
use crate::kept::keep_typed;
use crate::layers::{
    bearer, cross_site, guard, headers, maintenance, session, shares, shedding, trace,
};
use crate::return_address::safe_return;
use crate::route::{Access, Route};
use crate::state::Shared;

/// The pages of a face, each behind its guards, and whatever address leads nowhere. The face puts a layer around them that shows
/// errors.
pub fn mounted(routes: Vec<Route>, web: &Shared) -> Router<Shared> {
    guarded_by_theirs(routes, web, Router::new().fallback(without_slash))
}

/// The operations of an interface for programs, below `prefix`, each behind its guards. An address below it that names none is 404.
pub fn mounted_below(prefix: &str, routes: Vec<Route>, web: &Shared) -> Router<Shared> {
    let nothing = any(async || RequestError::NotFound);
    let base = Router::new()
        .route(&format!("{prefix}/{{*rest}}"), nothing.clone())
        .route(prefix, nothing);
    guarded_by_theirs(routes, web, base)
}

fn guarded_by_theirs(routes: Vec<Route>, web: &Shared, base: Router<Shared>) -> Router<Shared> {
    routes
        .into_iter()
        .fold(base, |mounted, route| {
            mounted.route(route.path, guarded(route, web))
        })
        .method_not_allowed_fallback(async || RequestError::MethodNotAllowed)
        // Forms are read under limits of our own.
        .layer(DefaultBodyLimit::disable())
        .layer(from_fn_with_state(web.clone(), cross_site::check))
        .layer(from_fn_with_state(web.clone(), shares::check))
}

/// An address with a slash at its end leads to the page without it: people and programs add one.
async fn without_slash(method: Method, address: OriginalUri) -> Result<Redirect, RequestError> {
    let path = address.path();
    let page = path.trim_end_matches('/');
    if page.len() == path.len() || !matches!(method, Method::GET | Method::HEAD) {
        return Err(RequestError::NotFound);
    }
    let query = address.query().map(|query| format!("?{query}"));
    let page = format!("{page}{}", query.unwrap_or_default());
    match safe_return(&page) {
        Some(page) => Ok(Redirect::permanent(page)),
        None => Err(RequestError::NotFound),
    }
}

fn guarded(route: Route, web: &Shared) -> axum::routing::MethodRouter<Shared> {
    let access = route.access;
    let mut handler = route.handler.layer(from_fn(guard::check_path));
    if route.is_shed {
        handler = handler.layer(from_fn_with_state(web.clone(), shedding::check));
    }
    if access == Access::Bearer {
        handler = handler.layer(from_fn_with_state(web.clone(), bearer::attach));
    } else if access != Access::Open {
        handler = handler
            .layer(from_fn(move |request, next| {
                guard::check(access, request, next)
            }))
            .layer(from_fn_with_state(web.clone(), session::attach));
    }
    if !route.is_open_in_maintenance {
        handler = handler.layer(from_fn_with_state(web.clone(), maintenance::check));
    }
    if let Some(what) = route.typed {
        handler = handler.layer(from_fn(move |request, next| {
            keep_typed(what, request, next)
        }));
    }
    handler
}

/// Whether an answer is the same for everybody.
fn is_anybodys(_: StatusCode, _: Version, headers: &HeaderMap, _: &Extensions) -> bool {
    let kept = headers.get_all(CACHE_CONTROL).iter();
    !kept
        .map(HeaderValue::as_bytes)
        .any(|kept| kept == b"no-store")
}

/// The layers that every answer passes, whichever face gave it; the outermost comes last.
pub fn wrapped(faces: Router<Shared>, web: &Shared) -> Router {
    // An answer that may hold a secret (a form token, the token of a session) beside text a stranger may choose is not compressed
    // (BREACH): pages, and whatever nobody may store.
    let compression = CompressionLayer::new().compress_when(
        DefaultPredicate::new()
            .and(NotForContentType::const_new("text/html"))
            .and(is_anybodys),
    );
    faces
        .layer(from_fn_with_state(web.clone(), headers::add))
        .layer(compression)
        .layer(from_fn_with_state(web.clone(), trace::trace))
        .with_state(web.clone())
}
