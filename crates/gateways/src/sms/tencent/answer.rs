//! What Tencent Cloud answers.
//!
//! Source: Tencent Cloud, `SendSms`, `PullSmsSendStatusByPhoneNumber` and the error codes of SMS.

use super::super::{Delivery, Refusal};
use crate::platform::{self, Number};
use crate::received::Received;
use crate::{GatewayError, RetryCause};
use jiff::Timestamp;
use serde::{Deserialize, de::DeserializeOwned};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Envelope<R> {
    response: R,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct MayFail {
    error: Option<Failure>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Failure {
    code: String,
}

/// What became of the numbers that a message was sent to: one of ours.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Sending {
    send_status_set: Vec<SendStatus>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct SendStatus {
    code: String,
    #[serde(default)]
    serial_no: String,
}

/// What became of the messages to a number since a time.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct States {
    pull_sms_send_status_set: Option<Vec<State>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct State {
    serial_no: String,
    report_status: String,
    description: Option<String>,
    user_receive_time: Option<Number>,
}

/// The answer's own part, once it is no failure. Failures come with HTTP 200, too.
pub(super) fn checked<A: DeserializeOwned>(received: &Received) -> Result<A, GatewayError> {
    let Ok(envelope) = serde_json::from_slice::<Envelope<MayFail>>(&received.body) else {
        return Err(received
            .unwell()
            .unwrap_or(GatewayError::malformed("the answer is no envelope")));
    };
    if let Some(Failure { code }) = envelope.response.error {
        return Err(refused(&code));
    }
    serde_json::from_slice::<Envelope<A>>(&received.body)
        .map(|envelope| envelope.response)
        .map_err(|_| GatewayError::malformed("the answer has not the published shape"))
}

/// What a refusal is about.
pub(super) fn why(code: &str) -> Refusal {
    match code {
        // Limits of the request and of the whole account begin alike, and are for an operator.
        "LimitExceeded.PhoneNumberCountLimit" => Refusal::Configuration,
        "LimitExceeded.DeliveryFrequencyLimit" => Refusal::TooMany,
        _ if code.starts_with("LimitExceeded.PhoneNumber") => Refusal::TooMany,
        "InvalidParameterValue.IncorrectPhoneNumber" | "FailedOperation.PhoneNumberInBlacklist" => {
            Refusal::Number
        }
        _ => Refusal::Configuration,
    }
}

fn refused(code: &str) -> GatewayError {
    // The platform passed the message on and heard nothing: it may have left.
    if code == "InternalError.Timeout" {
        return GatewayError::retry(RetryCause::TimedOut);
    }
    let passes = [
        "InternalError",
        "RequestLimitExceeded",
        "ServiceUnavailable",
    ]
    .iter()
    .any(|family| code.starts_with(family));
    platform::refused(code, passes)
}

impl Sending {
    /// HTTP 200 without an error of the whole still tells a failure of the one number.
    pub(super) fn id(self) -> Result<String, GatewayError> {
        match &mut *{ self.send_status_set } {
            [status] if status.code == "Ok" => platform::id(std::mem::take(&mut status.serial_no)),
            [status] => Err(refused(&status.code)),
            _ => Err(GatewayError::malformed(
                "the answer is not about the one number asked for",
            )),
        }
    }
}

impl States {
    pub(super) fn delivery(self, id: &str) -> Result<Delivery, GatewayError> {
        let mut states = self.pull_sms_send_status_set.into_iter().flatten();
        // There is no entry before the carrier has reported.
        let Some(state) = states.find(|state| state.serial_no == id) else {
            return Ok(Delivery::Pending);
        };
        match &*state.report_status {
            "SUCCESS" => Ok(Delivery::Delivered {
                at: state
                    .user_receive_time
                    .and_then(|time| Timestamp::from_second(time.0).ok()),
            }),
            "FAIL" => Ok(Delivery::Failed {
                code: platform::code(&state.description.unwrap_or_default()),
            }),
            _ => Err(GatewayError::malformed("unknown state of a message")),
        }
    }
}
