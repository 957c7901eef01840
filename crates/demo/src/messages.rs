//! `/sandbox/messages`: the short messages, as their mobiles would show them.

use axum::Extension;
use axum::response::Html;
use portal::draw::draw;
use portal::layout::layout;
use portal::wording;
use web::errors::RequestError;
use web::page::Page;

use super::page::{Message, Messages};
use super::shown::Sandbox;

/// More nobody reads; the file has all.
const MOST: usize = 50;

/// `GET /sandbox/messages`
pub(super) async fn get(
    Extension(sandbox): Extension<Sandbox>,
    page: Page,
) -> Result<Html<String>, RequestError> {
    let messages = sandbox.outbox.messages().into_iter().take(MOST);
    let messages = messages.map(|message| Message {
        to: message.to,
        text: message.text,
        lang: message.lang,
        at: wording::day_time(&page, message.at),
    });
    draw(&Messages {
        page: layout(&page, page.t("sandbox.messages")),
        messages: messages.collect(),
    })
}
