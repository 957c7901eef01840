//! What was posted to a step and could not be accepted: the page that says so gives it back, so that nothing typed is lost. A
//! log-in form that carries such answers is treated like the step itself.
//!
//! From the post to that page it lives in the memory of one request, within limits. It is never stored, logged or put into an
//! address; on the device, which may be shared, only the page holds it. Files, the form token and forms sent by another site are
//! not kept. Only the person who posted it sees it.

use std::net::IpAddr;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use axum::extract::{FromRequestParts, Request};
use axum::middleware::Next;
use axum::response::Response;
use http::{HeaderMap, Method};
use service::token::Token;

use super::address::ClientAddress;
use super::form::{Posted, is_controlling, without_controls};
use super::return_address::safe_return;
use super::session::read;
use crate::state::Shared;

/// Inputs of a step's form that was not accepted, in their order.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Kept {
    /// Names and values, without the form token.
    pub fields: Vec<(String, String)>,
    /// Whether pictures came with the form. They are not kept.
    pub had_files: bool,
    /// The address of the step, if the form was carried through the log-in instead of posted to the step.
    pub step: Option<String>,
}

/// Where a request leaves what its error page may need. Clones share one place.
#[derive(Clone)]
pub struct Keeping {
    place: Arc<Mutex<Option<Kept>>>,
    /// How much of the form is kept, as its route declares.
    what: Arc<OnceLock<Typed>>,
    /// The caller, for the limits on log-in pages.
    pub address: IpAddr,
    /// The token in the browser's cookie, even if its session has ended: a form with that token came from one of our pages.
    cookie: Option<Token>,
    /// Whether the browser itself says that one of our pages sent the form.
    ours: bool,
}

/// How much of a route's forms is kept for their error page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Typed {
    /// Everything that was typed.
    Whole,
    /// Only what a log-in form carries for another form.
    Carried,
}

/// Marks the kept inputs in the log-in form, which has inputs of its own.
const MARK: &str = "kept.";
/// Present in the log-in form when pictures came with the step.
const HAD_FILES: &str = "kept_files";
/// Ten times the longest honest step.
pub(crate) const MOST_BYTES: usize = 16 * 1024;
pub(crate) const MOST_FIELDS: usize = 60;

/// Without values, which are personal.
impl std::fmt::Debug for Kept {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Kept({} fields)", self.fields.len())
    }
}

impl Kept {
    /// What may be kept of a form; `None` when there is nothing, or more than anybody types.
    pub fn of(fields: &[(String, String)], had_files: bool) -> Option<Kept> {
        let fields: Vec<(String, String)> = fields
            .iter()
            .filter(|(name, _)| name != "csrf")
            .map(|(name, value)| (name.clone(), without_controls(value.clone())))
            .collect();
        let bytes: usize = fields
            .iter()
            .map(|(name, value)| name.len() + value.len())
            .sum();
        let fits = !fields.is_empty()
            && fields.len() <= MOST_FIELDS
            && bytes <= MOST_BYTES
            && !fields.iter().any(|(name, _)| is_controlling(name));
        fits.then_some(Kept {
            fields,
            had_files,
            step: None,
        })
    }

    /// What a posted log-in form carries.
    pub fn carried(posted: &Posted) -> Option<Kept> {
        let fields: Vec<(String, String)> = posted
            .fields
            .iter()
            .filter_map(|(name, value)| Some((name.strip_prefix(MARK)?.to_owned(), value.clone())))
            .collect();
        let kept = Kept::of(&fields, posted.text(HAD_FILES) == "yes")?;
        let step = safe_return(posted.text("next")).map(str::to_owned);
        Some(Kept { step, ..kept })
    }

    /// The inputs as the log-in form carries them.
    pub fn marked(&self) -> Vec<(String, String)> {
        let mut inputs: Vec<(String, String)> = self
            .fields
            .iter()
            .map(|(name, value)| (format!("{MARK}{name}"), value.clone()))
            .collect();
        if self.had_files {
            inputs.push((HAD_FILES.to_owned(), "yes".to_owned()));
        }
        inputs
    }

    /// The first input of this name, or an empty text.
    pub fn text(&self, name: &str) -> &str {
        self.fields
            .iter()
            .find(|(known, _)| known == name)
            .map_or("", |(_, value)| value)
    }
}

