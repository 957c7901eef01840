//! A form as it was posted: urlencoded or multipart, under bounds, with its form token checked.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::multipart::Field;
use axum::extract::{FromRequest, FromRequestParts, Multipart, Request};
use bytes::Bytes;
use futures::StreamExt;
use http::header::CONTENT_TYPE;

use super::errors::PageError;
use super::feed::{Bounds, Feed};
use super::kept::{Keeping, is_multipart, salvage, salvage_rest};
use super::session::Session;
use super::transfers::{Place, Sender};
use crate::app::Shared;

/// A form as it was posted. Every handler of a POST takes one, but the phone's: it is what checks the form token.
#[derive(Default)]
pub struct Posted {
    /// Inputs in the order of the form, the token left out.
    pub fields: Vec<(String, String)>,
    /// Files that were chosen, in the order of the form.
    pub files: Vec<PostedFile>,
    /// Whether a script sent it, with the token in a header: it wants a part of the page, not the whole.
    pub by_script: bool,
    /// The place that a form with files came in, held as long as its texts live; each of its files holds it as well.
    place: Option<Arc<Place>>,
}

/// A file that was chosen in a form.
pub struct PostedFile {
    /// Name of the input.
    pub name: String,
    /// The bytes. Of a file larger than the largest allowed picture only one byte more than that is kept, which is
    /// enough to refuse it by name at its field.
    pub bytes: Bytes,
}

/// What a browser sends beyond the largest form is read and thrown away up to here, so that it shows our answer
/// instead of a broken connection.
pub(super) const DRAIN_BYTES: usize = 120 * 1024 * 1024;
const PLAIN_BYTES: usize = 64 * 1024;
const PLAIN_TIME: Duration = Duration::from_secs(30);
/// Thirty megabytes over a bad mobile line; who falls silent is given up much earlier.
const FILES_TIME: Duration = Duration::from_mins(15);
pub(super) const MOST_PARTS: usize = 200;
/// The texts of a step are held without being paid for, so that no want of memory loses them: a megabyte for all places.
const FREE_BYTES: usize = 16 * 1024;
/// What a file's memory grows by, at the least.
const GROWS_BY_BYTES: usize = 256 * 1024;
/// More files than any step has slots are read and thrown away.
const MOST_FILES: usize = 8;

impl Posted {
    /// The first input of this name.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.fields
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }

    /// The first input of this name, or an empty text.
    pub fn text(&self, name: &str) -> &str {
        self.get(name).unwrap_or_default()
    }
}

impl FromRequest<Shared> for Posted {
    type Rejection = PageError;

    async fn from_request(request: Request, app: &Shared) -> Result<Posted, PageError> {
        let (mut parts, body) = request.into_parts();
        let session = Session::from_request_parts(&mut parts, app).await?;
        let keeping = parts.extensions.get::<Keeping>().cloned();
        let header = parts
            .headers
            .get("x-csrf-token")
            .map(|value| value.to_str().unwrap_or_default().to_owned());
        let mut posted = if is_multipart(&parts.headers) {
            // Nobody but a logged-in agent makes us keep more than a short form.
            let Some(agent) = &session.agent else {
                drain(body).await;
                return Err(PageError::ExpiredSession);
            };
            with_files(
                app,
                Sender::Agent(agent.account),
                Request::from_parts(parts, body),
            )
            .await?
        } else {
            let request = Request::from_parts(parts, body);
            in_time(PLAIN_TIME, urlencoded(request)).await?
        };
        if posted
            .fields
            .iter()
            .any(|(name, value)| is_controlling(name) || is_controlling(value))
        {
            return Err(PageError::Unreadable);
        }
        posted.by_script = header.is_some();
        let sent = header
            .or_else(|| posted.get("csrf").map(str::to_owned))
            .unwrap_or_default();
        let allowed = session.token.allows(&sent);
        if let Some(keeping) = keeping {
            keeping.keep(&posted);
        }
        if !allowed {
            return Err(if session.expired.is_some() {
                PageError::ExpiredSession
            } else {
                PageError::FormToken
            });
        }
        posted.fields.retain(|(name, _)| name != "csrf");
        Ok(posted)
    }
}

