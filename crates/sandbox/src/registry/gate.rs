//! Authenticates a request: app id, timestamp, nonce, signature.

use axum::http::HeaderMap;
use jiff::Timestamp;
use subtle::ConstantTimeEq as _;

use super::envelope::Refusal;
use super::signature::{ALGORITHM, Key, question_text, time_of};
use crate::nonces::Nonces;

/// How far the request's timestamp may differ from our time.
const SKEW_S: i64 = 300;
/// How long a nonce is remembered: as long as a timestamp can be accepted, from one end of the skew to the other.
const REMEMBERED_S: i64 = 600;

/// One request as received.
pub(super) struct Asked<'a> {
    pub(super) method: &'a str,
    pub(super) path: &'a str,
    pub(super) query: &'a str,
    pub(super) body: &'a [u8],
}

/// Authenticates every request before it is parsed.
pub(super) struct Gate {
    app_id: String,
    seen: Nonces,
}

impl Gate {
    pub(super) fn new(app_id: String) -> Self {
        Self {
            app_id,
            seen: Nonces::remembered_for(REMEMBERED_S),
        }
    }

    /// Admits a request once. The nonce counts as used only when the signature is right, so that without the key
    /// nobody can use up a nonce.
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
        if self.seen.is_first(nonce, now) {
            Ok(())
        } else {
            Err(Refusal::Nonce)
        }
    }
}

/// A header as text, `None` when it is absent or not ASCII.
pub(super) fn header<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::registry::signature::time_text;

    const ASKED: Asked<'static> = Asked {
        method: "POST",
        path: "/v1/kinship/verify",
        query: "",
        body: b"{}",
    };
    const NONCE: &str = "0123456789abcdef0123456789abcdef";

    fn noon() -> Timestamp {
        "2026-11-22T04:00:00Z".parse().unwrap()
    }

    fn signed(key: &Key, at: Timestamp, nonce: &str) -> HeaderMap {
        let time = time_text(at);
        let text = question_text(
            ASKED.method,
            ASKED.path,
            ASKED.query,
            &time,
            nonce,
            ASKED.body,
        );
        let mut headers = HeaderMap::new();
        for (name, value) in [
            ("x-app-id", "daiban"),
            ("x-sign-alg", ALGORITHM),
            ("x-timestamp", &time),
            ("x-nonce", nonce),
            ("x-signature", &key.sign(&text)),
        ] {
            headers.insert(name, value.parse().unwrap());
        }
        headers
    }

    #[test]
    fn lets_a_signed_question_in_once() {
        let (gate, key) = (Gate::new("daiban".into()), Key::new("secret"));
        let headers = signed(&key, noon(), NONCE);
        assert_eq!(gate.admit(&key, &ASKED, &headers, noon()), Ok(()));
        assert_eq!(
            gate.admit(&key, &ASKED, &headers, noon()),
            Err(Refusal::Nonce)
        );
    }

    #[test]
    fn forgets_a_nonce_when_its_time_could_not_be_taken_any_more() {
        let (gate, key) = (Gate::new("daiban".into()), Key::new("secret"));
        let later = noon() + jiff::SignedDuration::from_secs(REMEMBERED_S + 1);
        assert!(gate.seen.is_first(NONCE, noon()));
        assert!(!gate.seen.is_first(NONCE, noon()));
        assert!(gate.seen.is_first(NONCE, later));
        let old = signed(&key, noon(), NONCE);
        assert_eq!(
            gate.admit(&key, &ASKED, &old, later),
            Err(Refusal::Timestamp)
        );
    }

    #[test]
    fn names_what_is_wrong_with_a_question() {
        let (gate, key) = (Gate::new("daiban".into()), Key::new("secret"));
        for (name, value, refusal) in [
            ("x-app-id", "somebody", Refusal::AppId),
            ("x-sign-alg", "SM2-SM3", Refusal::Algorithm),
            ("x-timestamp", "today", Refusal::Timestamp),
            ("x-timestamp", "20261122T035459Z", Refusal::Timestamp),
            ("x-timestamp", "20261122T040100Z", Refusal::Signature),
            ("x-nonce", "short", Refusal::Nonce),
            (
                "x-nonce",
                "0123456789ABCDEF0123456789ABCDEF",
                Refusal::Nonce,
            ),
            (
                "x-nonce",
                "00000000000000000000000000000000",
                Refusal::Signature,
            ),
            ("x-signature", "00", Refusal::Signature),
        ] {
            let mut headers = signed(&key, noon(), NONCE);
            headers.insert(name, value.parse().unwrap());
            assert_eq!(
                gate.admit(&key, &ASKED, &headers, noon()),
                Err(refusal),
                "{name}: {value}"
            );
        }
        assert_eq!(
            gate.admit(&key, &ASKED, &HeaderMap::new(), noon()),
            Err(Refusal::AppId)
        );
    }

    #[test]
    fn a_wrong_signature_uses_up_no_nonce() {
        let (gate, key) = (Gate::new("daiban".into()), Key::new("secret"));
        let forged = signed(&Key::new("guessed"), noon(), NONCE);
        assert_eq!(
            gate.admit(&key, &ASKED, &forged, noon()),
            Err(Refusal::Signature)
        );
        assert_eq!(
            gate.admit(&key, &ASKED, &signed(&key, noon(), NONCE), noon()),
            Ok(())
        );
    }
}