impl Keeping {
    /// A place to keep the form, if the request posts one.
    pub async fn for_request(web: &Shared, request: Request) -> (Request, Option<Keeping>) {
        if request.method() != Method::POST {
            return (request, None);
        }
        let (mut parts, body) = request.into_parts();
        let Ok(ClientAddress(address)) = ClientAddress::from_request_parts(&mut parts, web).await;
        let keeping = Keeping {
            place: Arc::default(),
            what: Arc::default(),
            address,
            cookie: read(web, &parts.headers),
            ours: is_from_our_page(&parts.headers),
        };
        parts.extensions.insert(keeping.clone());
        (Request::from_parts(parts, body), Some(keeping))
    }

    /// Keeps what may be kept of a form that was read, if one of our pages sent it.
    pub(crate) fn keep(&self, posted: &Posted) {
        let proves = |token: &Token| token.allows(posted.text("csrf"));
        if self.ours || self.cookie.as_ref().is_some_and(proves) {
            self.put(match self.what.get() {
                Some(Typed::Carried) => Kept::carried(posted),
                Some(Typed::Whole) => Kept::of(&posted.fields, !posted.files.is_empty()),
                None => None,
            });
        }
    }

    /// Whether the form may be kept and one of our pages may have sent it: a visitor who never opened one has nothing to lose.
    pub(crate) fn may_keep(&self) -> bool {
        self.what.get().is_some() && (self.ours || self.cookie.is_some())
    }

    /// What was kept.
    pub fn take(&self) -> Option<Kept> {
        self.place
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take()
    }

    fn put(&self, kept: Option<Kept>) {
        *self.place.lock().unwrap_or_else(PoisonError::into_inner) = kept;
    }
}

/// The outermost layer of routes whose forms are kept.
pub(crate) async fn keep_typed(what: Typed, request: Request, next: Next) -> Response {
    if let Some(keeping) = request.extensions().get::<Keeping>() {
        // A route declares it once.
        let _ = keeping.what.set(what);
    }
    next.run(request).await
}

/// Whether the browser says that one of our own pages sent this. For a form whose token belongs to an ended session there is no
/// other proof.
fn is_from_our_page(headers: &HeaderMap) -> bool {
    headers
        .get("sec-fetch-site")
        .is_some_and(|site| site == "same-origin")
}

#[cfg(test)]
impl Keeping {
    /// For a route whose forms are kept whole, in a browser with this cookie.
    pub(crate) fn sample(cookie: &Token) -> Keeping {
        Keeping {
            place: Arc::default(),
            what: Arc::new(Typed::Whole.into()),
            address: [203, 0, 113, 1].into(),
            cookie: Some(cookie.clone()),
            ours: false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(name: &str, value: &str) -> (String, String) {
        (name.to_owned(), value.to_owned())
    }

    #[test]
    fn what_people_type_is_kept_and_nothing_else() {
        let typed = [field("csrf", "secret"), field("child.name", "陈一诺")];
        let kept = Kept::of(&typed, true).unwrap();
        assert_eq!(kept.fields, [field("child.name", "陈一诺")]);
        assert!(kept.had_files);
        let pasted = Kept::of(&[field("a", "陈\u{8}一\0诺\n")], false).unwrap();
        assert_eq!(pasted.fields, [field("a", "陈一诺\n")]);
        assert!(!format!("{kept:?}").contains("陈一诺"));
        let many: Vec<_> = (0..61).map(|n| field(&n.to_string(), "")).collect();
        for refused in [
            vec![field("csrf", "secret")],
            vec![field("a", &"x".repeat(MOST_BYTES))],
            vec![field("a\u{1b}", "b")],
            many,
        ] {
            assert_eq!(Kept::of(&refused, false), None);
        }
    }

    #[test]
    fn the_log_in_form_carries_what_was_kept_and_nothing_of_its_own() {
        let kept = Kept {
            fields: vec![field("child.name", "陈一诺"), field("login", "x")],
            had_files: true,
            step: Some("/applications/1/child".to_owned()),
        };
        let mut posted = Posted {
            fields: vec![
                field("login", "agent"),
                field("password", "secret"),
                field("next", "/applications/1/child"),
            ],
            ..Posted::default()
        };
        assert_eq!(Kept::carried(&posted), None);
        posted.fields.extend(kept.marked());
        assert_eq!(Kept::carried(&posted), Some(kept));
    }

    #[test]
    fn only_the_browser_itself_says_which_page_sent_a_form() {
        let said = |site: &str| {
            let mut headers = HeaderMap::new();
            headers.insert("sec-fetch-site", site.parse().unwrap());
            is_from_our_page(&headers)
        };
        assert!(said("same-origin"));
        for other in ["same-site", "cross-site", "none", ""] {
            assert!(!said(other), "{other}");
        }
        assert!(!is_from_our_page(&HeaderMap::new()));
    }
}
