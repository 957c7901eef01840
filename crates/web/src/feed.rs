//! Feeds the body of a form to its parser: in pieces, and only while the parser makes progress.
//!
//! A form parser buffers what it cannot yet tell apart: everything before the first boundary, and the head of a part until it
//! ends. Left alone it takes whatever is ready, so a head without an end would fill the memory and be searched from its beginning
//! with each new piece. So between two things that it yields, it is fed [`HEAD_BYTES`] at most.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use axum::BoxError;
use axum::body::{Body, BodyDataStream};
use bytes::Bytes;
use futures::StreamExt;

/// How much the parser may be fed without yielding anything. Heads of parts take some hundred bytes.
pub(super) const HEAD_BYTES: usize = 64 * 1024;
/// Fed to the parser at once: a part may hold a piece back until it knows that no boundary begins in it.
const PIECE_BYTES: usize = 16 * 1024;

/// The reader's end of a body that is fed to a parser.
pub(super) struct Feed(Arc<Counts>);

#[derive(Default)]
struct Counts {
    /// Bytes fed since the parser last yielded something.
    ahead: AtomicUsize,
    is_too_long: AtomicBool,
}

/// Limits on a body.
#[derive(Clone, Copy)]
pub(super) struct Bounds {
    /// In total.
    pub(super) most_bytes: usize,
    /// How long the sender may be silent.
    pub(super) silence: Duration,
}

/// Why a body ends early. The parser passes it on; the one cause that the reader must know is [`Feed::is_too_long`].
#[derive(Debug, thiserror::Error)]
enum Broken {
    #[error("more than anybody sends")]
    TooLong,
    #[error("the head of a part has no end")]
    TooFarAhead,
    #[error("the sender fell silent")]
    Silent,
}

impl Feed {
    /// A body that is read through a feed.
    pub(super) fn of(body: Body, bounds: Bounds) -> (Feed, Body) {
        let counts = Arc::<Counts>::default();
        let source = Source {
            body: body.into_data_stream(),
            piece: Bytes::new(),
            left: bounds.most_bytes,
            silence: bounds.silence,
            counts: Arc::clone(&counts),
        };
        let pieces = futures::stream::unfold(Some(source), async |source| {
            let mut source = source?;
            match source.next().await {
                Ok(piece) => piece.map(|piece| (Ok(piece), Some(source))),
                Err(error) => Some((Err(error), None)),
            }
        });
        (Feed(counts), Body::from_stream(pieces))
    }

    /// The parser has yielded something.
    pub(super) fn moved(&self) {
        self.0.ahead.store(0, Ordering::Relaxed);
    }

    /// Whether the body was cut off because it was too long.
    pub(super) fn is_too_long(&self) -> bool {
        self.0.is_too_long.load(Ordering::Relaxed)
    }
}

struct Source {
    body: BodyDataStream,
    piece: Bytes,
    left: usize,
    silence: Duration,
    counts: Arc<Counts>,
}

