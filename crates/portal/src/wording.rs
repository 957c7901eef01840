//! Words for dates, durations, states and sources.

use domain::answer::Provenance;
use domain::application::CaseState;
use jiff::Timestamp;
use jiff::civil::Date;
use web::dates;
pub(super) use web::dates::time;
use web::page::Page;

/// A day as people write it.
pub fn day(page: &Page, day: Date) -> String {
    dates::day(&page.texts, day)
}

/// A day and the time in Beijing.
pub fn day_time(page: &Page, at: Timestamp) -> String {
    dates::day_time(&page.texts, at)
}

/// How long to wait, rounded up to what people can remember.
pub(super) fn duration(page: &Page, seconds: u64) -> String {
    let (key, count) = match seconds {
        0 | 1 => ("duration.one_second", 1),
        2..=59 => ("duration.seconds", seconds),
        60 => ("duration.one_minute", 1),
        61..=3599 => ("duration.minutes", seconds.div_ceil(60)),
        3600 => ("duration.one_hour", 1),
        _ => ("duration.hours", seconds.div_ceil(3600)),
    };
    page.w(key, &[("count", &count.to_string())])
}

/// A state in words.
pub(super) fn state(page: &Page, state: CaseState) -> String {
    let key = match state {
        CaseState::Draft => "state.draft",
        CaseState::Submitted => "state.submitted",
        CaseState::InReview => "state.in_review",
        CaseState::Returned => "state.returned",
        CaseState::Approved => "state.approved",
        CaseState::Rejected => "state.rejected",
        CaseState::Withdrawn => "state.withdrawn",
        CaseState::Expired => "state.expired",
    };
    page.t(key).to_owned()
}

/// What a state means and who must act.
pub(super) fn meaning(page: &Page, state: CaseState) -> String {
    let key = match state {
        CaseState::Draft => "state.draft_meaning",
        CaseState::Submitted => "state.submitted_meaning",
        CaseState::InReview => "state.in_review_meaning",
        CaseState::Returned => "state.returned_meaning",
        CaseState::Approved => "state.approved_meaning",
        CaseState::Rejected => "state.rejected_meaning",
        CaseState::Withdrawn => "state.withdrawn_meaning",
        CaseState::Expired => "state.expired_meaning",
    };
    page.t(key).to_owned()
}

/// Where an answer came from.
pub(super) fn source(page: &Page, provenance: Provenance) -> String {
    let key = match provenance {
        Provenance::Registry => "answers.registry",
        Provenance::LogIn => "answers.login",
        Provenance::Recognition => "answers.recognition",
        Provenance::EarlierApplication => "answers.earlier",
        Provenance::Typed => "answers.typed",
        Provenance::Default => "answers.default_value",
    };
    page.t(key).to_owned()
}
