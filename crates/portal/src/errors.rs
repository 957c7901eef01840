//! The page of every error: what happened, what is safe, what to do.

use askama::Template;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Redirect, Response};
use domain::application::refusal::ServiceRefusal;
use domain::people::Level;
use service::agent::LoggedIn;
use web::Shared;
use web::errors::{RequestError, outcome};
use web::kept::{Keeping, Kept};
use web::page::Page;
use web::request_id::RequestId;

use super::pages::notice::{Drawing, Notice};
use super::{addresses, given_back, kept, layout::layout, maintenance, refusal, wording};

/// Keys of the words of one error, and where its button leads.
struct Words {
    heading: &'static str,
    happened: &'static str,
    cure: &'static str,
    action: &'static str,
    action_url: String,
}

/// Shows an error as a page, in the visitor's language. Layer around all routes of the portal.
pub async fn show(State(web): State<Shared>, request: Request, next: Next) -> Response {
    let id = request.extensions().get();
    let id = id.map_or_else(String::new, |RequestId(id)| id.clone());
    let mut page = Page::outside(&web, request.headers(), request.uri(), &id);
    let (request, keeping) = Keeping::for_request(&web, request).await;
    let failed = match outcome("text/html", request, next).await {
        Ok(response) => return response,
        Err(failed) => failed,
    };
    if let Some(session) = &failed.session {
        page.enter(session);
    }
    let kept = keeping.as_ref().and_then(Keeping::take);
    failed.answered(match (&failed.error, &keeping, &kept) {
        (RequestError::NotLoggedIn, ..) => {
            Redirect::to(&addresses::log_in(&page.path)).into_response()
        }
        (RequestError::ExpiredSession, Some(keeping), Some(kept)) => {
            let again = kept::log_in_again(&web, &page, keeping.address, kept).await;
            again.unwrap_or_else(|error| {
                error.log();
                drawn(&page, &error, Some(kept))
            })
        }
        (error, ..) => drawn(&page, error, kept.as_ref()),
    })
}

fn drawn(page: &Page, error: &RequestError, kept: Option<&Kept>) -> Response {
    let mut response = (error.status(), Html(error_page(page, error, kept))).into_response();
    error.tell_wait(&mut response);
    response
}

/// A whole page that says what happened, what is safe and what to do; input that was not accepted can be sent again from it.
fn error_page(page: &Page, error: &RequestError, kept: Option<&Kept>) -> String {
    if let RequestError::Refused(refused) = error {
        return render(&refusal::context(page, *refused, None));
    }
    if matches!(error, RequestError::Maintenance) {
        return render(&maintenance::notice(page, kept));
    }
    let words = words(page, error);
    let again = kept
        .filter(|_| may_be_sent_again(error))
        .and_then(|kept| given_back::again(page, kept));
    let cure = match error {
        RequestError::TooManyTries { wait_s } => {
            page.w(words.cure, &[("time", &wording::duration(page, *wait_s))])
        }
        _ => page.t(words.cure).to_owned(),
    };
    let code = match error {
        RequestError::Stale => ServiceRefusal::Stale.code(),
        RequestError::ExpiredSession => ServiceRefusal::ExpiredSession.code(),
        RequestError::TooManyTries { .. } => ServiceRefusal::TooManyTries.code(),
        RequestError::Level => ServiceRefusal::Level.code(),
        _ => "",
    };
    render(&Notice {
        page: layout(page, page.t(words.heading)),
        drawing: drawing(error),
        refusal: code.to_owned(),
        heading: page.t(words.heading).to_owned(),
        happened: page.t(words.happened).to_owned(),
        safe: if again.is_some() {
            page.t("kept.safe").to_owned()
        } else if matches!(
            error,
            RequestError::NotFound | RequestError::MethodNotAllowed
        ) {
            String::new()
        } else {
            page.t("error.safe").to_owned()
        },
        cure: if again.is_some() && matches!(error, RequestError::FormToken) {
            page.t("kept.form_token_cure").to_owned()
        } else {
            cure
        },
        action: page.t(words.action).to_owned(),
        action_url: words.action_url,
        leads_beside: matches!(error, RequestError::Level),
        help: true,
        request_id: if matches!(error, RequestError::Internal(_) | RequestError::Unavailable) {
            page.request_id.clone()
        } else {
            String::new()
        },
        again,
    })
}

