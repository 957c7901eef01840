//! The portal: server-rendered pages for a parent, whole without script.
//!
//! Each handler reads its form, calls one use case and fills the context of one template ([`pages`]). Which question
//! comes next, what is required and what is wrong stands in the plan that the use case returns; nothing here decides it.
//!
//! `frame` and `wording` fill what every page shows; `drawing` turns a plan into fields and slots; the other modules
//! are one page each, with `get` and `post`.

mod account;
mod application;
mod applications;
mod asked_again;
pub(crate) mod assets;
mod branches;
pub(crate) mod capture;
mod card_photo;
mod changes;
mod checklist;
mod code;
mod crop;
mod drawing;
mod errors;
mod frame;
mod glossary;
mod help;
mod home;
mod hours;
mod kept;
mod leading;
mod login;
mod maintenance;
mod material;
mod news;
pub mod pages;
mod phone;
mod preferences;
mod receipt;
mod receipt_pdf;
mod refusal;
mod review;
mod service;
mod session;
mod shape;
mod spoken;
mod stale;
mod step;
mod step_kinds;
pub(crate) mod tokens;
pub(crate) mod wording;

use askama::Template;
use axum::response::Html;

pub use errors::error_page;
pub(crate) use frame::frame;
pub use kept::log_in_again;

use crate::routes::{Access, Route};
use crate::web::errors::PageError;

/// Every route of the portal.
pub fn routes() -> Vec<Route> {
    let mut routes = for_everybody();
    routes.extend(of_the_log_in());
    routes.extend(of_an_application());
    routes.extend(of_its_pictures());
    routes
}

fn for_everybody() -> Vec<Route> {
    vec![
        Route::get("/assets/{version}/{*file}", Access::Open, assets::get),
        Route::get("/", Access::Public, home::get),
        Route::get(service::SERVICE, Access::Public, service::get),
        Route::get(
            "/services/minor-card/checklist",
            Access::Public,
            checklist::get,
        ),
        Route::get(
            "/services/minor-card/checklist/code.svg",
            Access::Public,
            checklist::code,
        ),
        Route::get("/privacy", Access::Public, home::privacy),
        Route::get("/help", Access::Public, help::get),
        Route::get("/glossary", Access::Public, glossary::get),
        Route::get("/language/{lang}", Access::Open, preferences::language),
        Route::get("/care/{state}", Access::Open, preferences::care),
        // A phone has no log-in here: what stands in the address is its right.
        Route::get("/capture/done", Access::Open, capture::done),
        Route::get("/capture/{token}", Access::Open, capture::get),
        Route::post("/capture/{token}", Access::Open, capture::post),
    ]
}

fn of_the_log_in() -> Vec<Route> {
    vec![
        Route::get("/login", Access::Public, login::get),
        Route::post("/login", Access::Public, login::post),
        Route::post("/logout", Access::Public, login::log_out),
        Route::get("/session", Access::Open, session::left),
        Route::post("/session/keep", Access::Agent, session::keep),
        Route::get("/account", Access::Agent, account::get),
        Route::post("/account/end-others", Access::Agent, account::end_others),
        Route::post("/account/alert", Access::Agent, account::has_read),
    ]
}

fn of_an_application() -> Vec<Route> {
    vec![
        Route::get("/applications", Access::Agent, applications::get),
        // Public, so that whoever is not logged in is led to the log-in and back instead of an error.
        Route::post("/applications", Access::Public, applications::post),
        Route::get(applications::BEGIN, Access::Agent, applications::new),
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
        Route::get("/applications/{id}/{step}", Access::Owner, step::get),
        Route::post("/applications/{id}/{step}", Access::Owner, step::post),
    ]
}

fn of_its_pictures() -> Vec<Route> {
    vec![
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
        Route::get(
            "/applications/{id}/materials/card_photo/made",
            Access::Owner,
            card_photo::made,
        ),
        Route::get(
            "/applications/{id}/materials/card_photo/crop",
            Access::Owner,
            crop::get,
        ),
        Route::post(
            "/applications/{id}/materials/card_photo/crop",
            Access::Owner,
            crop::post,
        ),
        Route::get(
            "/applications/{id}/materials/{material}/slot",
            Access::Owner,
            material::redrawn,
        ),
        Route::get(
            "/applications/{id}/materials/{material}/phone",
            Access::Owner,
            phone::get,
        ),
        Route::post(
            "/applications/{id}/materials/{material}/phone",
            Access::Owner,
            phone::post,
        ),
        Route::get("/applications/{id}/changes", Access::Owner, changes::get),
    ]
}

/// Renders a page's context.
pub(crate) fn draw(page: &impl Template) -> Result<Html<String>, PageError> {
    page.render()
        .map(Html)
        .map_err(|error| PageError::internal(&error))
}
