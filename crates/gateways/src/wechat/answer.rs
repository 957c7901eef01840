//! What WeChat answers: always status 200, and a failure as `errcode` in the body.

use crate::GatewayError;
use crate::platform::{self, Number};
use crate::received::Received;
use serde::{Deserialize, de::DeserializeOwned};

#[derive(Deserialize)]
struct MayFail {
    errcode: Option<Number>,
}

/// A token and its life in seconds.
#[derive(Deserialize)]
pub(super) struct Granted {
    pub(super) access_token: String,
    pub(super) expires_in: Number,
}

/// The answer's own part, once it is no failure.
pub(super) fn checked<A: DeserializeOwned>(received: &Received) -> Result<A, GatewayError> {
    let Ok(MayFail { errcode }) = serde_json::from_slice(&received.body) else {
        return Err(received
            .unwell()
            .unwrap_or(GatewayError::malformed("the answer is no json object")));
    };
    match errcode.map_or(0, |number| number.0) {
        0 => serde_json::from_slice(&received.body)
            .map_err(|_| GatewayError::malformed("the answer has not the published shape")),
        // Busy, and too many calls.
        code @ (-1 | 45009 | 45011) => Err(platform::refused(&code.to_string(), true)),
        code => Err(platform::refused(&code.to_string(), false)),
    }
}

/// A picture: a failure is text of JSON, and a picture never is.
pub(super) fn picture(received: &Received) -> Result<Received, GatewayError> {
    let kind = received.header("content-type").unwrap_or_default();
    if ["image/png", "image/jpeg"].contains(&kind) && received.status == 200 {
        return Ok(received.clone());
    }
    checked::<serde::de::IgnoredAny>(received)?;
    Err(GatewayError::malformed("the answer is no picture"))
}

/// Whether a code says that the token is wrong or over.
pub(super) fn refuses_token(code: &str) -> bool {
    ["40001", "40014", "42001"].contains(&code)
}
