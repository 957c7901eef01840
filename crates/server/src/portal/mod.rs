//! The portal: server-rendered pages for a parent, usable without script.

use crate::routes::Route;
use crate::web::errors::PageError;
use crate::web::page::Page;

/// Every route of the portal.
pub fn routes() -> Vec<Route> {
    Vec::new()
}

/// A whole page that says what happened, what is safe and what to do.
pub fn error_page(_page: &Page, _error: &PageError) -> String {
    String::new()
}
