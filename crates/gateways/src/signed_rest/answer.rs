//! Reads an answer: transport first, then the signature, then the envelope.

use super::signature::{ALGORITHM, Key, SignedAnswer, parse_timestamp};
use crate::{GatewayError, RetryCause};
use jiff::{SignedDuration, Timestamp};
use reqwest::header::HeaderMap;
use serde::{Deserialize, de::DeserializeOwned};

/// How far the other end's clock may differ from ours, by the signed REST contract.
const CLOCK_TOLERANCE: SignedDuration = SignedDuration::from_secs(300);

/// Longest answer read. The longest legitimate one, a large household, is under 10 KB.
const MAX_ANSWER_BYTES: usize = 256 * 1024;

/// The wrapper of every answer. Unknown members are ignored.
#[derive(Deserialize)]
struct Envelope<T> {
    code: String,
    data: Option<T>,
}

/// Receives the whole answer and checks its signature and code. Returns the envelope's bytes when the code is `0`.
pub(super) async fn checked(
    mut response: reqwest::Response,
    key: &Key,
    request_nonce: &str,
    now: Timestamp,
) -> Result<Vec<u8>, GatewayError> {
    let status = response.status().as_u16();
    let mut body = Vec::new();
    while let Some(chunk) = response
        .chunk()
        .await
        .map_err(|error| transport_error(&error))?
    {
        if body.len() + chunk.len() > MAX_ANSWER_BYTES {
            return Err(GatewayError::malformed("the answer is too long"));
        }
        body.extend_from_slice(&chunk);
    }
    if let Err(problem) =
        check_signature(response.headers(), status, &body, key, request_nonce, now)
    {
        // Proxies in front of the system answer without its key. They may ask us to wait, nothing more.
        let unwell = status == 429 || (500..600).contains(&status);
        return Err(if unwell {
            GatewayError::retry(RetryCause::Unavailable { status })
        } else {
            problem
        });
    }
    check_code(&body)?;
    Ok(body)
}

/// The `data` of a checked answer.
pub(super) fn data<A: DeserializeOwned>(body: &[u8]) -> Result<A, GatewayError> {
    // The parser's own message could quote the answer.
    let envelope: Envelope<A> = serde_json::from_slice(body)
        .map_err(|_| GatewayError::malformed("the data has not the agreed shape"))?;
    envelope
        .data
        .ok_or(GatewayError::malformed("the answer has no data"))
}

/// What a failure below HTTP means.
pub(super) fn transport_error(error: &reqwest::Error) -> GatewayError {
    if error.is_timeout() {
        GatewayError::retry(RetryCause::TimedOut)
    } else if error.is_connect() {
        GatewayError::retry(RetryCause::NoConnection)
    } else if error.is_builder() {
        GatewayError::malformed("the question fits in no http request")
    } else {
        GatewayError::retry(RetryCause::Interrupted)
    }
}

fn check_signature(
    headers: &HeaderMap,
    status: u16,
    body: &[u8],
    key: &Key,
    request_nonce: &str,
    now: Timestamp,
) -> Result<(), GatewayError> {
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let (Some(algorithm), Some(timestamp), Some(signature)) = (
        header("x-sign-alg"),
        header("x-timestamp"),
        header("x-signature"),
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
            status,
            timestamp,
            request_nonce,
            body,
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
