//! What pages say about a maintenance.

use jiff::Timestamp;
use web::announced::Maintenance;
use web::page::Page;

use super::wording;

/// What to know about a maintenance that is ahead; empty if there is none.
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

/// Adds the operator's own sentence after ours.
pub(super) fn with_words(page: &Page, planned: &Maintenance, told: String) -> String {
    let words = planned.words(page.lang);
    if words.is_empty() {
        told
    } else {
        format!("{told} {words}")
    }
}