/// Reads a form that brings files along, in a place of `sender`. Who may send one is the caller's to check, before.
///
/// # Errors
/// [`PageError::Unavailable`] when no place comes free in time, [`PageError::Unreadable`] for what is no such form.
pub(crate) async fn with_files(
    app: &Shared,
    sender: Sender,
    request: Request,
) -> Result<Posted, PageError> {
    let (parts, body) = request.into_parts();
    let place = match app.uploads.place(sender).await {
        Ok(place) => place,
        Err(error) => {
            salvage(Request::from_parts(parts, body)).await;
            return Err(error);
        }
    };
    let request = Request::from_parts(parts, body);
    let most = app.config.limits.picture_megabytes as usize * 1024 * 1024;
    read_files(request, app.uploads.silence(), place, most).await
}

/// Reads a form that has its place, from a sender who may be silent for so long. `most` bytes are the largest picture. Whoever
/// is refused for want of memory gets the texts back.
pub(super) async fn read_files(
    request: Request,
    silence: Duration,
    mut place: Place,
    most: usize,
) -> Result<Posted, PageError> {
    let keeping = request.extensions().get::<Keeping>().cloned();
    let mut form = Form::of(request, silence).await?;
    let mut posted = Posted::default();
    let read = multipart(&mut form, most, &mut place, &mut posted);
    let Err(error) = in_time(FILES_TIME, read).await else {
        let place = Arc::new(place);
        for file in &mut posted.files {
            file.bytes = place.keep(std::mem::take(&mut file.bytes));
        }
        posted.place = Some(place);
        return Ok(posted);
    };
    drop(place);
    if matches!(error, PageError::Unavailable) {
        salvage_rest(keeping, form, posted).await;
    }
    Err(error)
}

/// A form of several parts, whose parser is fed no further than it comes.
pub(super) struct Form {
    parts: Multipart,
    feed: Feed,
}

/// A part of such a form.
pub(super) struct Part<'a> {
    field: Field<'a>,
    feed: &'a Feed,
}

impl Form {
    /// # Errors
    /// [`PageError::Unreadable`] for what is no such form.
    pub(super) async fn of(request: Request, silence: Duration) -> Result<Form, PageError> {
        let (head, body) = request.into_parts();
        let bounds = Bounds {
            most_bytes: DRAIN_BYTES,
            silence,
        };
        let (feed, body) = Feed::of(body, bounds);
        let parts = Multipart::from_request(Request::from_parts(head, body), &())
            .await
            .map_err(|_| PageError::Unreadable)?;
        Ok(Form { parts, feed })
    }

    /// The next part.
    ///
    /// # Errors
    /// [`PageError::TooLarge`] when the form is longer than any, [`PageError::Unreadable`] when it breaks off.
    pub(super) async fn next(&mut self) -> Result<Option<Part<'_>>, PageError> {
        let field = self.parts.next_field().await;
        self.feed.moved();
        let field = field.map_err(|_| self.feed.broken())?;
        Ok(field.map(|field| Part {
            field,
            feed: &self.feed,
        }))
    }
}

impl Part<'_> {
    /// The name of the input.
    pub(super) fn name(&self) -> String {
        self.field.name().unwrap_or_default().to_owned()
    }

    /// Whether it is a file.
    pub(super) fn is_file(&self) -> bool {
        self.field.file_name().is_some()
    }

    /// More of what it holds.
    ///
    /// # Errors
    /// As [`Form::next`].
    pub(super) async fn chunk(&mut self) -> Result<Option<Bytes>, PageError> {
        let chunk = self.field.chunk().await;
        self.feed.moved();
        chunk.map_err(|_| self.feed.broken())
    }
}

impl Feed {
    /// What is told of a form that broke off.
    fn broken(&self) -> PageError {
        if self.is_too_long() {
            PageError::TooLarge
        } else {
            PageError::Unreadable
        }
    }
}

/// Reads and throws away what a browser still sends, within bounds: it shows our answer only after it has sent all.
pub(crate) async fn drain(body: Body) {
    let read = async {
        let mut stream = body.into_data_stream();
        let mut length = 0;
        while let Some(Ok(chunk)) = stream.next().await {
            length += chunk.len();
            if length > DRAIN_BYTES {
                break;
            }
        }
    };
    // Over time or not: the answer is the same.
    let _ = tokio::time::timeout(PLAIN_TIME, read).await;
}

