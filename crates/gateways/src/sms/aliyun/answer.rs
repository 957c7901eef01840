//! What Aliyun answers.
//!
//! Source: Aliyun help, `SendSms`, `QuerySendDetails` and their error codes.

use super::super::{Delivery, Refusal};
use crate::GatewayError;
use crate::platform::{self, Number};
use crate::received::Received;
use jiff::Timestamp;
use serde::{Deserialize, de::DeserializeOwned};

/// Every answer, also that of the gateway in front (which has a status of its own: 400, 404, 503).
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Coded {
    code: String,
}

/// A message was taken.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Sending {
    biz_id: String,
}

/// What became of the messages to a number on a day.
#[derive(Deserialize)]
pub(super) struct Details {
    #[serde(rename = "SmsSendDetailDTOs")]
    list: Option<List>,
}

#[derive(Deserialize)]
struct List {
    #[serde(rename = "SmsSendDetailDTO", default)]
    details: Vec<Detail>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Detail {
    send_status: Number,
    err_code: Option<String>,
    receive_date: Option<String>,
}

/// The answer's own part, once its code says that all is well.
pub(super) fn checked<A: DeserializeOwned>(received: &Received) -> Result<A, GatewayError> {
    let Ok(Coded { code }) = serde_json::from_slice(&received.body) else {
        return Err(received
            .unwell()
            .unwrap_or(GatewayError::malformed("the answer has no code")));
    };
    if code == "OK" {
        return serde_json::from_slice(&received.body)
            .map_err(|_| GatewayError::malformed("the answer has not the published shape"));
    }
    let passes = code.starts_with("isp.")
        || code.starts_with("Throttling")
        || code.starts_with("ServiceUnavailable")
        || code.starts_with("Internal")
        // Another request drew the same nonce: the next attempt draws another one.
        || code == "SignatureNonceUsed";
    Err(platform::refused(&code, passes && code != NOT_ALLOWED))
}

/// A missing right of our account: the only `isp.` code that does not pass.
const NOT_ALLOWED: &str = "isp.RAM_PERMISSION_DENY";

/// What a refusal is about.
pub(super) fn why(code: &str) -> Refusal {
    match code {
        "isv.BUSINESS_LIMIT_CONTROL" | "isv.MOBILE_SEND_LIMIT" => Refusal::TooMany,
        "isv.MOBILE_NUMBER_ILLEGAL" => Refusal::Number,
        _ => Refusal::Configuration,
    }
}

impl Sending {
    pub(super) fn id(self) -> Result<String, GatewayError> {
        platform::id(self.biz_id)
    }
}

impl Details {
    /// Asked for one message, hence at most one entry. There is none for a while after it was sent.
    pub(super) fn delivery(self) -> Result<Delivery, GatewayError> {
        let Some(detail) = self.list.and_then(|list| list.details.into_iter().next()) else {
            return Ok(Delivery::Pending);
        };
        match detail.send_status.0 {
            1 => Ok(Delivery::Pending),
            2 => Ok(Delivery::Failed {
                code: platform::code(&detail.err_code.unwrap_or_default()),
            }),
            3 => Ok(Delivery::Delivered {
                at: detail.receive_date.as_deref().and_then(beijing_time),
            }),
            _ => Err(GatewayError::malformed("unknown state of a message")),
        }
    }
}

/// `2017-05-25 00:00:00`, Beijing time.
fn beijing_time(text: &str) -> Option<Timestamp> {
    let civil = jiff::civil::DateTime::strptime("%Y-%m-%d %H:%M:%S", text).ok()?;
    jiff::tz::offset(8).to_timestamp(civil).ok()
}
