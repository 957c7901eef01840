//! The texts that are signed, and the signature over them.
//!
//! Source: the registry's signed REST contract; SM3 is GB/T 32905-2016, HMAC is RFC 2104.

use crate::encoding::canonical_query;
use data_encoding::HEXLOWER;
use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use sm3::{Digest, Sm3};
use std::fmt;
use zeroize::Zeroizing;

/// Name of the algorithm, as in the header `X-Sign-Alg`.
pub(crate) const ALGORITHM: &str = "HMAC-SM3";

/// A key shared with an outside system. Never printed; wiped when dropped.
#[derive(Clone)]
pub(crate) struct Key(Zeroizing<Vec<u8>>);

/// What a request's signature covers. The body holds personal data, hence no `Debug`.
#[derive(Clone, Copy)]
pub(crate) struct SignedRequest<'a> {
    /// Upper case, such as `POST`.
    pub(crate) method: &'a str,
    /// The whole path of the address, as sent.
    pub(crate) path: &'a str,
    /// Names and values, not yet encoded.
    pub(crate) query: &'a [(&'a str, &'a str)],
    /// As in the header `X-Timestamp`.
    pub(crate) timestamp: &'a str,
    /// As in the header `X-Nonce`.
    pub(crate) nonce: &'a str,
    /// The bytes as sent.
    pub(crate) body: &'a [u8],
}

/// What an answer's signature covers. The nonce is the request's, so that no older answer fits.
#[derive(Clone, Copy)]
pub(crate) struct SignedAnswer<'a> {
    /// The HTTP status.
    pub(crate) status: u16,
    /// As in the answer's header `X-Timestamp`.
    pub(crate) timestamp: &'a str,
    /// The nonce of the request.
    pub(crate) request_nonce: &'a str,
    /// The bytes as received.
    pub(crate) body: &'a [u8],
}

impl Key {
    pub(crate) fn new(bytes: Vec<u8>) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// Signs a request: lower-case hexadecimal HMAC-SM3.
    pub(crate) fn sign(&self, request: &SignedRequest<'_>) -> String {
        HEXLOWER.encode(&self.mac(&request.text()).finalize().into_bytes())
    }

    /// Whether `signature` fits the answer; compared in constant time.
    pub(crate) fn fits(&self, answer: &SignedAnswer<'_>, signature: &str) -> bool {
        HEXLOWER
            .decode(signature.as_bytes())
            .is_ok_and(|given| self.mac(&answer.text()).verify_slice(&given).is_ok())
    }

    fn mac(&self, text: &str) -> Hmac<Sm3> {
        let mut mac = Hmac::<Sm3>::new_from_slice(&self.0).expect("HMAC takes a key of any length");
        mac.update(text.as_bytes());
        mac
    }
}

impl SignedRequest<'_> {
    fn text(&self) -> String {
        let query = canonical_query(self.query);
        [
            self.method,
            self.path,
            &query,
            self.timestamp,
            self.nonce,
            &body_hash(self.body),
        ]
        .join("\n")
    }
}

impl SignedAnswer<'_> {
    fn text(&self) -> String {
        [
            &self.status.to_string(),
            self.timestamp,
            self.request_nonce,
            &body_hash(self.body),
        ]
        .join("\n")
    }
}

