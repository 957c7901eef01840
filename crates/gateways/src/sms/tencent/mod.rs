//! Tencent Cloud's SMS (`SendSms`, `PullSmsSendStatusByPhoneNumber`, version 2021-01-11), signed with TC3-HMAC-SHA256.
//!
//! Source: Tencent Cloud, `SendSms`, `PullSmsSendStatusByPhoneNumber`, "Signature method v3".

mod answer;
mod signature;

use super::{Answer, Delivery, Message, Sent, Sms, SmsError, TencentSettings};
use crate::received::Received;
use crate::system::{Again, Call, System};
use crate::{Chance, GatewayError, MachineClock, SettingsProblem};
use answer::{Sending, States};
use domain::id::Mobile;
use jiff::SignedDuration;
use serde::Serialize;
use serde::de::DeserializeOwned;
use signature::{Secret, SignedRequest};

const VERSION: &str = "2021-01-11";
const SERVICE: &str = "sms";

/// How much earlier than our note of the sending the platform's may be: the clocks may differ, and so much is accepted.
const CLOCK_TOLERANCE: SignedDuration = SignedDuration::from_secs(300);

/// The client of Tencent Cloud and of its stand-in.
pub struct TencentSms {
    system: System,
    secret_id: String,
    secret: Secret,
    settings: TencentSettings,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct SendSms<'a> {
    phone_number_set: [&'a str; 1],
    sms_sdk_app_id: &'a str,
    sign_name: &'a str,
    template_id: &'a str,
    template_param_set: Vec<&'a str>,
    session_context: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct PullStatus<'a> {
    begin_time: i64,
    offset: u32,
    limit: u32,
    phone_number: &'a str,
    sms_sdk_app_id: &'a str,
}

impl TencentSms {
    /// Builds the client; nothing is sent yet. Fails with the first fault; [`TencentSettings::problems`] lists all of them.
    pub fn new(
        settings: TencentSettings,
        machine: MachineClock,
        chance: Chance,
    ) -> Result<Self, SettingsProblem> {
        let mut settings = settings.checked()?;
        Ok(Self {
            system: System::new("tencent sms", &settings.access, machine, chance)?,
            secret_id: settings.access.app_id.clone(),
            secret: Secret::new(std::mem::take(&mut settings.access.key)),
            settings,
        })
    }

    /// Makes the call: attempts as far as they help. `read`: what an answer means, which may be that another attempt helps.
    async fn ask<A: DeserializeOwned, T>(
        &self,
        call: Call<'_>,
        action: &'static str,
        parameters: &impl Serialize,
        read: impl Fn(A) -> Result<T, GatewayError>,
    ) -> Result<T, GatewayError> {
        let body = serde_json::to_vec(parameters)
            .map_err(|_| GatewayError::malformed("the call cannot be written as json"))?;
        self.system
            .ask(call, || {
                let answer = self.send_once(action, &body);
                async { answer.await.and_then(&read) }
            })
            .await
    }

    /// One attempt, with its own time.
    async fn send_once<A: DeserializeOwned>(
        &self,
        action: &'static str,
        body: &[u8],
    ) -> Result<A, GatewayError> {
        let url = self.system.address("/");
        let now = self.system.now();
        let signed = SignedRequest {
            service: SERVICE,
            path: url.path(),
            host: &crate::encoding::host(&url),
            action,
            time: now,
            body,
        };
        let authorization = signed.authorization(&self.secret_id, &self.secret);
        let request = self
            .system
            .http
            .post(url)
            .header("content-type", signature::CONTENT_TYPE)
            .header("x-tc-action", action)
            .header("x-tc-version", VERSION)
            .header("x-tc-region", &self.settings.region)
            .header("x-tc-timestamp", now.as_second())
            .header("authorization", authorization)
            .body(body.to_vec());
        answer::checked(&Received::of(request).await?)
    }
}

impl Sms for TencentSms {
    fn send<'a>(&'a self, message: &'a Message, request_id: &'a str) -> Answer<'a, Sent> {
        Box::pin(async move {
            let template = super::settings::id_of(&self.settings.templates, message)
                .ok_or_else(SmsError::no_template)?;
            let number = international(message.to);
            let parameters = SendSms {
                phone_number_set: [&number],
                sms_sdk_app_id: &self.settings.sdk_app_id,
                sign_name: &self.settings.sign_name,
                template_id: template,
                template_param_set: message.values.iter().map(|(_, value)| &**value).collect(),
                session_context: request_id,
            };
            let call = Call {
                operation: "send",
                request_id,
                again: Again::UnlessItMayBeDone,
            };
            let at = self.system.now();
            self.ask(call, "SendSms", &parameters, Sending::id)
                .await
                .map(|id| Sent {
                    id,
                    to: message.to,
                    at,
                })
                .map_err(|error| SmsError::of(error, answer::why))
        })
    }

    fn delivery<'a>(&'a self, sent: &'a Sent, request_id: &'a str) -> Answer<'a, Delivery> {
        Box::pin(async move {
            let number = international(sent.to);
            let begin = sent.at.saturating_sub(CLOCK_TOLERANCE).unwrap_or(sent.at);
            let parameters = PullStatus {
                begin_time: begin.as_second(),
                offset: 0,
                limit: 100,
                phone_number: &number,
                sms_sdk_app_id: &self.settings.sdk_app_id,
            };
            let call = Call {
                operation: "delivery",
                request_id,
                again: Again::Always,
            };
            let read = |states: States| states.delivery(&sent.id);
            self.ask(call, "PullSmsSendStatusByPhoneNumber", &parameters, read)
                .await
                .map_err(|error| SmsError::of(error, answer::why))
        })
    }
}

/// By E.164, as the platform wants it.
fn international(mobile: Mobile) -> String {
    format!("+86{}", mobile.as_str())
}
