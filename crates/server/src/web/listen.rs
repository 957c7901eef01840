//! Takes connections in, serves them, and ends them in time.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::ConnectInfo;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

/// How patient the service is with connections.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// How long the head of a request may take, the wait for it on an open connection counted in.
    pub head: Duration,
    /// How long requests that were begun may take once the service stops.
    pub stop: Duration,
    /// Connections at once; more wait until one ends.
    pub connections: usize,
}

/// Longer than proxies and browsers keep a connection that they mean to use again.
const HEAD: Duration = Duration::from_secs(75);
/// Well below the files a process may open by default (1024), the databases's among them.
const CONNECTIONS: usize = 800;
/// After a fault of the listener (no file left to open), before it is asked again.
const REST: Duration = Duration::from_millis(200);

impl Patience {
    /// What a service has, with `stop_seconds` to end.
    pub fn of(stop_seconds: u32) -> Patience {
        Patience {
            head: HEAD,
            stop: Duration::from_secs(stop_seconds.into()),
            connections: CONNECTIONS,
        }
    }
}

/// Serves until `told` ends. Then takes nothing more in, lets what was begun end, and closes what does not end in time.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    patience: Patience,
    told: impl Future<Output = ()>,
) {
    let places = Arc::new(Semaphore::new(patience.connections));
    let graceful = GracefulShutdown::new();
    let mut connections = JoinSet::new();
    let mut told = std::pin::pin!(told);
    loop {
        let next = async {
            let place = Arc::clone(&places).acquire_owned().await;
            (place, listener.accept().await)
        };
        let (place, accepted) = tokio::select! {
            () = &mut told => break,
            next = next => next,
        };
        match accepted {
            Ok((stream, from)) => {
                let connection = graceful.watch(connection(stream, from, &router, patience));
                connections.spawn(async move {
                    let _place = place;
                    // A connection that broke is the other end's affair: every request has its own log line.
                    let _ = connection.await;
                });
            }
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

type Connection = http1::Connection<TokioIo<TcpStream>, TowerToHyperService<Greeted>>;
type Greeted = axum::middleware::AddExtension<Router, ConnectInfo<SocketAddr>>;

fn connection(
    stream: TcpStream,
    from: SocketAddr,
    router: &Router,
    patience: Patience,
) -> Connection {
    // Small answers leave at once. Where the system refuses, they leave a little later.
    let _ = stream.set_nodelay(true);
    let greeted = tower::Layer::layer(&axum::Extension(ConnectInfo(from)), router.clone());
    http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(patience.head)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(greeted))
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
        stop: Duration::from_millis(300),
        connections: 2,
    };

    struct Served {
        at: SocketAddr,
        stop: oneshot::Sender<()>,
        serving: tokio::task::JoinHandle<()>,
    }

    async fn served(patience: Patience) -> Served {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let at = listener.local_addr().unwrap();
        let router = Router::new().route("/", get(async || "here")).route(
            "/slow",
            get(async || {
                tokio::time::sleep(Duration::from_millis(150)).await;
                "done"
            }),
        );
        let (stop, told) = oneshot::channel::<()>();
        let serving = tokio::spawn(serve(listener, router, patience, async {
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
    async fn who_never_ends_a_head_gives_the_place_to_others() {
        let served = served(QUICK).await;
        let _one = ask(served.at, "GET / HTTP/1.1\r\n").await;
        let _two = ask(served.at, "GET / HTTP/1.1\r\n").await;
        let third = ask(
            served.at,
            "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        );
        let answer =
            tokio::time::timeout(Duration::from_secs(5), async { rest(third.await).await });
        assert!(answer.await.unwrap().ends_with("here"));
    }
}
