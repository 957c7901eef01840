//! What Tencent Cloud does with a request that it believes.

use jiff::Timestamp;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::refusal::Refusal;
use crate::sms::network::{NotTaken, Offered, Progress, Record};
use crate::sms::{Account, Network, mobile};

const PLATFORM: &str = "tencent";
/// Numbers in one request.
const MOST_NUMBERS: usize = 200;
const MOST_STATES: usize = 100;
const DAYS_REMEMBERED: i64 = 7;

/// Who answers a request.
pub(super) struct Answering<'a> {
    pub(super) account: &'a Account,
    pub(super) sdk_app_id: &'a str,
    pub(super) network: &'a Network,
    /// The machine's time.
    pub(super) now: Timestamp,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct SendSms {
    phone_number_set: Vec<String>,
    sms_sdk_app_id: String,
    template_id: String,
    #[serde(default)]
    sign_name: String,
    #[serde(default)]
    template_param_set: Vec<String>,
    #[serde(default)]
    session_context: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct PullStates {
    begin_time: i64,
    end_time: Option<i64>,
    #[serde(rename = "Offset")]
    _offset: u64,
    limit: usize,
    phone_number: String,
    sms_sdk_app_id: String,
}

impl Answering<'_> {
    /// Sends one message to each number; each has a code of its own.
    pub(super) fn send(&self, body: &[u8]) -> Result<Value, Refusal> {
        let asked: SendSms = parsed(body, &["PhoneNumberSet", "SmsSdkAppId", "TemplateId"])?;
        if asked.phone_number_set.is_empty() {
            return Err(Refusal::MissingParameter);
        }
        if asked.phone_number_set.len() > MOST_NUMBERS {
            return Err(Refusal::NumberCount);
        }
        let mut statuses = Vec::new();
        for number in &asked.phone_number_set {
            let outcome = self.send_to(number, &asked);
            if outcome == Err(Refusal::Silent) {
                return Err(Refusal::Silent);
            }
            let (code, message) = match &outcome {
                Ok(_) => ("Ok", "send success"),
                Err(refusal) => (refusal.code(), refusal.message()),
            };
            statuses.push(json!({
                "SerialNo": outcome.map(|id| serial_no(&id)).unwrap_or_default(),
                "PhoneNumber": number,
                "Fee": i32::from(code == "Ok"),
                "SessionContext": asked.session_context,
                "Code": code,
                "Message": message,
                "IsoCode": "CN",
            }));
        }
        Ok(json!({ "SendStatusSet": statuses }))
    }

    fn send_to(&self, number: &str, asked: &SendSms) -> Result<String, Refusal> {
        let mobile = mobile::eleven_digits(number).ok_or(Refusal::Number)?;
        if asked.sms_sdk_app_id != self.sdk_app_id {
            return Err(Refusal::SdkAppId);
        }
        if !self.account.has_sign(&asked.sign_name) {
            return Err(Refusal::Sign);
        }
        let template = self
            .account
            .template(&asked.template_id)
            .ok_or(Refusal::Template)?;
        let variables = template.variables();
        if variables.len() != asked.template_param_set.len() {
            return Err(Refusal::Values);
        }
        let values: Vec<(String, String)> = variables
            .into_iter()
            .map(str::to_owned)
            .zip(asked.template_param_set.iter().cloned())
            .collect();
        let offered = Offered {
            platform: PLATFORM,
            sign: &asked.sign_name,
            mobile,
            template,
            values: &values,
            context: &asked.session_context,
            wire_at: self.now,
        };
        self.network.take(&offered).map_err(Refusal::from)
    }

    /// What became of the messages to a number since a time. A message of which the carrier has not reported is not told.
    pub(super) fn states(&self, body: &[u8]) -> Result<Value, Refusal> {
        let asked: PullStates = parsed(
            body,
            &["BeginTime", "Offset", "Limit", "PhoneNumber", "SmsSdkAppId"],
        )?;
        let oldest = self.now.as_second() - DAYS_REMEMBERED * 24 * 3_600;
        if asked.limit == 0 || asked.limit > MOST_STATES || asked.begin_time < oldest {
            return Err(Refusal::Parameter);
        }
        if asked.sms_sdk_app_id != self.sdk_app_id {
            return Err(Refusal::SdkAppId);
        }
        let mobile = mobile::eleven_digits(&asked.phone_number).ok_or(Refusal::Number)?;
        let times = asked.begin_time..=asked.end_time.unwrap_or(i64::MAX);
        let states: Vec<Value> = self
            .network
            .taken_for(PLATFORM, mobile)
            .iter()
            .filter(|(record, _)| times.contains(&record.wire_at.as_second()))
            .filter_map(|(record, progress)| state(record, *progress))
            .take(asked.limit)
            .collect();
        Ok(json!({ "PullSmsSendStatusSet": states }))
    }
}

impl From<NotTaken> for Refusal {
    fn from(reason: NotTaken) -> Self {
        match reason {
            NotTaken::TooMany(window) if window.seconds <= 60 => Self::ThirtySeconds,
            NotTaken::TooMany(window) if window.seconds <= 3_600 => Self::OneHour,
            NotTaken::TooMany(_) => Self::OneDay,
            NotTaken::Refused => Self::Blocked,
            NotTaken::Down => Self::Down,
            NotTaken::Silent => Self::Silent,
        }
    }
}

/// Reads the parameters. A missing one is told apart from one of another shape.
fn parsed<T: DeserializeOwned>(body: &[u8], mandatory: &[&str]) -> Result<T, Refusal> {
    let body: Value = serde_json::from_slice(body).map_err(|_| Refusal::Parameter)?;
    if mandatory.iter().any(|name| body.get(name).is_none()) {
        return Err(Refusal::MissingParameter);
    }
    serde_json::from_value(body).map_err(|_| Refusal::Parameter)
}

fn state(record: &Record, progress: Progress) -> Option<Value> {
    let (report, description, at) = match progress {
        Progress::Waiting => return None,
        Progress::Failed => ("FAIL", "MK:0001", record.wire_at),
        Progress::Arrived(at) => ("SUCCESS", "DELIVRD", at),
    };
    Some(json!({
        "UserReceiveTime": at.as_second(),
        "CountryCode": "86",
        "SubscriberNumber": record.mobile,
        "PhoneNumber": format!("+86{}", record.mobile),
        "SerialNo": serial_no(&record.id),
        "ReportStatus": report,
        "Description": description,
        "SessionContext": record.context,
    }))
}

fn serial_no(id: &str) -> String {
    format!("5000:{id}")
}
