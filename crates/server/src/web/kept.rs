//! What was posted to a step and could not be taken in: the page that says so gives it back, so that nothing typed is lost.
//! The log-in form that carries such answers is treated like the step itself.
//!
//! From the post to that page it lives in the memory of one request, under bounds. It is never stored, logged or put into
//! an address, and nothing but the page holds it on the device, which may be shared. Files, the form token and forms that
//! another site sent are not kept. Whoever posted sees it, nobody else.

use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::extract::{FromRequestParts, MatchedPath, Request};
use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, Method};

use super::address::ClientAddress;
use super::posted::{Form, MOST_PARTS, Posted, PostedFile, drain, is_controlling, urlencoded};
use super::session::{Token, read, safe_return};
use crate::app::Shared;

/// Inputs of a step's form that was not taken in, in their order.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Kept {
    /// Names and values, the form token left out.
    pub fields: Vec<(String, String)>,
    /// Whether pictures came with the form. They are not kept.
    pub had_files: bool,
    /// The address of the step, where the form was not posted to it but carried through the log-in.
    pub step: Option<String>,
}

/// Where a request leaves what its error page may need. Its clones are one place.
#[derive(Clone)]
pub(crate) struct Keeping {
    place: Arc<Mutex<Option<Kept>>>,
    /// Who asks, for the limits on log-in pages.
    pub(crate) address: IpAddr,
    /// What the browser sent, whatever has become of it: a form with its token is of a page of ours.
    cookie: Option<Token>,
    /// Whether the browser says so itself.
    ours: bool,
    is_log_in: bool,
}

/// The one route whose forms people type much into.
const STEP: &str = "/applications/{id}/{step}";
/// Carries such a form while the log-in is asked for.
const LOG_IN: &str = "/login";
/// Marks the kept inputs in the log-in form, which has inputs of its own.
const MARK: &str = "kept.";
/// Stands in the log-in form when pictures came with the step.
const HAD_FILES: &str = "kept_files";
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
    /// Gives a request that posts a step, or a log-in that may carry one, a place to keep it.
    pub(crate) async fn for_request(app: &Shared, request: Request) -> Request {
        let path = request
            .extensions()
            .get::<MatchedPath>()
            .map_or("", MatchedPath::as_str);
        let is_log_in = path == LOG_IN;
        if request.method() != Method::POST || !(is_log_in || path == STEP) {
            return request;
        }
        let (mut parts, body) = request.into_parts();
        let Ok(ClientAddress(address)) = ClientAddress::from_request_parts(&mut parts, app).await;
        parts.extensions.insert(Keeping {
            place: Arc::default(),
            address,
            cookie: read(app, &parts.headers),
            ours: is_from_our_page(&parts.headers),
            is_log_in,
        });
        Request::from_parts(parts, body)
    }

    /// Keeps of a form that was read what may be kept, when a page of ours sent it.
    pub(crate) fn keep(&self, posted: &Posted) {
        let proves = |token: &Token| token.allows(posted.text("csrf"));
        if self.ours || self.cookie.as_ref().is_some_and(proves) {
            self.put(if self.is_log_in {
                Kept::carried(posted)
            } else {
                Kept::of(&posted.fields, !posted.files.is_empty())
            });
        }
    }

    /// Whether a page of ours may have sent this: a visitor who never came by one has nothing to be kept.
    fn may_keep(&self) -> bool {
        self.ours || self.cookie.is_some()
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
    salvage_within(TIME, request).await;
}

/// Over time, what has come by then is kept: texts may stand before a picture on a slow line.
async fn salvage_within(limit: Duration, request: Request) {
    let keeping = request.extensions().get::<Keeping>().cloned();
    // Nobody makes us take a form apart of which nothing would be kept.
    let Some(keeping) = keeping.filter(Keeping::may_keep) else {
        drain(request.into_body()).await;
        return;
    };
    let mut posted = Posted::default();
    let read = tokio::time::timeout(limit, texts(request, &mut posted)).await;
    if read != Ok(None) {
        keeping.keep(&posted);
    }
}

/// The same for a form that was read up to somewhere among its `parts`.
pub(super) async fn salvage_rest(keeping: Option<Keeping>, mut form: Form, mut posted: Posted) {
    for file in &mut posted.files {
        file.bytes = Bytes::new();
    }
    // Broken off or over time: what has come is kept all the same.
    let _ = tokio::time::timeout(TIME, texts_of(&mut form, &mut posted)).await;
    if let Some(keeping) = keeping {
        keeping.keep(&posted);
    }
}

/// Whether the browser says that one of our own pages sent this. A form whose token is of a session that has ended proves
/// itself in no other way.
fn is_from_our_page(headers: &HeaderMap) -> bool {
    headers
        .get("sec-fetch-site")
        .is_some_and(|site| site == "same-origin")
}

/// Whether the parts of a form are told apart by a boundary.
pub(super) fn is_multipart(headers: &HeaderMap) -> bool {
    headers
        .get(CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"multipart/form-data"))
}

