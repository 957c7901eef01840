//! The signatures of the wire, written from the description alone, without a look at the client's code.

use data_encoding::HEXLOWER;
use hmac::{Hmac, KeyInit as _, Mac as _};
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use sm3::{Digest as _, Sm3};

use crate::encoding::canonical_query;

/// The only algorithm supported here.
pub(super) const ALGORITHM: &str = "HMAC-SM3";

const TIME_FORMAT: &str = "%Y%m%dT%H%M%SZ";

/// The shared key.
pub(super) struct Key(Vec<u8>);

impl Key {
    pub(super) fn new(key: &str) -> Self {
        Self(key.as_bytes().to_vec())
    }

    /// Lower-case hex of HMAC-SM3.
    pub(super) fn sign(&self, text: &str) -> String {
        HEXLOWER.encode(&self.mac(text).finalize().into_bytes())
    }

    /// Whether the signature fits this text; compared in constant time.
    pub(super) fn is_signed(&self, text: &str, signature: &str) -> bool {
        HEXLOWER
            .decode(signature.as_bytes())
            .is_ok_and(|signature| self.mac(text).verify_slice(&signature).is_ok())
    }

    fn mac(&self, text: &str) -> Hmac<Sm3> {
        let mut mac = Hmac::<Sm3>::new_from_slice(&self.0).expect("HMAC takes a key of any length");
        mac.update(text.as_bytes());
        mac
    }
}

/// The text that a request's signature covers.
pub(super) fn question_text(
    method: &str,
    path: &str,
    query: &str,
    timestamp: &str,
    nonce: &str,
    body: &[u8],
) -> String {
    [
        method,
        path,
        &canonical_query(query),
        timestamp,
        nonce,
        &digest(body),
    ]
    .join("\n")
}

/// The text that an answer's signature covers.
pub(super) fn answer_text(status: u16, timestamp: &str, nonce: &str, body: &[u8]) -> String {
    [&status.to_string(), timestamp, nonce, &digest(body)].join("\n")
}

/// `yyyyMMddTHHmmssZ`.
pub(super) fn time_text(time: Timestamp) -> String {
    time.strftime(TIME_FORMAT).to_string()
}

/// Parses `yyyyMMddTHHmmssZ`, in exactly this form.
pub(super) fn time_of(text: &str) -> Option<Timestamp> {
    let time = DateTime::strptime(TIME_FORMAT, text)
        .ok()?
        .to_zoned(TimeZone::UTC)
        .ok()?
        .timestamp();
    (time_text(time) == text).then_some(time)
}

fn digest(body: &[u8]) -> String {
    HEXLOWER.encode(&Sm3::digest(body))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_the_vector_of_the_description() {
        let body = r#"{"certNo":"11010519491231002X","name":"张三"}"#.as_bytes();
        let text = question_text(
            "POST",
            "/v1/population/verify",
            "",
            "20261122T025900Z",
            "0123456789abcdef0123456789abcdef",
            body,
        );
        let signature = "a2f642e0635137bcf326586e8a0229c895be18a816425c60fcde49e178b2d107";
        let key = Key::new("test-key-0001");
        assert_eq!(key.sign(&text), signature);
        assert!(key.is_signed(&text, signature));
        assert!(!key.is_signed(&text, &signature.replace('a', "b")));
        assert!(!key.is_signed(&text, "rubbish"));
    }

    #[test]
    fn agrees_with_the_published_digest() {
        assert_eq!(
            digest(b"abc"),
            "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
        );
    }

    #[test]
    fn a_time_has_one_form() {
        let time = time_of("20261122T025900Z").unwrap();
        assert_eq!(time.to_string(), "2026-11-22T02:59:00Z");
        for wrong in [
            "2026-11-22T02:59:00Z",
            "20261122T025900",
            "20261322T025900Z",
            "",
            "20261122T02590Z",
        ] {
            assert_eq!(time_of(wrong), None, "{wrong}");
        }
    }
}
