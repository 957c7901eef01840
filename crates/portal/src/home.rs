//! The home page, and the page on privacy.

use axum::extract::{Query, State};
use axum::response::Html;
use serde::Deserialize;
use web::Shared;
use web::errors::RequestError;
use web::page::Page;

use super::pages::home::Home;
use super::pages::privacy::Privacy;
use super::{draw::draw, layout::layout, the_service};

/// What just happened, in the query of the home page.
pub(super) const LOGGED_OUT: &str = "logged-out";

/// The query of the home page.
#[derive(Deserialize)]
pub(super) struct Asking {
    /// What just happened.
    done: Option<String>,
}

/// `/`
pub(super) async fn get(
    State(web): State<Shared>,
    page: Page,
    Query(asking): Query<Asking>,
) -> Result<Html<String>, RequestError> {
    let drafts = the_service::open_drafts(&web, &page).await?;
    let is_out = asking.done.as_deref() == Some(LOGGED_OUT) && page.logged_in.is_none();
    draw(&Home {
        page: layout(&page, page.t("home.title")),
        done: if is_out {
            page.t("layout.logged_out").to_owned()
        } else {
            String::new()
        },
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
