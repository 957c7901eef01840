//! The envelope around every answer, and its signature.

use axum::body::Body;
use axum::http::{Response, StatusCode, header::CONTENT_TYPE};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::signature::{ALGORITHM, Key, answer_text, time_text};

/// Why a request gets no data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refusal {
    UnreadableBody,
    MissingReason,
    UnknownOperation,
    AppId,
    Timestamp,
    Nonce,
    Signature,
    Algorithm,
    UnknownPerson,
    NameAndNumber,
    Down,
}

impl Refusal {
    pub(super) fn code(self) -> &'static str {
        self.parts().0
    }

    fn parts(self) -> (&'static str, StatusCode, &'static str) {
        match self {
            Self::UnreadableBody => (
                "1001",
                StatusCode::BAD_REQUEST,
                "the body is no question of this operation",
            ),
            Self::MissingReason => (
                "1002",
                StatusCode::BAD_REQUEST,
                "purpose, consentId and operator are demanded",
            ),
            Self::UnknownOperation => ("1003", StatusCode::NOT_FOUND, "no such operation"),
            Self::AppId => ("2001", StatusCode::UNAUTHORIZED, "unknown application"),
            Self::Timestamp => (
                "2002",
                StatusCode::UNAUTHORIZED,
                "the time is malformed or too far off",
            ),
            Self::Nonce => (
                "2003",
                StatusCode::UNAUTHORIZED,
                "the nonce is malformed or was used",
            ),
            Self::Signature => ("2004", StatusCode::UNAUTHORIZED, "the signature is wrong"),
            Self::Algorithm => (
                "2005",
                StatusCode::UNAUTHORIZED,
                "only HMAC-SM3 is spoken here",
            ),
            Self::UnknownPerson => ("3001", StatusCode::OK, "no person of this name and number"),
            Self::NameAndNumber => (
                "3002",
                StatusCode::OK,
                "name and number do not belong together",
            ),
            Self::Down => (
                "5001",
                StatusCode::SERVICE_UNAVAILABLE,
                "not available for now",
            ),
        }
    }
}

/// An answer before it is signed.
pub(super) struct Reply {
    status: StatusCode,
    pub(super) body: Vec<u8>,
}

/// Wraps data or a refusal.
pub(super) fn reply(outcome: Result<Value, Refusal>, request_id: &str) -> Reply {
    let (status, envelope) = match outcome {
        Ok(data) => (
            StatusCode::OK,
            json!({"code": "0", "message": "ok", "requestId": request_id, "data": data}),
        ),
        Err(refusal) => {
            let (code, status, message) = refusal.parts();
            (
                status,
                json!({"code": code, "message": message, "requestId": request_id, "data": null}),
            )
        }
    };
    Reply {
        status,
        body: envelope.to_string().into_bytes(),
    }
}

impl Reply {
    /// The response, signed over what it says and the nonce it answers.
    pub(super) fn signed(self, key: &Key, now: Timestamp, nonce: &str) -> Response<Body> {
        let timestamp = time_text(now);
        let signature = key.sign(&answer_text(
            self.status.as_u16(),
            &timestamp,
            nonce,
            &self.body,
        ));
        Response::builder()
            .status(self.status)
            .header(CONTENT_TYPE, "application/json; charset=utf-8")
            .header("X-Timestamp", timestamp)
            .header("X-Sign-Alg", ALGORITHM)
            .header("X-Signature", signature)
            .body(Body::from(self.body))
            .expect("hex, digits and fixed words are valid header values")
    }
}