fn drawing(error: &RequestError) -> Drawing {
    match error {
        RequestError::NotFound | RequestError::MethodNotAllowed => Drawing::Lost,
        RequestError::NotLoggedIn
        | RequestError::ExpiredSession
        | RequestError::TooManyTries { .. }
        | RequestError::Unavailable
        | RequestError::Maintenance => Drawing::Wait,
        RequestError::Level
        | RequestError::WrongState
        | RequestError::ItemLocked
        | RequestError::TooLarge
        | RequestError::Refused(_) => Drawing::Stop,
        RequestError::FormToken
        | RequestError::Stale
        | RequestError::Unreadable
        | RequestError::Internal(_) => Drawing::Again,
    }
}

/// Whether the same form may be accepted at another time.
fn may_be_sent_again(error: &RequestError) -> bool {
    matches!(
        error,
        RequestError::FormToken
            | RequestError::Level
            | RequestError::TooManyTries { .. }
            | RequestError::Unavailable
            | RequestError::Internal(_)
    )
}

/// Whether another log-in helps.
fn is_cured_by_log_in(error: &RequestError) -> bool {
    matches!(
        error,
        RequestError::NotLoggedIn | RequestError::ExpiredSession | RequestError::Level
    )
}

/// An error page is the last resort, so its own failure is an empty page, never a panic.
fn render(page: &impl Template) -> String {
    page.render().unwrap_or_default()
}

fn words(page: &Page, error: &RequestError) -> Words {
    let (heading, happened, cure, action, action_url) = keys(page, error);
    if let (RequestError::Level, Some(LoggedIn::Unproved { level, .. })) = (error, &page.logged_in)
    {
        let (cure, action) = match level {
            Level::Account => ("error.level_phone_cure", "error.level_phone_action"),
            Level::Phone | Level::RealName => (cure, action),
        };
        return Words {
            heading,
            happened,
            cure,
            action,
            action_url: addresses::next_proof(*level, &page.path),
        };
    }
    Words {
        heading,
        happened,
        cure,
        action,
        action_url: if is_cured_by_log_in(error) {
            addresses::log_in(&page.path)
        } else {
            action_url.to_owned()
        },
    }
}

/// The keys of heading, what happened, cure and button, and where the button leads.
fn keys<'a>(
    page: &'a Page,
    error: &RequestError,
) -> (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'a str,
) {
    match error {
        RequestError::NotFound => (
            "error.not_found_title",
            "error.not_found_happened",
            "error.not_found_cure",
            "error.home",
            addresses::HOME,
        ),
        RequestError::FormToken => (
            "error.form_token_title",
            "error.form_token_happened",
            "error.form_token_cure",
            "error.reload",
            addresses::again(&page.path),
        ),
        RequestError::MethodNotAllowed => (
            "error.method_title",
            "error.method_happened",
            "error.method_cure",
            "error.mine",
            addresses::APPLICATIONS,
        ),
        RequestError::NotLoggedIn | RequestError::ExpiredSession => (
            "error.expired_title",
            "error.expired_happened",
            "error.expired_cure",
            "error.expired_action",
            "",
        ),
        RequestError::Level => (
            "error.level_title",
            "error.level_happened",
            "error.level_cure",
            "error.level_action",
            "",
        ),
        RequestError::WrongState => (
            "error.wrong_state_title",
            "error.wrong_state_happened",
            "error.wrong_state_cure",
            "error.mine",
            addresses::APPLICATIONS,
        ),
        RequestError::ItemLocked => (
            "error.item_locked_title",
            "error.item_locked_happened",
            "error.item_locked_cure",
            "error.mine",
            addresses::APPLICATIONS,
        ),
        RequestError::Stale => (
            "error.stale_title",
            "error.stale_happened",
            "error.stale_cure",
            "error.mine",
            addresses::APPLICATIONS,
        ),
        RequestError::TooLarge => (
            "error.too_large_title",
            "error.too_large_happened",
            "error.too_large_cure",
            "error.mine",
            addresses::APPLICATIONS,
        ),
        RequestError::Unreadable => (
            "error.unreadable_title",
            "error.unreadable_happened",
            "error.unreadable_cure",
            "error.reload",
            addresses::again(&page.path),
        ),
        RequestError::TooManyTries { .. } => (
            "error.too_many_title",
            "error.too_many_happened",
            "error.too_many_cure",
            "error.home",
            addresses::HOME,
        ),
        RequestError::Refused(_) | RequestError::Internal(_) => (
            "error.internal_title",
            "error.internal_happened",
            "error.internal_cure",
            "error.reload",
            addresses::again(&page.path),
        ),
        RequestError::Unavailable | RequestError::Maintenance => (
            "error.unavailable_title",
            "error.unavailable_happened",
            "error.unavailable_cure",
            "error.reload",
            addresses::again(&page.path),
        ),
    }
}
