//! Who may ask: the application, the time, the nonce, the signature.

use std::collections::{HashSet, VecDeque};
use std::sync::{Mutex, PoisonError};

use axum::http::HeaderMap;
use jiff::Timestamp;
use subtle::ConstantTimeEq as _;

use super::envelope::Refusal;
use super::signature::{ALGORITHM, Key, question_text, time_of};

/// How far the question's time may lie from ours.
const SKEW_S: i64 = 300;
/// How long a nonce is remembered: as long as any of its times could be taken, from both ends of the skew.
const REMEMBERED_S: i64 = 600;

/// One question as it came over the wire.
pub(super) struct Asked<'a> {
    pub(super) method: &'a str,
    pub(super) path: &'a str,
    pub(super) query: &'a str,
    pub(super) body: &'a [u8],
}

/// Checks every question before it is read.
pub(super) struct Gate {
    app_id: String,
    seen: Mutex<Nonces>,
}

#[derive(Default)]
struct Nonces {
    known: HashSet<String>,
    by_age: VecDeque<(Timestamp, String)>,
}

impl Gate {
    pub(super) fn new(app_id: String) -> Self {
        Self {
            app_id,
            seen: Mutex::default(),
        }
    }

    /// Lets a question in, once. The nonce counts as used only when the signature is right, so that nobody without the
    /// key can use up another's.
    pub(super) fn admit(
        &self,
        key: &Key,
        asked: &Asked<'_>,
        headers: &HeaderMap,
        now: Timestamp,
    ) -> Result<(), Refusal> {
        let given = |name| header(headers, name).unwrap_or_default();
        if !bool::from(given("x-app-id").as_bytes().ct_eq(self.app_id.as_bytes())) {
            return Err(Refusal::AppId);
        }
        if given("x-sign-alg") != ALGORITHM {
            return Err(Refusal::Algorithm);
        }
        let timestamp = given("x-timestamp");
        let time = time_of(timestamp).ok_or(Refusal::Timestamp)?;
        if (time.as_second() - now.as_second()).abs() > SKEW_S {
            return Err(Refusal::Timestamp);
        }
        let nonce = given("x-nonce");
        if nonce.len() != 32
            || !nonce
                .bytes()
                .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
        {
            return Err(Refusal::Nonce);
        }
        let text = question_text(
            asked.method,
            asked.path,
            asked.query,
            timestamp,
            nonce,
            asked.body,
        );
        if !key.is_signed(&text, given("x-signature")) {
            return Err(Refusal::Signature);
        }
        if self.is_first(nonce, now) {
            Ok(())
        } else {
            Err(Refusal::Nonce)
        }
    }

    fn is_first(&self, nonce: &str, now: Timestamp) -> bool {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        while let Some((_, old)) = seen
            .by_age
            .pop_front_if(|(at, _)| now.as_second() - at.as_second() > REMEMBERED_S)
        {
            seen.known.remove(&old);
        }
        let first = seen.known.insert(nonce.to_owned());
        if first {
            seen.by_age.push_back((now, nonce.to_owned()));
        }
        first
    }
}

/// A header as text, `None` when it is absent or not ASCII.
pub(super) fn header<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}