/// Whether a text holds characters that nobody types: they end lines in logs and headers, and one of the databases
/// takes no NUL.
pub(crate) fn is_controlling(text: &str) -> bool {
    text.chars()
        .any(|c| c.is_control() && !matches!(c, '\t' | '\r' | '\n'))
}

async fn in_time<T>(
    limit: Duration,
    read: impl Future<Output = Result<T, PageError>>,
) -> Result<T, PageError> {
    tokio::time::timeout(limit, read)
        .await
        .unwrap_or(Err(PageError::Unreadable))
}

pub(super) async fn urlencoded(request: Request) -> Result<Posted, PageError> {
    let mut body = Vec::new();
    let mut length = 0;
    let mut stream = request.into_body().into_data_stream();
    while let Some(chunk) = stream.next().await {
        let chunk = chunk.map_err(|_| PageError::Unreadable)?;
        length += chunk.len();
        if length > DRAIN_BYTES {
            return Err(PageError::TooLarge);
        }
        if length <= PLAIN_BYTES {
            body.extend_from_slice(&chunk);
        }
    }
    if length > PLAIN_BYTES {
        return Err(PageError::TooLarge);
    }
    let request = Request::builder()
        .method(http::Method::POST)
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(body.into())
        .map_err(|_| PageError::Unreadable)?;
    let form = axum::Form::<Vec<(String, String)>>::from_request(request, &())
        .await
        .map_err(|_| PageError::Unreadable)?;
    Ok(Posted {
        fields: form.0,
        ..Posted::default()
    })
}

async fn multipart(
    form: &mut Form,
    most: usize,
    place: &mut Place,
    posted: &mut Posted,
) -> Result<(), PageError> {
    let mut tally = Tally {
        texts: 0,
        files: 0,
        place,
    };
    while let Some(part) = form.next().await? {
        let (name, is_file) = (part.name(), part.is_file());
        let keep = match is_file {
            true if posted.files.len() >= MOST_FILES => 0,
            true => most + 1,
            false => PLAIN_BYTES,
        };
        let bytes = match tally.part(part, keep, is_file).await {
            Ok(bytes) => bytes,
            Err(error) => {
                if is_file {
                    let bytes = Bytes::new();
                    posted.files.push(PostedFile { name, bytes });
                }
                return Err(error);
            }
        };
        if posted.fields.len() + posted.files.len() >= MOST_PARTS {
            return Err(PageError::Unreadable);
        }
        if is_file {
            // A file input that was left empty is sent as an empty file.
            if !bytes.is_empty() {
                posted.files.push(PostedFile { name, bytes });
            }
        } else {
            let text = String::from_utf8(bytes.into()).map_err(|_| PageError::Unreadable)?;
            posted.fields.push((name, text));
        }
    }
    Ok(())
}

/// What of a form was kept.
struct Tally<'a> {
    texts: usize,
    files: usize,
    place: &'a mut Place,
}

impl Tally<'_> {
    /// Reads a part to its end and keeps at most `keep` bytes of it.
    async fn part(
        &mut self,
        mut part: Part<'_>,
        keep: usize,
        is_file: bool,
    ) -> Result<Bytes, PageError> {
        let mut kept: Vec<u8> = Vec::new();
        while let Some(chunk) = part.chunk().await? {
            let room = keep.saturating_sub(kept.len()).min(chunk.len());
            *(if is_file {
                &mut self.files
            } else {
                &mut self.texts
            }) += room;
            let paid = self.files + self.texts.saturating_sub(FREE_BYTES);
            self.place.hold(paid).await?;
            if kept.capacity() - kept.len() < room {
                // Left alone it doubles, and nobody pays for the half that stays empty.
                let grows_by = if is_file { GROWS_BY_BYTES } else { 0 };
                kept.reserve_exact(grows_by.max(room));
            }
            kept.extend_from_slice(&chunk[..room]);
        }
        Ok(kept.into())
    }
}
