//! Accepts connections, serves them, and ends them in time.

use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, HttpBody};
use axum::extract::ConnectInfo;
use bytes::Bytes;
use futures::future::BoxFuture;
use http::{HeaderMap, Request, Response};
use hyper::body::{Frame, Incoming, SizeHint};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use socket2::SockRef;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tower::ServiceExt as _;

use super::connections::{
    ConnectionLimits, ConnectionPermit, Connections, Line, Receiving, Serving,
};
use super::held::Held;
use super::wire::{Wire, lines};

/// Timeouts and limits of connections.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// How long the head of a request may take, including the wait for it on a connection that stays open.
    pub head: Duration,
    /// How long the other end may read nothing of an answer.
    pub write: Duration,
    /// How long requests in flight may take once the service stops.
    pub stop: Duration,
    /// Connections at once.
    pub places: ConnectionLimits,
}

/// Which peers are proxies, and what every answer carries.
pub struct Manners {
    /// Whether an address is that of a proxy in front.
    pub is_proxy: Box<dyn Fn(IpAddr) -> bool + Send + Sync>,
    /// Headers of answers that pass no layer.
    pub headers: HeaderMap,
}

/// Longer than proxies and browsers keep a connection that they mean to use again.
const HEAD: Duration = Duration::from_secs(75);
/// The time a phone may spend in a tunnel.
const WRITE: Duration = Duration::from_secs(30);
/// The system's send buffer for an answer. The system says that there is room only when a third of it has been read: with a
/// buffer that grows to megabytes, an honest slow line would read for minutes and be taken for silent.
const SEND_BYTES: usize = 128 * 1024;
/// Well below the default limit of open files (1024), which the database's count towards.
const CONNECTIONS: usize = 800;
/// Per address: an office, or a whole town behind one carrier, may share it.
const OF_AN_ADDRESS: usize = 200;
/// However many one address may have, this many are left to the others.
const OF_OTHERS: usize = 100;
/// Pause after an error of the listener (no file left to open) before the next try.
const REST: Duration = Duration::from_millis(200);

impl Patience {
    /// The values of a service, with `stop_seconds` to drain. An address's share is `loosened` times as large as usual.
    pub fn of(stop_seconds: u32, loosened: usize) -> Patience {
        let share = OF_AN_ADDRESS.saturating_mul(loosened);
        Patience {
            head: HEAD,
            write: WRITE,
            stop: Duration::from_secs(stop_seconds.into()),
            places: ConnectionLimits {
                all: CONNECTIONS,
                of_an_address: share.min(CONNECTIONS - OF_OTHERS),
            },
        }
    }
}

/// Serves until `told` completes. Then it accepts nothing more, drains what is in flight, and closes what does not end in time.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    patience: Patience,
    manners: Manners,
    told: impl Future<Output = ()>,
) {
    let open = Connections::new(patience.places);
    let headers = lines(&manners.headers);
    let graceful = GracefulShutdown::new();
    let mut connections = JoinSet::new();
    let mut told = std::pin::pin!(told);
    loop {
        let next = async {
            let (stream, from) = listener.accept().await?;
            let address = Some(from.ip()).filter(|ip| !(manners.is_proxy)(*ip));
            Ok::<_, std::io::Error>((stream, from, open.enter(address).await))
        };
        let accepted = tokio::select! {
            () = &mut told => break,
            next = next => next,
        };
        match accepted {
            Ok((stream, from, Ok(place))) => {
                // Small answers leave at once. If the system refuses the option, they leave a little later.
                let _ = stream.set_nodelay(true);
                let _ = SockRef::from(&stream).set_send_buffer_size(SEND_BYTES);
                let served = Served {
                    router: router.clone(),
                    from,
                    line: Arc::clone(&place.line),
                };
                let wire = Wire::new(
                    stream,
                    Arc::clone(&place.line),
                    patience.write,
                    Arc::clone(&headers),
                );
                let connection = graceful.watch(connection(wire, served, patience));
                connections.spawn(until_given_up(connection, place));
            }
            // Its address has used its share: closed at once, so that nobody else waits behind it.
            Ok((_, _, Err(_))) => {}
            Err(error) => {
                tracing::warn!(%error, "a connection could not be taken in");
                tokio::time::sleep(REST).await;
            }
        }
        while connections.try_join_next().is_some() {}
    }
    drop(listener);
    if tokio::time::timeout(patience.stop, graceful.shutdown())
        .await
        .is_err()
    {
        tracing::warn!("some connections did not end in time and are closed");
    }
    connections.shutdown().await;
}

async fn until_given_up(connection: impl Future, place: ConnectionPermit) {
    tokio::select! {
        // A broken connection is the other end's affair: every request has its own log line.
        _ = connection => {}
        () = place.given_up() => {}
    }
}

type Connection = http1::Connection<TokioIo<Wire<TcpStream>>, Served>;

fn connection(wire: Wire<TcpStream>, served: Served, patience: Patience) -> Connection {
    http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(patience.head)
        .serve_connection(TokioIo::new(wire), served)
}

/// The body of a request. Until it has fully arrived, its connection may have to give up its permit.
struct Received {
    body: Incoming,
    receiving: Option<Receiving>,
}

