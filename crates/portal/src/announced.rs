//! What pages say of a maintenance.

use jiff::Timestamp;
use web::announced::Maintenance;
use web::page::Page;

use super::wording;

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

/// The operator's own sentence comes after ours.
pub(super) fn with_words(page: &Page, planned: &Maintenance, told: String) -> String {
    let words = planned.words(page.lang);
    if words.is_empty() {
        told
    } else {
        format!("{told} {words}")
    }
}
