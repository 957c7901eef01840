//! The form of a request: urlencoded or multipart, within limits, with its form token checked.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{FromRequest, FromRequestParts, Request};
use bytes::Bytes;
use service::token::Session;

use super::errors::RequestError;
use super::form::{
    Form, MOST_PARTS, PLAIN_BYTES, PLAIN_TIME, Part, Posted, PostedFile, drain, is_controlling,
    is_multipart, urlencoded, without_controls,
};
use super::kept::Keeping;
use super::salvage::{salvage, salvage_rest};
use super::transfers::{Sender, TransferPermit};
use crate::state::{Shared, Web};

/// Time for thirty megabytes over a bad mobile line; a silent sender is cut off much earlier.
const FILES_TIME: Duration = Duration::from_mins(15);
/// The texts of a step do not count against the memory budget, so that a shortage never loses them: a megabyte for all permits.
const FREE_BYTES: usize = 16 * 1024;
/// The least by which a file's buffer grows.
const GROWS_BY_BYTES: usize = 256 * 1024;
/// More files than any step has slots; further ones are read and discarded.
const MOST_FILES: usize = 8;

impl FromRequest<Shared> for Posted {
    type Rejection = RequestError;

    async fn from_request(request: Request, web: &Shared) -> Result<Posted, RequestError> {
        let (mut parts, body) = request.into_parts();
        let session = Session::from_request_parts(&mut parts, web).await?;
        let keeping = parts.extensions.get::<Keeping>().cloned();
        let header = parts
            .headers
            .get("x-csrf-token")
            .map(|value| value.to_str().unwrap_or_default().to_owned());
        let mut posted = if is_multipart(&parts.headers) {
            // Only a logged-in agent can make us keep more than a short form.
            let Some(agent) = session.agent() else {
                drain(body).await;
                return Err(RequestError::ExpiredSession);
            };
            with_files(
                web,
                Sender::Agent(agent.account),
                Request::from_parts(parts, body),
            )
            .await?
        } else {
            let request = Request::from_parts(parts, body);
            in_time(PLAIN_TIME, urlencoded(request)).await?
        };
        if posted.fields.iter().any(|(name, _)| is_controlling(name)) {
            return Err(RequestError::Unreadable);
        }
        for (_, value) in &mut posted.fields {
            *value = without_controls(std::mem::take(value));
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
                RequestError::ExpiredSession
            } else {
                RequestError::FormToken
            });
        }
        posted.fields.retain(|(name, _)| name != "csrf");
        Ok(posted)
    }
}

/// Reads a form with files, under a permit of `sender`. The caller checks beforehand who may send one.
///
/// # Errors
/// [`RequestError::Unavailable`] if no permit comes free in time, [`RequestError::Unreadable`] if it is not such a form.
pub async fn with_files(
    web: &Web,
    sender: Sender,
    request: Request,
) -> Result<Posted, RequestError> {
    let (parts, body) = request.into_parts();
    let place = match web.uploads.place(sender).await {
        Ok(place) => place,
        Err(error) => {
            salvage(Request::from_parts(parts, body)).await;
            return Err(error);
        }
    };
    let request = Request::from_parts(parts, body);
    let most = web.service.settings.picture_megabytes as usize * 1024 * 1024;
    read_files(request, web.uploads.silence(), place, most).await
}

/// Reads a form that has its permit, from a sender who may be silent for `silence`. `most` is the size of the largest picture in
/// bytes. A sender who is refused for lack of memory gets the texts back.
pub(super) async fn read_files(
    request: Request,
    silence: Duration,
    mut place: TransferPermit,
    most: usize,
) -> Result<Posted, RequestError> {
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
    if matches!(error, RequestError::Unavailable) {
        salvage_rest(keeping, form, posted).await;
    }
    Err(error)
}

async fn in_time<T>(
    limit: Duration,
    read: impl Future<Output = Result<T, RequestError>>,
) -> Result<T, RequestError> {
    tokio::time::timeout(limit, read)
        .await
        .unwrap_or(Err(RequestError::Unreadable))
}

async fn multipart(
    form: &mut Form,
    most: usize,
    place: &mut TransferPermit,
    posted: &mut Posted,
) -> Result<(), RequestError> {
    let mut tally = Tally {
        texts: 0,
        files: 0,
        place,
    };
    while let Some(part) = form.next().await? {
        let (name, is_file, is_chosen) = (part.name(), part.is_file(), part.is_named());
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
            return Err(RequestError::Unreadable);
        }
        if is_file {
            if is_chosen && posted.files.len() < MOST_FILES || !bytes.is_empty() {
                posted.files.push(PostedFile { name, bytes });
            }
        } else {
            let text = String::from_utf8(bytes.into()).map_err(|_| RequestError::Unreadable)?;
            posted.fields.push((name, text));
        }
    }
    Ok(())
}

/// How much of a form was kept.
struct Tally<'a> {
    texts: usize,
    files: usize,
    place: &'a mut TransferPermit,
}

impl Tally<'_> {
    /// Reads a part to its end and keeps at most `keep` bytes of it.
    async fn part(
        &mut self,
        mut part: Part<'_>,
        keep: usize,
        is_file: bool,
    ) -> Result<Bytes, RequestError> {
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
                // Left alone the buffer doubles, and nobody pays for the half that stays empty.
                let grows_by = if is_file { GROWS_BY_BYTES } else { 0 };
                kept.reserve_exact(grows_by.max(room));
            }
            kept.extend_from_slice(&chunk[..room]);
        }
        Ok(kept.into())
    }
}
