//! The keys that an issuer publishes, as last read.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use tokio::sync::Mutex;

use super::keys::KeySet;
use super::token::{Claims, Expected, Fault};
use crate::GatewayError;
use crate::received::Received;
use crate::system::{Again, Call, System};

/// How long a set of keys is believed without being read again, so that a key that was withdrawn ends.
const LIFE: SignedDuration = SignedDuration::from_hours(1);

/// The keys of one issuer. Calls wait while one of them reads them.
#[derive(Default)]
pub(in super::super) struct PublishedKeys(Mutex<Option<(Arc<KeySet>, Timestamp)>>);

impl PublishedKeys {
    /// The claims of a token. A token of a key that is not known has the keys read again, once.
    pub(in super::super) async fn claims(
        &self,
        system: &System,
        url: &reqwest::Url,
        token: &str,
        expected: Expected<'_>,
        request_id: &str,
    ) -> Result<Claims, GatewayError> {
        let read = Reading {
            system,
            url,
            request_id,
        };
        let keys = self.current(&read, None).await?;
        let outcome = match keys.claims(token, expected) {
            Err(Fault::UnknownKey) => {
                let keys = self.current(&read, Some(&keys)).await?;
                keys.claims(token, expected)
            }
            outcome => outcome,
        };
        outcome.map_err(|fault| {
            GatewayError::malformed(match fault {
                Fault::UnknownKey => "the id token is signed by no key of the issuer",
                Fault::Wrong(what) => what,
            })
        })
    }

    /// The keys that are known, but for those that did not help.
    async fn current(
        &self,
        read: &Reading<'_>,
        no_help: Option<&Arc<KeySet>>,
    ) -> Result<Arc<KeySet>, GatewayError> {
        let now = read.system.now();
        let mut kept = self.0.lock().await;
        if let Some((keys, at)) = &*kept
            && now.duration_since(*at) < LIFE
            && no_help.is_none_or(|other| !Arc::ptr_eq(keys, other))
        {
            return Ok(Arc::clone(keys));
        }
        let keys = Arc::new(read.keys().await?);
        *kept = Some((Arc::clone(&keys), now));
        Ok(keys)
    }
}

struct Reading<'a> {
    system: &'a System,
    url: &'a reqwest::Url,
    request_id: &'a str,
}

impl Reading<'_> {
    async fn keys(&self) -> Result<KeySet, GatewayError> {
        let call = Call {
            operation: "read keys",
            request_id: self.request_id,
            again: Again::Always,
        };
        let attempt = async || {
            let received = Received::of(self.system.http.get(self.url.clone())).await?;
            KeySet::read(&received.body)
                .filter(|_| received.status == 200)
                .ok_or_else(|| {
                    let other = GatewayError::malformed("the issuer's keys cannot be read");
                    received.unwell().unwrap_or(other)
                })
        };
        self.system.ask(call, attempt).await
    }
}