impl HttpBody for Received {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        let next = ready!(Pin::new(&mut self.body).poll_frame(context));
        if next.is_none() || self.body.is_end_stream() {
            self.receiving = None;
        }
        Poll::Ready(next)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// The service as one connection sees it.
struct Served {
    router: Router,
    from: SocketAddr,
    line: Arc<Line>,
}

impl hyper::service::Service<Request<Incoming>> for Served {
    type Response = Response<Held<Serving>>;
    type Error = Infallible;
    type Future = BoxFuture<'static, Result<Response<Held<Serving>>, Infallible>>;

    fn call(&self, mut request: Request<Incoming>) -> Self::Future {
        let serving = self.line.serve();
        request.extensions_mut().insert(ConnectInfo(self.from));
        let receiving = (!request.body().is_end_stream()).then(|| self.line.receive());
        let request = request.map(|body| match receiving {
            Some(receiving) => Body::new(Received {
                body,
                receiving: Some(receiving),
            }),
            None => Body::empty(),
        });
        let answered = self.router.clone().oneshot(request);
        Box::pin(async move {
            let answer = answered.await?;
            // Until the answer is sent, its connection counts as being answered.
            Ok(answer.map(|body| Held::new(body, serving)))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::routing::get;
    use std::time::Instant;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::sync::oneshot;

    const QUICK: Patience = Patience {
        head: Duration::from_millis(300),
        write: Duration::from_millis(300),
        stop: Duration::from_millis(300),
        places: ConnectionLimits {
            all: 2,
            of_an_address: 2,
        },
    };
    const LARGE_BYTES: usize = 64 * 1024 * 1024;

    struct Served {
        at: SocketAddr,
        stop: oneshot::Sender<()>,
        serving: tokio::task::JoinHandle<()>,
    }

    async fn served(patience: Patience) -> Served {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let at = listener.local_addr().unwrap();
        let slow = get(async || {
            tokio::time::sleep(Duration::from_millis(150)).await;
            "done"
        });
        let router = Router::new()
            .route("/", get(async || "here"))
            .route("/slow", slow)
            .route("/large", get(async || vec![b'x'; LARGE_BYTES]));
        let mut headers = HeaderMap::new();
        headers.insert("x-frame-options", "DENY".parse().unwrap());
        let manners = Manners {
            is_proxy: Box::new(|_| false),
            headers,
        };
        let (stop, told) = oneshot::channel::<()>();
        let serving = tokio::spawn(serve(listener, router, patience, manners, async {
            let _ = told.await;
        }));
        Served { at, stop, serving }
    }

    async fn ask(at: SocketAddr, text: &str) -> TcpStream {
        let mut stream = TcpStream::connect(at).await.unwrap();
        stream.write_all(text.as_bytes()).await.unwrap();
        stream
    }

    async fn rest(mut stream: TcpStream) -> String {
        let mut text = String::new();
        stream.read_to_string(&mut text).await.unwrap();
        text
    }

    #[tokio::test]
    async fn half_a_request_does_not_hold_up_the_stop() {
        let patience = Patience {
            head: Duration::from_mins(10),
            ..QUICK
        };
        let served = served(patience).await;
        let _half = ask(served.at, "GET / HTTP/1.1\r\nHost: x\r\n").await;
        tokio::time::sleep(Duration::from_millis(50)).await;
        served.stop.send(()).unwrap();
        let began = Instant::now();
        served.serving.await.unwrap();
        assert!(began.elapsed() < Duration::from_secs(5));
    }

    #[tokio::test]
    async fn a_request_that_was_begun_is_answered_before_the_stop() {
        let served = served(QUICK).await;
        let begun = ask(served.at, "GET /slow HTTP/1.1\r\nHost: x\r\n\r\n").await;
        tokio::time::sleep(Duration::from_millis(50)).await;
        served.stop.send(()).unwrap();
        assert!(rest(begun).await.ends_with("done"));
        served.serving.await.unwrap();
    }

    #[tokio::test]
    async fn half_a_request_gives_its_place_to_whoever_comes() {
        let patience = Patience {
            head: Duration::from_mins(10),
            ..QUICK
        };
        let served = served(patience).await;
        let mut halves = Vec::new();
        for _ in 0..10 {
            halves.push(ask(served.at, "GET / HTTP/1.1\r\n").await);
        }
        let whole = "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
        for _ in 0..3 {
            assert!(rest(ask(served.at, whole).await).await.ends_with("here"));
        }
        assert_eq!(rest(halves.swap_remove(0)).await, "");
    }

    #[tokio::test]
    async fn an_answer_that_nobody_reads_is_given_up() {
        let served = served(QUICK).await;
        let mut unread = ask(served.at, "GET /large HTTP/1.1\r\nHost: x\r\n\r\n").await;
        let began = Instant::now();
        // The close shows without reading: writes begin to fail.
        while unread.write_all(b"\r\n").await.is_ok() {
            assert!(began.elapsed() < Duration::from_secs(10));
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let mut got = Vec::new();
        let _ = unread.read_to_end(&mut got).await;
        assert!(got.len() < LARGE_BYTES);
    }

    #[tokio::test]
    async fn what_is_no_request_gets_our_headers_too() {
        let served = served(QUICK).await;
        let answer = rest(ask(served.at, "no request\r\n\r\n").await).await;
        assert!(answer.starts_with("HTTP/1.1 400 "), "{answer}");
        assert!(answer.contains("\r\nx-frame-options: DENY\r\n"), "{answer}");
        assert!(answer.ends_with("\r\n\r\n"), "{answer}");
        let whole = "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
        let answer = rest(ask(served.at, whole).await).await;
        assert!(
            !answer.contains("x-frame-options"),
            "left to the layers: {answer}"
        );
    }
}
