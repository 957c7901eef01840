//! The page of every error: what happened, what is safe, what to do.

use askama::Template;
use domain::application::refusal::ServiceRefusal;

use super::pages::notice::{Drawing, Notice};
use super::{frame, kept, maintenance, refusal, wording};
use crate::web::errors::PageError;
use crate::web::kept::Kept;
use crate::web::page::Page;
use crate::web::session::escape;

/// Keys of one error's words, and where its button leads.
struct Words {
    heading: &'static str,
    happened: &'static str,
    cure: &'static str,
    action: &'static str,
    action_url: String,
}

/// A whole page that says what happened, what is safe and what to do; with what was typed and not taken in, it can be sent
/// once more.
pub fn error_page(page: &Page, error: &PageError, kept: Option<&Kept>) -> String {
    if let PageError::Refused(refused) = error {
        return render(&refusal::context(page, *refused, None));
    }
    if matches!(error, PageError::Maintenance) {
        return render(&maintenance::notice(page, kept));
    }
    let words = words(page, error);
    let again = kept
        .filter(|_| may_be_sent_again(error))
        .and_then(|kept| kept::again(page, kept));
    let cure = match error {
        PageError::TooManyTries { wait_s } => {
            page.w(words.cure, &[("time", &wording::duration(page, *wait_s))])
        }
        _ => page.t(words.cure).to_owned(),
    };
    let code = match error {
        PageError::Stale => ServiceRefusal::Stale.code(),
        PageError::ExpiredSession => ServiceRefusal::ExpiredSession.code(),
        PageError::TooManyTries { .. } => ServiceRefusal::TooManyTries.code(),
        _ => "",
    };
    render(&Notice {
        page: frame(page, page.t(words.heading)),
        drawing: drawing(error),
        refusal: code.to_owned(),
        heading: page.t(words.heading).to_owned(),
        happened: page.t(words.happened).to_owned(),
        safe: if again.is_some() {
            page.t("kept.safe").to_owned()
        } else if matches!(error, PageError::NotFound | PageError::MethodNotAllowed) {
            String::new()
        } else {
            page.t("error.safe").to_owned()
        },
        cure: if again.is_some() && matches!(error, PageError::FormToken) {
            page.t("kept.form_token_cure").to_owned()
        } else {
            cure
        },
        action: page.t(words.action).to_owned(),
        action_url: words.action_url,
        help: true,
        request_id: if matches!(error, PageError::Internal(_) | PageError::Unavailable) {
            page.request_id.clone()
        } else {
            String::new()
        },
        again,
    })
}

fn drawing(error: &PageError) -> Drawing {
    match error {
        PageError::NotFound | PageError::MethodNotAllowed => Drawing::Lost,
        PageError::ExpiredSession
        | PageError::TooManyTries { .. }
        | PageError::Unavailable
        | PageError::Maintenance => Drawing::Wait,
        PageError::WrongState | PageError::TooLarge | PageError::Refused(_) => Drawing::Stop,
        PageError::FormToken
        | PageError::Stale
        | PageError::Unreadable
        | PageError::Internal(_) => Drawing::Again,
    }
}

/// Whether the same form may be taken in at another time.
fn may_be_sent_again(error: &PageError) -> bool {
    matches!(
        error,
        PageError::FormToken
            | PageError::TooManyTries { .. }
            | PageError::Unavailable
            | PageError::Internal(_)
    )
}

/// An error page is the last resort, so its own failure is an empty page, never a panic.
fn render(page: &impl Template) -> String {
    page.render().unwrap_or_default()
}

/// How the addresses end that only take what a button sends: none can be opened again.
const BUTTONS: [&str; 7] = [
    "/logout",
    "/continue",
    "/take-back",
    "/withdraw",
    "/end-others",
    "/alert",
    "/keep",
];

/// Where one tries again what failed at this address: there, or where its button stands.
fn again(path: &str) -> &str {
    let is_button = BUTTONS.iter().any(|end| path.ends_with(end));
    if is_button { "/applications" } else { path }
}

fn words(page: &Page, error: &PageError) -> Words {
    let (heading, happened, cure, action, action_url) = match error {
        PageError::NotFound => (
            "error.not_found_title",
            "error.not_found_happened",
            "error.not_found_cure",
            "error.home",
            "/",
        ),
        PageError::FormToken => (
            "error.form_token_title",
            "error.form_token_happened",
            "error.form_token_cure",
            "error.reload",
            again(&page.path),
        ),
        PageError::MethodNotAllowed => (
            "error.method_title",
            "error.method_happened",
            "error.method_cure",
            "error.mine",
            "/applications",
        ),
        PageError::ExpiredSession => (
            "error.expired_title",
            "error.expired_happened",
            "error.expired_cure",
            "error.expired_action",
            "",
        ),
        PageError::WrongState => (
            "error.wrong_state_title",
            "error.wrong_state_happened",
            "error.wrong_state_cure",
            "error.mine",
            "/applications",
        ),
        PageError::Stale => (
            "error.stale_title",
            "error.stale_happened",
            "error.stale_cure",
            "error.mine",
            "/applications",
        ),
        PageError::TooLarge => (
            "error.too_large_title",
            "error.too_large_happened",
            "error.too_large_cure",
            "error.mine",
            "/applications",
        ),
        PageError::Unreadable => (
            "error.unreadable_title",
            "error.unreadable_happened",
            "error.unreadable_cure",
            "error.reload",
            again(&page.path),
        ),
        PageError::TooManyTries { .. } => (
            "error.too_many_title",
            "error.too_many_happened",
            "error.too_many_cure",
            "error.home",
            "/",
        ),
        PageError::Refused(_) | PageError::Internal(_) => (
            "error.internal_title",
            "error.internal_happened",
            "error.internal_cure",
            "error.reload",
            again(&page.path),
        ),
        PageError::Unavailable | PageError::Maintenance => (
            "error.unavailable_title",
            "error.unavailable_happened",
            "error.unavailable_cure",
            "error.reload",
            again(&page.path),
        ),
    };
    let action_url = if matches!(error, PageError::ExpiredSession) {
        format!("/login?to={}", escape(&page.path))
    } else {
        action_url.to_owned()
    };
    Words {
        heading,
        happened,
        cure,
        action,
        action_url,
    }
}

#[cfg(test)]
mod tests {
    use http::Method;

    use super::*;
    use crate::routes::{self, Access};

    #[test]
    fn nobody_is_led_to_an_address_that_only_takes_what_a_button_sends() {
        let all = routes::all();
        let opens = |path: &str| {
            let mut routes = all.iter();
            routes.any(|route| route.method == Method::GET && route.path == path)
        };
        for route in all.iter().filter(|route| route.method == Method::POST) {
            if route.access != Access::Sandbox {
                assert!(opens(again(route.path)), "{}", route.path);
            }
        }
    }
}
