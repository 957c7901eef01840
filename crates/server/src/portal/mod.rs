//! The portal: server-rendered pages for a parent, whole without script.
//!
//! Each handler reads its form, calls one use case and fills the context of one template ([`pages`]). Which question
//! comes next, what is required and what is wrong stands in the plan that the use case returns; nothing here decides it.
//!
//! `frame` and `wording` fill what every page shows; `drawing` turns a plan into fields and slots; the other modules
//! are one page each, with `get` and `post`.

mod application;
mod applications;
mod asked_again;
pub(crate) mod assets;
mod drawing;
mod errors;
mod frame;
mod home;
mod leading;
mod login;
mod material;
mod news;
pub mod pages;
mod preferences;
mod receipt;
mod receipt_pdf;
mod refusal;
mod review;
mod service;
mod stale;
mod step;
mod step_kinds;
pub(crate) mod tokens;
pub(crate) mod wording;

use askama::Template;
use axum::response::Html;

pub use errors::error_page;
pub(crate) use frame::frame;

use crate::routes::{Access, Route};
use crate::web::errors::PageError;

/// Every route of the portal.
pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/assets/{version}/{*file}", Access::Open, assets::get),
        Route::get("/", Access::Public, home::get),
        Route::get("/services/minor-card", Access::Public, service::get),
        Route::get("/privacy", Access::Public, home::privacy),
        Route::get("/language/{lang}", Access::Public, preferences::language),
        Route::get("/care/{state}", Access::Public, preferences::care),
        Route::get("/login", Access::Public, login::get),
        Route::post("/login", Access::Public, login::post),
        Route::post("/logout", Access::Public, login::log_out),
        Route::get("/applications", Access::Agent, applications::get),
        // Public, so that whoever is not logged in is led to the log-in and back instead of an error.
        Route::post("/applications", Access::Public, applications::post),
        Route::get("/applications/{id}", Access::Owner, application::get),
        Route::post(
            "/applications/{id}/continue",
            Access::Owner,
            application::take_over,
        ),
        Route::post(
            "/applications/{id}/take-back",
            Access::Owner,
            application::take_back,
        ),
        Route::post(
            "/applications/{id}/withdraw",
            Access::Owner,
            application::withdraw,
        ),
        Route::get("/applications/{id}/receipt", Access::Owner, receipt::get),
        Route::get(
            "/applications/{id}/receipt.svg",
            Access::Owner,
            receipt::code,
        ),
        Route::get(
            "/applications/{id}/receipt.pdf",
            Access::Owner,
            receipt::pdf,
        ),
        Route::get(
            "/applications/{id}/materials/{material}",
            Access::Owner,
            material::get,
        ),
        Route::post(
            "/applications/{id}/materials/{material}",
            Access::Owner,
            material::post,
        ),
        Route::get("/applications/{id}/{step}", Access::Owner, step::get),
        Route::post("/applications/{id}/{step}", Access::Owner, step::post),
    ]
}

/// Renders a page's context.
pub(crate) fn draw(page: &impl Template) -> Result<Html<String>, PageError> {
    page.render()
        .map(Html)
        .map_err(|error| PageError::internal(&error))
}
