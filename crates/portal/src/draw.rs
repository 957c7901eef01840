//! Draws templates.

use askama::Template;
use axum::response::Html;
use web::errors::RequestError;

/// Renders a page's context.
pub fn draw(page: &impl Template) -> Result<Html<String>, RequestError> {
    page.render()
        .map(Html)
        .map_err(|error| RequestError::internal(&error))
}
