//! What was posted to a step and could not be taken in: the page that says so gives it back, so that nothing typed is lost.
//!
//! From the post to that page it lives in the memory of one request, under bounds. It is never stored, logged or put into
//! an address, and nothing but the page holds it on the device, which may be shared. Files, the form token and forms that
//! another site sent are not kept. Whoever posted sees it, nobody else.

use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::extract::{FromRequest, FromRequestParts, MatchedPath, Multipart, Request};
use http::header::CONTENT_TYPE;
use http::{HeaderMap, Method};

use super::address::ClientAddress;
use super::posted::{DRAIN_BYTES, Posted, PostedFile, drain, is_controlling, urlencoded};
use super::session::Session;
use crate::app::Shared;

/// Inputs of a step's form that was not taken in, in their order.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Kept {
    /// Names and values, the form token left out.
    pub fields: Vec<(String, String)>,
    /// Whether pictures came with the form. They are not kept.
    pub had_files: bool,
}

/// Where a request leaves what its error page may need. Its clones are one place.
#[derive(Clone)]
pub(crate) struct Keeping {
    place: Arc<Mutex<Option<Kept>>>,
    /// Who asks, for the limits on log-in pages.
    pub(crate) address: IpAddr,
}

/// The one route whose forms people type much into.
const STEP: &str = "/applications/{id}/{step}";
/// The longest honest step has a tenth of it.
const MOST_BYTES: usize = 16 * 1024;
const MOST_FIELDS: usize = 60;
const TIME: Duration = Duration::from_secs(30);

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
            .cloned()
            .collect();
        let bytes: usize = fields
            .iter()
            .map(|(name, value)| name.len() + value.len())
            .sum();
        let odd = |text: &String| is_controlling(text);
        let fits = !fields.is_empty()
            && fields.len() <= MOST_FIELDS
            && bytes <= MOST_BYTES
            && !fields.iter().any(|(name, value)| odd(name) || odd(value));
        fits.then_some(Kept { fields, had_files })
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
    /// Gives a request that posts a step a place to keep it.
    pub(crate) async fn for_request(app: &Shared, request: Request) -> Request {
        let posts_step = request.method() == Method::POST
            && request
                .extensions()
                .get::<MatchedPath>()
                .is_some_and(|path| path.as_str() == STEP);
        if !posts_step {
            return request;
        }
        let (mut parts, body) = request.into_parts();
        let Ok(ClientAddress(address)) = ClientAddress::from_request_parts(&mut parts, app).await;
        parts.extensions.insert(Keeping {
            place: Arc::default(),
            address,
        });
        Request::from_parts(parts, body)
    }

    /// Keeps a form that was read.
    pub(crate) fn keep(&self, posted: &Posted) {
        self.put(Kept::of(&posted.fields, !posted.files.is_empty()));
    }

    /// What was kept.
    pub(crate) fn take(&self) -> Option<Kept> {
        self.place
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take()
    }

    fn put(&self, kept: Option<Kept>) {
        *self.place.lock().unwrap_or_else(PoisonError::into_inner) = kept;
    }
}

/// Reads what is still sent by somebody whose form is not taken in. Of a step the short texts are kept, when our own page
/// sent them; all else is thrown away.
pub(crate) async fn salvage(request: Request) {
    let Some(keeping) = request.extensions().get::<Keeping>().cloned() else {
        drain(request.into_body()).await;
        return;
    };
    let ours = is_from_our_page(request.headers());
    let session = request.extensions().get::<Session>().cloned();
    let Ok(Some(posted)) = tokio::time::timeout(TIME, texts(request)).await else {
        return;
    };
    let sent = posted.text("csrf");
    let proves = |session: &Session| {
        let mut tokens = session.expired.iter().chain([&session.token]);
        tokens.any(|token| token.allows(sent))
    };
    if ours || session.as_ref().is_some_and(proves) {
        keeping.keep(&posted);
    }
}

/// Whether the browser says that one of our own pages sent this. A form whose token is of a session that has ended proves
/// itself in no other way.
pub(crate) fn is_from_our_page(headers: &HeaderMap) -> bool {
    headers
        .get("sec-fetch-site")
        .is_some_and(|site| site == "same-origin")
}

/// The texts of a form, its files read and thrown away. `None` when it is no form, or too large.
async fn texts(request: Request) -> Option<Posted> {
    let kind = request
        .headers()
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    if !kind.starts_with("multipart/form-data") {
        return urlencoded(request).await.ok();
    }
    let mut parts = Multipart::from_request(request, &()).await.ok()?;
    let mut posted = Posted::default();
    let (mut read, mut kept) = (0, 0);
    while let Some(mut field) = parts.next_field().await.ok()? {
        let name = field.name().unwrap_or_default().to_owned();
        let is_file = field.file_name().is_some();
        let mut text = Vec::new();
        let mut is_empty = true;
        while let Some(chunk) = field.chunk().await.ok()? {
            read += chunk.len();
            if read > DRAIN_BYTES {
                return None;
            }
            is_empty &= chunk.is_empty();
            if !is_file {
                kept += chunk.len();
                if kept <= MOST_BYTES {
                    text.extend_from_slice(&chunk);
                }
            }
        }
        if posted.fields.len() + posted.files.len() > MOST_FIELDS {
            continue;
        }
        if !is_file {
            posted.fields.push((name, String::from_utf8(text).ok()?));
        } else if !is_empty {
            let bytes = bytes::Bytes::new();
            posted.files.push(PostedFile { name, bytes });
        }
    }
    (kept <= MOST_BYTES).then_some(posted)
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
        assert!(!format!("{kept:?}").contains("陈一诺"));
        let many: Vec<_> = (0..61).map(|n| field(&n.to_string(), "")).collect();
        for refused in [
            vec![field("csrf", "secret")],
            vec![field("a", &"x".repeat(MOST_BYTES))],
            vec![field("a", "b\0")],
            vec![field("a\u{1b}", "b")],
            many,
        ] {
            assert_eq!(Kept::of(&refused, false), None);
        }
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
