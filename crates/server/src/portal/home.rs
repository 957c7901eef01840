//! The home page, and the page on privacy.

use axum::extract::State;
use axum::response::Html;

use super::pages::home::Home;
use super::pages::privacy::Privacy;
use super::{draw, frame, service};
use crate::app::Shared;
use crate::web::errors::PageError;
use crate::web::page::Page;

/// `/`
pub(super) async fn get(State(app): State<Shared>, page: Page) -> Result<Html<String>, PageError> {
    let drafts = service::open_drafts(&app, &page).await?;
    draw(&Home {
        page: frame(&page, page.t("home.title")),
        drafts,
    })
}

/// `/privacy`
pub(super) async fn privacy(page: Page) -> Result<Html<String>, PageError> {
    let frame = frame(&page, page.t("privacy.title"));
    let operator = match frame.operator.name.as_str() {
        "" => page.t("privacy.handler_unnamed"),
        name => name,
    };
    draw(&Privacy {
        handler: page.w("privacy.handler", &[("operator", operator)]),
        page: frame,
    })
}
