//! A connection's bytes: closed when nobody reads them, and never an answer without our headers.

use std::io::{self, ErrorKind, IoSlice};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use http::HeaderMap;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep, sleep};

use super::connections::Line;

/// A stream that ends when its other end reads nothing for a while.
///
/// hyper itself answers what is not a request at all, below our layers; those answers get our headers here.
pub(super) struct Wire<S> {
    stream: S,
    line: Arc<Line>,
    patience: Duration,
    /// Runs while a write is waiting.
    deadline: Pin<Box<Sleep>>,
    waits: bool,
    headers: Arc<[u8]>,
    /// The unsent rest of an answer of hyper's own, with our headers in it.
    unsent: Vec<u8>,
}

/// Longer than any answer of hyper's own, shorter than any of ours.
const OWN_ANSWER_BYTES: usize = 256;

impl<S> Wire<S> {
    /// `patience`: how long the other end may read nothing. `headers`: see [`lines`].
    pub(super) fn new(
        stream: S,
        line: Arc<Line>,
        patience: Duration,
        headers: Arc<[u8]>,
    ) -> Wire<S> {
        Wire {
            stream,
            line,
            patience,
            deadline: Box::pin(sleep(patience)),
            waits: false,
            headers,
            unsent: Vec::new(),
        }
    }
}

/// Headers as they stand in an answer, each with its line ending.
pub(super) fn lines(headers: &HeaderMap) -> Arc<[u8]> {
    let mut lines = Vec::new();
    for (name, value) in headers {
        for part in [name.as_str().as_bytes(), b": ", value.as_bytes(), b"\r\n"] {
            lines.extend_from_slice(part);
        }
    }
    lines.into()
}

/// Where our headers belong in an answer that hyper made by itself: after its first line. `None` for all other bytes.
fn end_of_own_first_line(bytes: &[u8]) -> Option<usize> {
    let is_own = bytes.len() < OWN_ANSWER_BYTES
        && bytes.starts_with(b"HTTP/1.1 4")
        && bytes.ends_with(b"\r\n\r\n");
    let end = bytes.windows(2).position(|two| two == b"\r\n")?;
    is_own.then_some(end + 2)
}

impl<S: AsyncWrite + Unpin> Wire<S> {
    /// Runs an operation on the stream, which may wait only as long as its other end goes on reading.
    fn in_time<T>(
        &mut self,
        context: &mut Context<'_>,
        work: impl FnOnce(Pin<&mut S>, &mut Context<'_>) -> Poll<io::Result<T>>,
    ) -> Poll<io::Result<T>> {
        if let Poll::Ready(done) = work(Pin::new(&mut self.stream), context) {
            self.waits = false;
            self.line.is_sending(false);
            self.line.moved();
            return Poll::Ready(done);
        }
        if !self.waits {
            self.waits = true;
            self.line.is_sending(true);
            let until = Instant::now() + self.patience;
            self.deadline.as_mut().reset(until);
        }
        ready!(self.deadline.as_mut().poll(context));
        Poll::Ready(Err(ErrorKind::TimedOut.into()))
    }

    fn send_unsent(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        while !self.unsent.is_empty() {
            let unsent = std::mem::take(&mut self.unsent);
            let sent = self.in_time(context, |stream, context| {
                stream.poll_write(context, &unsent)
            });
            self.unsent = unsent;
            match ready!(sent)? {
                0 => return Poll::Ready(Err(ErrorKind::WriteZero.into())),
                sent => self.unsent.drain(..sent),
            };
        }
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Wire<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let read = Pin::new(&mut self.stream).poll_read(context, buffer);
        if buffer.filled().len() > before {
            self.line.moved();
        }
        read
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Wire<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        ready!(self.send_unsent(context))?;
        if let Some(end) = end_of_own_first_line(bytes) {
            let headers = Arc::clone(&self.headers);
            self.unsent = [&bytes[..end], &headers, &bytes[end..]].concat();
            return Poll::Ready(Ok(bytes.len()));
        }
        self.in_time(context, |stream, context| stream.poll_write(context, bytes))
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        if let [one] = slices {
            return self.poll_write(context, one);
        }
        ready!(self.send_unsent(context))?;
        self.in_time(context, |stream, context| {
            stream.poll_write_vectored(context, slices)
        })
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(self.send_unsent(context))?;
        self.in_time(context, AsyncWrite::poll_flush)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(self.send_unsent(context))?;
        self.in_time(context, AsyncWrite::poll_shutdown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_answer_of_hypers_own_is_taken_for_one() {
        let own = "HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\ndate: x\r\n\r\n";
        assert_eq!(end_of_own_first_line(own.as_bytes()), Some(26));
        let long = format!("HTTP/1.1 404 Not Found\r\nx: {}\r\n\r\n", "y".repeat(300));
        for other in [
            "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n",
            "HTTP/1.1 400 Bad Request\r\ncontent-length: 2\r\n\r\nno",
            "a picture",
            "",
            &long,
        ] {
            assert_eq!(end_of_own_first_line(other.as_bytes()), None, "{other}");
        }
    }

    #[test]
    fn headers_are_lines() {
        let mut headers = HeaderMap::new();
        headers.insert("x-frame-options", "DENY".parse().unwrap());
        assert_eq!(&*lines(&headers), b"x-frame-options: DENY\r\n");
    }
}
