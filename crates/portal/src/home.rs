//! The home page, and the page on privacy.

use axum::extract::State;
use axum::response::Html;
use web::Shared;
use web::errors::RequestError;
use web::page::Page;

use super::pages::home::Home;
use super::pages::privacy::Privacy;
use super::{draw::draw, layout::layout, the_service};

/// `/`
pub(super) async fn get(
    State(web): State<Shared>,
    page: Page,
) -> Result<Html<String>, RequestError> {
    let drafts = the_service::open_drafts(&web, &page).await?;
    draw(&Home {
        page: layout(&page, page.t("home.title")),
        drafts,
    })
}

/// `/privacy`
pub(super) async fn privacy(page: Page) -> Result<Html<String>, RequestError> {
    let layout = layout(&page, page.t("privacy.title"));
    let operator = match layout.operator.name.as_str() {
        "" => page.t("privacy.handler_unnamed"),
        name => name,
    };
    draw(&Privacy {
        handler: page.w("privacy.handler", &[("operator", operator)]),
        page: layout,
    })
}
