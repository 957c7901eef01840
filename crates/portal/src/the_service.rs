//! The service's own page.

use axum::extract::State;
use axum::response::Html;
use domain::application::CaseState;
use domain::channel::Channel;
use service::parent::list_mine::list_mine;
use web::errors::RequestError;
use web::page::Page;
use web::{Shared, Web};

use super::pages::service::{OpenDraft, Service};
use super::{addresses, draw::draw, layout::layout, refusal, wording};

/// How many open drafts are offered to continue; the others are in the list.
const OFFERED: usize = 3;

/// `/services/minor-card`
pub(super) async fn get(
    State(web): State<Shared>,
    page: Page,
) -> Result<Html<String>, RequestError> {
    let drafts = open_drafts(&web, &page).await?;
    draw(&Service {
        page: layout(&page, page.t("home.minor_card")),
        drafts,
    })
}

/// The agent's open drafts, newest first; none for a visitor.
pub(super) async fn open_drafts(web: &Web, page: &Page) -> Result<Vec<OpenDraft>, RequestError> {
    let Some(agent) = page.agent() else {
        return Ok(Vec::new());
    };
    let lines = list_mine(&web.service, agent).await?;
    let open = lines
        .into_iter()
        .filter(|line| line.state == CaseState::Draft && line.channel == Channel::Portal);
    let drafts = open.take(OFFERED).map(|line| OpenDraft {
        refused: line
            .refusal
            .map_or_else(String::new, |refused| refusal::in_short(page, refused).0),
        url: addresses::goes_on(line.id),
        child: line
            .child_name
            .unwrap_or_else(|| page.t("applications.unnamed").to_owned()),
        saved_at: wording::day_time(page, line.updated_at),
    });
    Ok(drafts.collect())
}
