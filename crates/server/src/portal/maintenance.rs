//! What pages say of a maintenance: before it on each of them, while it lasts in their place.

use jiff::Timestamp;

use super::pages::notice::{Drawing, Notice};
use super::{frame, kept, wording};
use crate::config::Maintenance;
use crate::web::kept::Kept;
use crate::web::page::Page;

/// What must be known of a maintenance that is ahead; empty when none is.
pub(super) fn announcement(page: &Page) -> String {
    page.maintenance
        .as_ref()
        .filter(|planned| planned.is_ahead(page.now))
        .map(|planned| {
            let at = |at: Timestamp| wording::day_time(page, at);
            let values = [("from", &*at(planned.from)), ("until", &*at(planned.until))];
            with_words(page, planned, page.w("maintenance.announced", &values))
        })
        .unwrap_or_default()
}

/// What stands in place of every page while it lasts. What was typed and not taken in waits in it, to be sent afterwards.
pub(super) fn notice(page: &Page, kept: Option<&Kept>) -> Notice {
    let again = kept.and_then(|kept| kept::again(page, kept));
    let happened = page.maintenance.as_ref().map(|planned| {
        let until = wording::day_time(page, planned.until);
        let told = page.w("maintenance.happened", &[("until", &until)]);
        with_words(page, planned, told)
    });
    Notice {
        page: frame(page, page.t("maintenance.title")),
        drawing: Drawing::Wait,
        refusal: String::new(),
        heading: page.t("maintenance.title").to_owned(),
        happened: happened.unwrap_or_default(),
        safe: page.t("maintenance.safe").to_owned(),
        cure: page
            .t(if again.is_some() {
                "maintenance.kept_cure"
            } else {
                "maintenance.cure"
            })
            .to_owned(),
        again,
        action: page.t("error.reload").to_owned(),
        action_url: page.path.clone(),
        help: false,
        request_id: String::new(),
    }
}

/// The operator's own sentence comes after ours.
fn with_words(page: &Page, planned: &Maintenance, told: String) -> String {
    let words = planned.words(page.lang);
    if words.is_empty() {
        told
    } else {
        format!("{told} {words}")
    }
}