/// A timestamp as in the headers, `20261122T025900Z`.
pub(crate) fn timestamp_text(time: Timestamp) -> String {
    time.strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// Parses what [`timestamp_text`] writes; `None` for any other shape.
pub(crate) fn parse_timestamp(text: &str) -> Option<Timestamp> {
    // The parser alone would accept signs and spaces too.
    if text.len() != "20261122T025900Z".len() {
        return None;
    }
    let civil = jiff::civil::DateTime::strptime("%Y%m%dT%H%M%SZ", text).ok()?;
    Some(civil.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp())
}

fn body_hash(body: &[u8]) -> String {
    HEXLOWER.encode(&Sm3::digest(body))
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(***)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The test vector of the registry's signed REST contract.
    const VECTOR: SignedRequest<'static> = SignedRequest {
        method: "POST",
        path: "/v1/population/verify",
        query: &[],
        timestamp: "20261122T025900Z",
        nonce: "0123456789abcdef0123456789abcdef",
        body: r#"{"certNo":"11010519491231002X","name":"张三"}"#.as_bytes(),
    };

    fn key() -> Key {
        Key::new(b"test-key-0001".to_vec())
    }

    fn sm3(text: &str) -> String {
        body_hash(text.as_bytes())
    }

    /// GB/T 32905-2016, appendix A.
    #[test]
    fn sm3_agrees_with_the_standards_examples() {
        assert_eq!(
            sm3("abc"),
            "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
        );
        assert_eq!(
            sm3(&"abcd".repeat(16)),
            "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"
        );
    }

    /// A known vector, apart from the contract's.
    #[test]
    fn hmac_sm3_agrees_with_the_known_vector() {
        let mac = Key::new(b"key".to_vec()).mac("The quick brown fox jumps over the lazy dog");
        assert_eq!(
            HEXLOWER.encode(&mac.finalize().into_bytes()),
            "bd4a34077888162b210645b8ebf74b9af357303789357a27c7fc457244ebd398"
        );
    }

    #[test]
    fn signs_the_contracts_vector() {
        assert_eq!(
            body_hash(VECTOR.body),
            "68e08c3d451c8ef8bd7575fa4339d9f0747f79c6a6866defa46c931cd4e86e6d"
        );
        assert_eq!(
            key().sign(&VECTOR),
            "a2f642e0635137bcf326586e8a0229c895be18a816425c60fcde49e178b2d107"
        );
    }

    #[test]
    fn every_part_of_a_request_changes_its_signature() {
        let signed = key().sign(&VECTOR);
        let others = [
            SignedRequest {
                method: "GET",
                ..VECTOR
            },
            SignedRequest {
                path: "/v1/population/verif",
                ..VECTOR
            },
            SignedRequest {
                query: &[("a", "")],
                ..VECTOR
            },
            SignedRequest {
                timestamp: "20261122T025901Z",
                ..VECTOR
            },
            SignedRequest {
                nonce: "1123456789abcdef0123456789abcdef",
                ..VECTOR
            },
            SignedRequest {
                body: b"{}",
                ..VECTOR
            },
        ];
        for (part, other) in others.iter().enumerate() {
            assert_ne!(key().sign(other), signed, "part {part}");
        }
        assert_ne!(Key::new(b"test-key-0002".to_vec()).sign(&VECTOR), signed);
    }

    #[test]
    fn an_answers_signature_fits_that_answer_alone() {
        let answer = SignedAnswer {
            status: 200,
            timestamp: "20261122T025901Z",
            request_nonce: VECTOR.nonce,
            body: b"{}",
        };
        let signature = HEXLOWER.encode(&key().mac(&answer.text()).finalize().into_bytes());
        assert!(key().fits(&answer, &signature));
        assert!(!key().fits(
            &SignedAnswer {
                status: 201,
                ..answer
            },
            &signature
        ));
        assert!(!key().fits(
            &SignedAnswer {
                timestamp: "20261122T025902Z",
                ..answer
            },
            &signature
        ));
        assert!(!key().fits(
            &SignedAnswer {
                request_nonce: "00",
                ..answer
            },
            &signature
        ));
        assert!(!key().fits(
            &SignedAnswer {
                body: b"{ }",
                ..answer
            },
            &signature
        ));
        for bad in [
            "",
            "zz",
            &signature[..62],
            &signature.to_uppercase(),
            &format!("{signature}00"),
        ] {
            assert!(!key().fits(&answer, bad), "{bad}");
        }
    }

    #[test]
    fn times_are_read_in_their_one_shape() {
        let time: Timestamp = "2026-11-22T02:59:00Z".parse().unwrap();
        assert_eq!(timestamp_text(time), "20261122T025900Z");
        assert_eq!(parse_timestamp("20261122T025900Z"), Some(time));
        let others = [
            "",
            "2026-11-22T02:59:00Z",
            "20261122T025900",
            "20261322T025900Z",
            "20261122 025900Z",
            "20261122T0259é",
        ];
        for other in others {
            assert_eq!(parse_timestamp(other), None, "{other}");
        }
    }

    #[test]
    fn a_key_is_never_printed() {
        assert_eq!(format!("{:?}", key()), "Key(***)");
    }
}
