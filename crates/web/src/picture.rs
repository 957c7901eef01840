//! A picture that is the whole body of a request.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use bytes::Bytes;
use futures::StreamExt;

use super::errors::RequestError;
use super::form::DRAIN_BYTES;
use super::transfers::{Sender, TransferPermit};
use crate::state::Web;

/// As long as a form with pictures may take.
const TIME: Duration = Duration::from_mins(15);
/// The least by which the buffer grows.
const GROWS_BY_BYTES: usize = 256 * 1024;

/// Reads a picture under a permit of `sender`. Of one above the allowed size only one byte more than that size is kept, which is
/// enough to refuse it by name.
///
/// # Errors
/// [`RequestError::Unavailable`] if no permit comes free in time, [`RequestError::Unreadable`] if it breaks off,
/// [`RequestError::TooLarge`] if it does not end.
pub async fn read(web: &Web, sender: Sender, body: Body) -> Result<Bytes, RequestError> {
    let mut place = web.uploads.place(sender).await?;
    let most = web.service.settings.picture_megabytes as usize * 1024 * 1024 + 1;
    let silence = web.uploads.silence();
    let read = kept(body, most, silence, &mut place);
    let kept = tokio::time::timeout(TIME, read)
        .await
        .unwrap_or(Err(RequestError::Unreadable))?;
    Ok(Arc::new(place).keep(kept))
}

/// Reads a picture that is not taken, under the same permit and in the same time, and keeps nothing of it: an app reads our answer only
/// after it has sent everything. Without a permit in time nothing is read.
pub async fn discard(web: &Web, sender: Sender, body: Body) {
    let Ok(mut place) = web.uploads.place(sender).await else {
        return;
    };
    let read = kept(body, 0, web.uploads.silence(), &mut place);
    // However it ends, the answer is the same.
    let _ = tokio::time::timeout(TIME, read).await;
}

async fn kept(
    body: Body,
    most: usize,
    silence: Duration,
    place: &mut TransferPermit,
) -> Result<Bytes, RequestError> {
    let mut stream = body.into_data_stream();
    let (mut kept, mut length): (Vec<u8>, usize) = (Vec::new(), 0);
    loop {
        let next = tokio::time::timeout(silence, stream.next()).await;
        let chunk = match next.map_err(|_| RequestError::Unreadable)? {
            None => return Ok(kept.into()),
            Some(chunk) => chunk.map_err(|_| RequestError::Unreadable)?,
        };
        length += chunk.len();
        if length > DRAIN_BYTES {
            return Err(RequestError::TooLarge);
        }
        let room = most.saturating_sub(kept.len()).min(chunk.len());
        place.hold(kept.len() + room).await?;
        if kept.capacity() - kept.len() < room {
            kept.reserve_exact(GROWS_BY_BYTES.max(room));
        }
        kept.extend_from_slice(&chunk[..room]);
    }
}
