//! Answers that hold a resource until their last byte is sent.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use axum::body::{Body, HttpBody};
use bytes::Bytes;
use http::Response;
use hyper::body::{Frame, SizeHint};

/// A body that keeps something until it is sent.
///
/// The sender drops a body once it has taken the last piece, which may stay unsent for long. So the body is handed on in small
/// pieces: what is unsent when it is dropped is little, however large the whole was.
pub struct Held<T> {
    body: Body,
    /// What the body has yielded and is not handed on yet.
    rest: Bytes,
    _kept: T,
}

/// How much is sent at once.
const PIECE_BYTES: usize = 64 * 1024;

impl<T> Held<T> {
    pub fn new(body: Body, held: T) -> Held<T> {
        Held {
            body,
            rest: Bytes::new(),
            _kept: held,
        }
    }
}

/// The answer, which keeps `held` until it is sent or abandoned.
pub fn holding<T: Send + Unpin + 'static>(held: T, answer: Response<Body>) -> Response<Body> {
    answer.map(|body| Body::new(Held::new(body, held)))
}

impl<T: Unpin> HttpBody for Held<T> {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        if self.rest.is_empty() {
            let next = ready!(Pin::new(&mut self.body).poll_frame(context));
            match next.map(|frame| frame.map(Frame::into_data)) {
                Some(Ok(Ok(data))) => self.rest = data,
                Some(Ok(Err(other))) => return Poll::Ready(Some(Ok(other))),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
        let length = self.rest.len().min(PIECE_BYTES);
        Poll::Ready(Some(Ok(Frame::data(self.rest.split_to(length)))))
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty() && self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        let (mut hint, rest) = (self.body.size_hint(), self.rest.len() as u64);
        if let Some(upper) = hint.upper() {
            hint.set_upper(upper + rest);
        }
        hint.set_lower(hint.lower() + rest);
        hint
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures::StreamExt as _;
    use std::sync::Arc;

    #[tokio::test]
    async fn what_is_held_goes_with_the_last_of_many_pieces() {
        let (held, whole) = (Arc::new(()), vec![7; 3 * PIECE_BYTES + 1]);
        let answer = holding(Arc::clone(&held), Response::new(Body::from(whole.clone())));
        assert_eq!(answer.body().size_hint().exact(), Some(whole.len() as u64));
        let mut pieces = answer.into_body().into_data_stream();
        let mut got = Vec::new();
        for _ in 0..3 {
            let piece = pieces.next().await.unwrap().unwrap();
            assert!(piece.len() <= PIECE_BYTES);
            got.extend_from_slice(&piece);
            assert_eq!(Arc::strong_count(&held), 2);
        }
        got.extend_from_slice(&pieces.next().await.unwrap().unwrap());
        assert!(pieces.next().await.is_none());
        drop(pieces);
        assert_eq!(got, whole);
        assert_eq!(Arc::strong_count(&held), 1);
    }
}
