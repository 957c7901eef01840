//! The pages of the sandbox: families to try, their papers, the codes that were sent, the day.
//!
//! Mounted in sandbox mode only. Everything shown here is made up.

pub(crate) mod accounts;
mod as_script;
mod chapters;
mod clock;
pub(crate) mod components;
#[cfg(test)]
mod covered;
pub mod day;
mod drawn;
mod families;
mod files;
mod inert;
pub mod page;
#[cfg(test)]
mod samples;
mod specimens;
mod topics;

use domain::lang::Lang;

use crate::routes::{Access, Route};

/// Every route of the sandbox's pages.
pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/sandbox", Access::Sandbox, families::get),
        Route::get("/sandbox/drawn", Access::Sandbox, drawn::get),
        Route::get("/sandbox/components", Access::Sandbox, components::get),
        Route::get("/sandbox/cases.json", Access::Sandbox, files::cases),
        Route::get("/sandbox/outbox.json", Access::Sandbox, files::outbox),
        Route::get(
            "/sandbox/papers/{case}/{file}",
            Access::Sandbox,
            files::paper,
        ),
        Route::post("/sandbox/clock", Access::Sandbox, clock::post),
    ]
}

/// A text of the sandbox in the page's language.
pub(crate) fn in_lang(text: &sandbox::Text, lang: Lang) -> &str {
    match lang {
        Lang::Zh => &text.zh,
        Lang::En => &text.en,
    }
}
