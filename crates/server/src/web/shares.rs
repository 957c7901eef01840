//! How many requests of one address behind a proxy are answered at once.
//!
//! A proxy's connections speak for many and are not shared out (`connections.rs`); those whom it speaks for are, each by the
//! address that it tells. In memory only, for this process.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::HeaderValue;
use http::header::CONNECTION;

use super::address::{caller, connected};
use super::errors::PageError;
use super::held::holding;
use crate::app::Shared;

/// As many as connections that come straight.
const OF_AN_ADDRESS: usize = 200;

/// The requests that are being answered, by the address that a proxy told.
#[derive(Clone, Debug, Default)]
pub struct Shares(Arc<Mutex<HashMap<IpAddr, usize>>>);

/// One of them. Gives itself back when dropped.
struct Share {
    shares: Shares,
    address: IpAddr,
}

impl Shares {
    fn take(&self, address: IpAddr) -> Option<Share> {
        let mut taken = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = taken.entry(address).or_default();
        if *count >= OF_AN_ADDRESS {
            return None;
        }
        *count += 1;
        Some(Share {
            shares: self.clone(),
            address,
        })
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        let mut taken = self.shares.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = taken.get_mut(&self.address) {
            *count -= 1;
            if *count == 0 {
                taken.remove(&self.address);
            }
        }
    }
}

/// Stands before every route.
pub(crate) async fn check(State(app): State<Shared>, request: Request, next: Next) -> Response {
    let (proxies, from) = (&app.config.server.proxies, connected(request.extensions()));
    if !proxies.contain(from) {
        return next.run(request).await;
    }
    let Some(share) = app.shares.take(caller(proxies, from, request.headers())) else {
        // At once, and nothing more is read: whoever has so many under way is no browser that would show what it typed.
        let mut refused = PageError::Unavailable.into_response();
        let close = HeaderValue::from_static("close");
        refused.headers_mut().insert(CONNECTION, close);
        return refused;
    };
    holding(share, next.run(request).await)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_address_has_its_share_and_the_others_have_theirs() {
        let shares = Shares::default();
        let (one, other) = (
            IpAddr::from([203, 0, 113, 1]),
            IpAddr::from([203, 0, 113, 2]),
        );
        let mut taken: Vec<_> = (0..OF_AN_ADDRESS)
            .map(|_| shares.take(one).unwrap())
            .collect();
        assert!(shares.take(one).is_none());
        assert!(shares.take(other).is_some());
        taken.pop();
        assert!(shares.take(one).is_some());
        drop(taken);
        assert!(shares.0.lock().unwrap().is_empty());
    }
}