/// Reads the texts of a form into `posted`, its files thrown away. `None` when it is no form, or too large.
async fn texts(request: Request, posted: &mut Posted) -> Option<()> {
    if !is_multipart(request.headers()) {
        *posted = urlencoded(request).await.ok()?;
        return Some(());
    }
    let mut form = Form::of(request, TIME).await.ok()?;
    texts_of(&mut form, posted).await
}

/// Whenever it stops, `posted` holds whole texts, or none when they are more than anybody types.
async fn texts_of(form: &mut Form, posted: &mut Posted) -> Option<()> {
    let mut kept = 0;
    for _ in 0..MOST_PARTS {
        let Some(mut part) = form.next().await.ok()? else {
            return Some(());
        };
        let (name, is_file) = (part.name(), part.is_file());
        let fits = posted.fields.len() + posted.files.len() <= MOST_FIELDS;
        let mut text = Vec::new();
        let mut is_empty = true;
        while let Some(chunk) = part.chunk().await.ok()? {
            if is_file && fits && is_empty && !chunk.is_empty() {
                let (name, bytes) = (name.clone(), Bytes::new());
                posted.files.push(PostedFile { name, bytes });
            }
            is_empty &= chunk.is_empty();
            if !is_file {
                kept += chunk.len();
                if kept <= MOST_BYTES {
                    text.extend_from_slice(&chunk);
                }
            }
        }
        if kept > MOST_BYTES {
            posted.fields.clear();
        } else if !is_file && fits {
            posted.fields.push((name, String::from_utf8(text).ok()?));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use futures::StreamExt as _;

    use super::*;
    use crate::web::errors::PageError;
    use crate::web::posted::read_files;
    use crate::web::transfers::{Sender, TransferLimits, Transfers};
    use service::chance::Chance;

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

    /// A form with a text and a picture that never ends.
    fn stuck(token: &str, keeping: &Keeping) -> Request {
        let body = format!(
            "--b\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{token}\r\n\
             --b\r\nContent-Disposition: form-data; name=\"child.name\"\r\n\r\n陈一诺\r\n\
             --b\r\nContent-Disposition: form-data; name=\"x\"; filename=\"a\"\r\n\r\nno picture"
        );
        let sent = futures::stream::iter([Ok::<_, axum::Error>(body)]);
        Request::builder()
            .header(CONTENT_TYPE, "multipart/form-data; boundary=b")
            .extension(keeping.clone())
            .body(Body::from_stream(sent.chain(futures::stream::pending())))
            .unwrap()
    }

    fn keeping(cookie: &Token) -> Keeping {
        Keeping {
            place: Arc::default(),
            address: [203, 0, 113, 1].into(),
            cookie: Some(cookie.clone()),
            ours: false,
            is_log_in: false,
        }
    }

    #[tokio::test]
    async fn of_a_form_that_does_not_end_in_time_the_texts_that_came_are_kept() {
        let token = Token::visitor(&Chance::seeded(1));
        let keeping = keeping(&token);
        salvage_within(Duration::ZERO, stuck(&token.form_token(), &keeping)).await;
        let kept = keeping.take().unwrap();
        assert_eq!(kept.fields, [field("child.name", "陈一诺")]);
        assert!(kept.had_files);
        salvage_within(Duration::ZERO, stuck("forged", &keeping)).await;
        assert_eq!(keeping.take(), None);
    }

    #[tokio::test]
    async fn of_a_form_that_finds_no_memory_the_texts_are_kept() {
        let token = Token::visitor(&Chance::seeded(1));
        let keeping = keeping(&token);
        let uploads = Transfers::new(TransferLimits {
            places: 1,
            of_an_account: 1,
            memory_bytes: 0,
            wait: Duration::ZERO,
            silence: Duration::from_secs(1),
        });
        let place = uploads
            .place(Sender::Agent(uuid::Uuid::nil()))
            .await
            .unwrap();
        let (head, body) = stuck(&token.form_token(), &keeping).into_parts();
        let end = futures::stream::iter([Ok(Bytes::from_static(b"\r\n--b--\r\n"))]);
        let whole = body.into_data_stream().take(1).chain(end);
        let request = Request::from_parts(head, Body::from_stream(whole));
        let read = read_files(request, Duration::from_secs(1), place, 1024).await;
        assert!(matches!(read, Err(PageError::Unavailable)));
        let kept = keeping.take().unwrap();
        assert_eq!(kept.fields, [field("child.name", "陈一诺")]);
        assert!(kept.had_files);
    }

    #[test]
    fn the_log_in_form_carries_what_was_kept_and_nothing_of_its_own() {
        let kept = Kept {
            fields: vec![field("child.name", "陈一诺"), field("login", "x")],
            had_files: true,
            step: Some("/applications/1/child".to_owned()),
        };
        let mut posted = Posted::default();
        posted.fields = vec![
            field("login", "agent"),
            field("password", "secret"),
            field("next", "/applications/1/child"),
        ];
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