impl Source {
    async fn next(&mut self) -> Result<Option<Bytes>, BoxError> {
        // The parser takes what is ready until nothing is. This pause makes it look at each piece.
        tokio::task::yield_now().await;
        while self.piece.is_empty() {
            let Some(piece) = tokio::time::timeout(self.silence, self.body.next())
                .await
                .map_err(|_| Broken::Silent)?
            else {
                return Ok(None);
            };
            self.piece = piece?;
        }
        let length = self.piece.len().min(PIECE_BYTES);
        let ahead = self.counts.ahead.fetch_add(length, Ordering::Relaxed);
        if ahead + length > HEAD_BYTES {
            return Err(Broken::TooFarAhead.into());
        }
        let Some(left) = self.left.checked_sub(length) else {
            self.counts.is_too_long.store(true, Ordering::Relaxed);
            return Err(Broken::TooLong.into());
        };
        self.left = left;
        Ok(Some(self.piece.split_to(length)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::extract::{FromRequest as _, Multipart, Request};
    use http::header::CONTENT_TYPE;
    use std::sync::atomic::AtomicUsize;

    const BOUNDS: Bounds = Bounds {
        most_bytes: 8 * 1024 * 1024,
        silence: Duration::from_millis(50),
    };
    const HEAD: &str = "--b\r\nContent-Disposition: form-data; name=\"a\"; filename=\"a\"\r\n\r\n";

    /// A form that begins with `start` and goes on with `more` bytes of `x`, all ready at once; and how much of it was read.
    async fn form(start: &str, more: usize, bounds: Bounds) -> (Feed, Multipart, Arc<AtomicUsize>) {
        let read = Arc::<AtomicUsize>::default();
        let count = Arc::clone(&read);
        let rest = Bytes::from(vec![b'x'; 64 * 1024]);
        let pieces = std::iter::once(Bytes::from(start.to_owned()))
            .chain(std::iter::repeat_n(rest, more / (64 * 1024)))
            .map(move |piece| {
                count.fetch_add(piece.len(), Ordering::Relaxed);
                Ok::<_, BoxError>(piece)
            });
        let (feed, body) = Feed::of(Body::from_stream(futures::stream::iter(pieces)), bounds);
        let request = Request::builder()
            .header(CONTENT_TYPE, "multipart/form-data; boundary=b")
            .body(body)
            .unwrap();
        let parts = Multipart::from_request(request, &()).await.unwrap();
        (feed, parts, read)
    }

    #[tokio::test]
    async fn a_form_that_never_comes_to_a_part_is_given_up_early() {
        let endless_head = "--b\r\nContent-Disposition: form-data; name=\"";
        let endless_line = "--b\r\nX-Long: ";
        for start in [
            "",
            "no boundary",
            "--b",
            "--b    ",
            endless_head,
            endless_line,
        ] {
            let (_feed, mut parts, read) = form(start, 4 * 1024 * 1024, BOUNDS).await;
            assert!(parts.next_field().await.is_err(), "{start}");
            let read = read.load(Ordering::Relaxed);
            assert!(read <= 3 * HEAD_BYTES, "{start}: {read} bytes read");
        }
    }

    #[tokio::test]
    async fn a_part_may_be_long_and_is_handed_on_piece_by_piece() {
        let (feed, mut parts, _) = form(HEAD, 1024 * 1024, BOUNDS).await;
        let mut field = parts.next_field().await.unwrap().unwrap();
        feed.moved();
        let mut length = 0;
        while let Ok(Some(chunk)) = field.chunk().await {
            feed.moved();
            length += chunk.len();
            assert!(chunk.len() <= 2 * PIECE_BYTES);
        }
        assert!(length > 1024 * 1024 - PIECE_BYTES, "{length}");
        assert!(!feed.is_too_long());
    }

    #[tokio::test]
    async fn all_of_a_body_counts() {
        let bounds = Bounds {
            most_bytes: 1024 * 1024,
            ..BOUNDS
        };
        let (feed, mut parts, read) = form(HEAD, 4 * 1024 * 1024, bounds).await;
        let mut field = parts.next_field().await.unwrap().unwrap();
        loop {
            feed.moved();
            match field.chunk().await {
                Ok(Some(_)) => {}
                Ok(None) => panic!("it has no end"),
                Err(_) => break,
            }
        }
        assert!(feed.is_too_long());
        assert!(read.load(Ordering::Relaxed) <= bounds.most_bytes + 128 * 1024);
    }

    #[tokio::test]
    async fn who_falls_silent_is_given_up() {
        let sent = futures::stream::iter([Ok::<_, BoxError>(HEAD)]);
        let body = Body::from_stream(sent.chain(futures::stream::pending()));
        let (_feed, body) = Feed::of(body, BOUNDS);
        let mut pieces = body.into_data_stream();
        assert!(pieces.next().await.unwrap().is_ok());
        assert!(pieces.next().await.unwrap().is_err());
    }
}
