//! A form and its parts, as they arrive.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::multipart::Field;
use axum::extract::{FromRequest, Multipart, Request};
use bytes::Bytes;
use futures::StreamExt;
use http::HeaderMap;
use http::header::CONTENT_TYPE;

use super::errors::RequestError;
use super::feed::{Bounds, Feed};
use super::transfers::TransferPermit;

/// A posted form. Every handler of a POST takes one, except the phone's: extracting it checks the form token.
#[derive(Default)]
pub struct Posted {
    /// Inputs in the order of the form, without the token.
    pub fields: Vec<(String, String)>,
    /// Chosen files, in the order of the form.
    pub files: Vec<PostedFile>,
    /// Whether a script sent it, with the token in a header: it wants a part of the page, not the whole page.
    pub by_script: bool,
    /// The permit under which a form with files arrived, held as long as its texts live; each of its files holds it as well.
    pub(crate) place: Option<Arc<TransferPermit>>,
}

/// A file that was chosen in a form.
pub struct PostedFile {
    /// Name of the input.
    pub name: String,
    /// The bytes; none if an empty file was chosen. Of a file above the allowed size only one byte more than that size is kept, which is enough to refuse it by
    /// name at its field.
    pub bytes: Bytes,
}

/// What a browser sends beyond the largest form is read and discarded up to here, so that it shows our answer instead of a broken
/// connection.
pub(crate) const DRAIN_BYTES: usize = 120 * 1024 * 1024;
pub(crate) const PLAIN_BYTES: usize = 64 * 1024;
pub(crate) const PLAIN_TIME: Duration = Duration::from_secs(30);
pub(crate) const MOST_PARTS: usize = 200;

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

/// A multipart form, whose parser is fed only while it makes progress.
pub(crate) struct Form {
    parts: Multipart,
    feed: Feed,
}

/// A part of such a form.
pub(crate) struct Part<'a> {
    field: Field<'a>,
    feed: &'a Feed,
}

impl Form {
    /// # Errors
    /// [`RequestError::Unreadable`] if it is not a multipart form.
    pub(crate) async fn of(request: Request, silence: Duration) -> Result<Form, RequestError> {
        let (head, body) = request.into_parts();
        let bounds = Bounds {
            most_bytes: DRAIN_BYTES,
            silence,
        };
        let (feed, body) = Feed::of(body, bounds);
        let parts = Multipart::from_request(Request::from_parts(head, body), &())
            .await
            .map_err(|_| RequestError::Unreadable)?;
        Ok(Form { parts, feed })
    }

    /// The next part.
    ///
    /// # Errors
    /// [`RequestError::TooLarge`] when the form is longer than allowed, [`RequestError::Unreadable`] when it breaks off.
    pub(crate) async fn next(&mut self) -> Result<Option<Part<'_>>, RequestError> {
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
    pub(crate) fn name(&self) -> String {
        self.field.name().unwrap_or_default().to_owned()
    }

    /// Whether it is a file.
    pub(crate) fn is_file(&self) -> bool {
        self.field.file_name().is_some()
    }

    /// Whether the file has a name. A file input in which nothing was chosen is sent as an empty file without one.
    pub(crate) fn is_named(&self) -> bool {
        self.field.file_name().is_some_and(|name| !name.is_empty())
    }

    /// More of its content.
    ///
    /// # Errors
    /// As [`Form::next`].
    pub(crate) async fn chunk(&mut self) -> Result<Option<Bytes>, RequestError> {
        let chunk = self.field.chunk().await;
        self.feed.moved();
        chunk.map_err(|_| self.feed.broken())
    }
}

impl Feed {
    /// The error for a form that broke off.
    fn broken(&self) -> RequestError {
        if self.is_too_long() {
            RequestError::TooLarge
        } else {
            RequestError::Unreadable
        }
    }
}

/// Reads and discards what a browser is still sending, within limits: it shows our answer only after it has sent everything.
pub async fn drain(body: Body) {
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
    // Timed out or not, the answer is the same.
    let _ = tokio::time::timeout(PLAIN_TIME, read).await;
}

/// Whether a text holds characters that nobody types: they break lines in logs and headers, and one of the databases accepts no
/// NUL.
pub fn is_controlling(text: &str) -> bool {
    text.chars().any(is_control)
}

/// What somebody typed, without control characters: an input method leaves U+0008 in a name, and whoever typed the name cannot see
/// it.
pub fn without_controls(mut text: String) -> String {
    text.retain(|c| !is_control(c));
    text
}

fn is_control(c: char) -> bool {
    c.is_control() && !matches!(c, '\t' | '\r' | '\n')
}

/// Whether the form is multipart.
pub(crate) fn is_multipart(headers: &HeaderMap) -> bool {
    headers
        .get(CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"multipart/form-data"))
}

/// Reads a short body. Of a longer one the rest is read and discarded, within limits: a browser or an app reads our answer only after
/// it has sent everything.
///
/// # Errors
/// [`RequestError::TooLarge`] beyond 64 KB, [`RequestError::Unreadable`] when it breaks off.
pub async fn short(body: Body) -> Result<Vec<u8>, RequestError> {
    let mut kept = Vec::new();
    let mut length = 0;
    let mut stream = body.into_data_stream();
    while let Some(chunk) = stream.next().await {
        let chunk = chunk.map_err(|_| RequestError::Unreadable)?;
        length += chunk.len();
        if length > DRAIN_BYTES {
            return Err(RequestError::TooLarge);
        }
        if length <= PLAIN_BYTES {
            kept.extend_from_slice(&chunk);
        }
    }
    if length > PLAIN_BYTES {
        return Err(RequestError::TooLarge);
    }
    Ok(kept)
}

pub(crate) async fn urlencoded(request: Request) -> Result<Posted, RequestError> {
    let body = short(request.into_body()).await?;
    let request = Request::builder()
        .method(http::Method::POST)
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(body.into())
        .map_err(|_| RequestError::Unreadable)?;
    let form = axum::Form::<Vec<(String, String)>>::from_request(request, &())
        .await
        .map_err(|_| RequestError::Unreadable)?;
    Ok(Posted {
        fields: form.0,
        ..Posted::default()
    })
}
