//! Reads an answer: the signature first, then the envelope.

use super::signature::{ALGORITHM, Key, SignedAnswer, parse_timestamp};
use crate::received::Received;
use crate::{GatewayError, RetryCause};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, de::DeserializeOwned};

/// How far the other end's clock may differ from ours, by the signed REST contract.
const CLOCK_TOLERANCE: SignedDuration = SignedDuration::from_secs(300);

/// The wrapper of every answer. Unknown members are ignored.
#[derive(Deserialize)]
struct Envelope<T> {
    code: String,
    data: Option<T>,
}

/// Checks an answer's signature and code, and returns the envelope's `data` when the code is `0`.
pub(super) fn checked<A: DeserializeOwned>(
    received: &Received,
    key: &Key,
    request_nonce: &str,
    now: Timestamp,
) -> Result<A, GatewayError> {
    if let Err(problem) = check_signature(received, key, request_nonce, now) {
        // Proxies in front of the system answer without its key. They may ask us to wait, nothing more.
        return Err(received.unwell().unwrap_or(problem));
    }
    check_code(&received.body)?;
    data(&received.body)
}

/// The `data` of a checked answer.
fn data<A: DeserializeOwned>(body: &[u8]) -> Result<A, GatewayError> {
    // The parser's own message could quote the answer.
    let envelope: Envelope<A> = serde_json::from_slice(body)
        .map_err(|_| GatewayError::malformed("the data has not the agreed shape"))?;
    envelope
        .data
        .ok_or(GatewayError::malformed("the answer has no data"))
}

fn check_signature(
    received: &Received,
    key: &Key,
    request_nonce: &str,
    now: Timestamp,
) -> Result<(), GatewayError> {
    let (Some(algorithm), Some(timestamp), Some(signature)) = (
        received.header("x-sign-alg"),
        received.header("x-timestamp"),
        received.header("x-signature"),
    ) else {
        return Err(GatewayError::malformed("the answer is not signed"));
    };
    if algorithm != ALGORITHM {
        return Err(GatewayError::malformed(
            "the answer is signed in another way",
        ));
    }
    if !key.fits(
        &SignedAnswer {
            status: received.status,
            timestamp,
            request_nonce,
            body: &received.body,
        },
        signature,
    ) {
        return Err(GatewayError::malformed("the answer's signature is wrong"));
    }
    match parse_timestamp(timestamp) {
        Some(sent) if now.duration_since(sent).abs() <= CLOCK_TOLERANCE => Ok(()),
        Some(_) => Err(GatewayError::malformed(
            "the answer's time is too far from ours",
        )),
        None => Err(GatewayError::malformed("the answer's time cannot be read")),
    }
}

fn check_code(body: &[u8]) -> Result<(), GatewayError> {
    let envelope: Envelope<serde::de::IgnoredAny> = serde_json::from_slice(body)
        .map_err(|_| GatewayError::malformed("the answer is no envelope"))?;
    let code = envelope.code;
    let known = code.len() <= 8 && code.bytes().all(|byte| byte.is_ascii_digit());
    match code.as_str() {
        "0" => Ok(()),
        _ if !known => Err(GatewayError::malformed(
            "the answer's code is of no known family",
        )),
        _ if code.starts_with('5') => Err(GatewayError::retry(RetryCause::Temporary { code })),
        _ => Err(GatewayError::Refused { code }),
    }
}
