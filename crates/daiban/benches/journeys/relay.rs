//! Counts what goes over the wire: it stands between a client and the service, and passes every byte on.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// A relay in front of a service.
pub(crate) struct Relay {
    /// Where clients reach it.
    pub(crate) url: String,
    sent: Arc<AtomicU64>,
    answered: Arc<AtomicU64>,
}

impl Relay {
    /// Opens it in front of the service at `url`.
    pub(crate) async fn to(url: &str) -> Relay {
        let service = url.strip_prefix("http://").expect("over HTTP").to_owned();
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let relay = Relay {
            url: format!("http://{}", listener.local_addr().unwrap()),
            sent: Arc::default(),
            answered: Arc::default(),
        };
        let (sent, answered) = (Arc::clone(&relay.sent), Arc::clone(&relay.answered));
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let behind = TcpStream::connect(&service).await.unwrap();
                let (from_client, to_client) = client.into_split();
                let (from_service, to_service) = behind.into_split();
                tokio::spawn(passed(from_client, to_service, Arc::clone(&sent)));
                tokio::spawn(passed(from_service, to_client, Arc::clone(&answered)));
            }
        });
        relay
    }

    /// Bytes that clients sent, and that they were answered, so far.
    pub(crate) fn bytes(&self) -> [u64; 2] {
        [&self.sent, &self.answered].map(|count| count.load(Ordering::Relaxed))
    }
}

async fn passed(
    mut from: impl AsyncRead + Unpin,
    mut to: impl AsyncWrite + Unpin,
    count: Arc<AtomicU64>,
) {
    let mut part = vec![0; 64 * 1024];
    while let Ok(length @ 1..) = from.read(&mut part).await {
        count.fetch_add(length as u64, Ordering::Relaxed);
        if to.write_all(&part[..length]).await.is_err() {
            return;
        }
    }
    // The other end has closed, or is gone: so is this one.
    let _ = to.shutdown().await;
}
