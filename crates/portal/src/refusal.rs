//! The service cannot go on with an application.

use axum::response::{IntoResponse, Response};
use domain::application::refusal::ServiceRefusal;
use http::StatusCode;
use service::parent::case_view::CaseView;
use service::parent::way::where_named;
use web::errors::RequestError;
use web::page::Page;

use super::pages::refusal::Refusal;
use super::{addresses, draw::draw, layout::layout, problems};

/// Heading, reason and cure of a refusal.
struct Words<'a> {
    heading: &'a str,
    reason: &'a str,
    cure: &'a str,
    mend: Mend,
}

/// What entering the child again does for an agent who is refused.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mend {
    /// The cure.
    Cure,
    /// It helps after a typing mistake.
    Mistyped,
    /// It does not help.
    No,
}

/// The page of a refusal, with its status.
pub(super) fn show(
    page: &Page,
    refusal: ServiceRefusal,
    view: Option<&CaseView>,
) -> Result<Response, RequestError> {
    Ok((
        StatusCode::UNPROCESSABLE_ENTITY,
        draw(&context(page, refusal, view))?,
    )
        .into_response())
}

/// The page for an agent who has too many open applications to begin another.
pub(super) fn too_many_open(page: &Page, most: u64) -> Result<Response, RequestError> {
    let most = most.to_string();
    let shown = Refusal {
        heading: page.t("refusal.too_many_open_title").to_owned(),
        reason: page.w("refusal.too_many_open_reason", &[("most", &most)]),
        cure: page.t("refusal.too_many_open_cure").to_owned(),
        page: layout(page, page.t("refusal.too_many_open_title")),
        ..context(page, ServiceRefusal::TooManyTries, None)
    };
    Ok((StatusCode::UNPROCESSABLE_ENTITY, draw(&shown)?).into_response())
}

/// The same in two sentences: why it cannot go on, and what helps.
pub(super) fn in_short(page: &Page, refusal: ServiceRefusal) -> (String, String) {
    let words = words(page, refusal);
    (words.heading.to_owned(), words.cure.to_owned())
}

/// What the page of a refusal says.
pub(super) fn context(page: &Page, refusal: ServiceRefusal, view: Option<&CaseView>) -> Refusal {
    let words = words(page, refusal);
    let code = refusal.code();
    let problem = view.and_then(|view| {
        view.plan
            .problems
            .iter()
            .find(|problem| problem.code.as_str() == code)
    });
    Refusal {
        page: layout(page, words.heading),
        code: code.to_owned(),
        state: view.map_or_else(String::new, |view| view.state.code().to_owned()),
        heading: words.heading.to_owned(),
        reason: words.reason.to_owned(),
        safe: page.t("refusal.safe").to_owned(),
        cure: words.cure.to_owned(),
        problem: problem.map(|problem| problems::of_plan(page, problem)),
        mend_url: view
            .filter(|_| words.mend != Mend::No)
            .and_then(|view| {
                let named = where_named(&view.plan)?;
                Some(addresses::stop(view.id, &named, false))
            })
            .unwrap_or_default(),
        mends: words.mend == Mend::Cure,
    }
}

fn words(page: &Page, refusal: ServiceRefusal) -> Words<'_> {
    let (heading, reason, cure, mend) = match refusal {
        ServiceRefusal::ChildAge => (
            "refusal.child_age_title",
            "refusal.child_age_reason",
            "refusal.child_age_cure",
            Mend::Cure,
        ),
        ServiceRefusal::AgentAge => (
            "refusal.agent_age_title",
            "refusal.agent_age_reason",
            "refusal.agent_age_cure",
            Mend::No,
        ),
        ServiceRefusal::NotInsured => (
            "refusal.not_insured_title",
            "refusal.not_insured_reason",
            "refusal.not_insured_cure",
            Mend::Mistyped,
        ),
        ServiceRefusal::CardHeld => (
            "refusal.card_held_title",
            "refusal.card_held_reason",
            "refusal.card_held_cure",
            Mend::Mistyped,
        ),
        ServiceRefusal::LiveApplication => (
            "refusal.live_application_title",
            "refusal.live_application_reason",
            "refusal.live_application_cure",
            Mend::Mistyped,
        ),
        ServiceRefusal::NotPossibleOnline => (
            "refusal.not_possible_online_title",
            "refusal.not_possible_online_reason",
            "refusal.not_possible_online_cure",
            Mend::Mistyped,
        ),
        ServiceRefusal::TooManyTries => (
            "refusal.too_many_tries_title",
            "refusal.too_many_tries_reason",
            "refusal.too_many_tries_cure",
            Mend::No,
        ),
        ServiceRefusal::Stale => (
            "error.stale_title",
            "error.stale_happened",
            "error.stale_cure",
            Mend::No,
        ),
        ServiceRefusal::Level => (
            "error.level_title",
            "error.level_happened",
            "error.level_cure",
            Mend::No,
        ),
        ServiceRefusal::ExpiredSession => (
            "error.expired_title",
            "error.expired_happened",
            "error.expired_cure",
            Mend::No,
        ),
    };
    Words {
        heading: page.t(heading),
        reason: page.t(reason),
        cure: page.t(cure),
        mend,
    }
}
