//! Aliyun's SMS (`SendSms`, `QuerySendDetails`, version 2017-05-25), signed with ACS3-HMAC-SHA256.
//!
//! Source: Aliyun help, `SendSms`, `QuerySendDetails`, "V3 request structure and signature".

mod answer;
mod signature;

use super::{AliyunSettings, Answer, Delivery, Message, Sent, Sms, SmsError, Templates};
use crate::encoding::canonical_query;
use crate::received::Received;
use crate::system::{Again, Call, System};
use crate::{Chance, GatewayError, MachineClock, SettingsProblem, sha256};
use answer::{Details, Sending};
use domain::day::beijing_date;
use ring::hmac;
use serde::de::DeserializeOwned;
use signature::SignedRequest;

const VERSION: &str = "2017-05-25";

/// The client of Aliyun and of its stand-in.
pub struct AliyunSms {
    system: System,
    access_key_id: String,
    secret: hmac::Key,
    sign_name: String,
    templates: Templates,
}

impl AliyunSms {
    /// Builds the client; nothing is sent yet. Fails with the first fault; [`AliyunSettings::problems`] lists all of them.
    pub fn new(
        settings: AliyunSettings,
        machine: MachineClock,
        chance: Chance,
    ) -> Result<Self, SettingsProblem> {
        let settings = settings.checked()?;
        Ok(Self {
            system: System::new("aliyun sms", &settings.access, machine, chance)?,
            access_key_id: settings.access.app_id,
            secret: sha256::key(&settings.access.key),
            sign_name: settings.sign_name,
            templates: settings.templates,
        })
    }

    /// One attempt, with its own nonce and time. The platform reads the parameters from the query, mobile included; the address
    /// is never logged.
    async fn send_once<A: DeserializeOwned>(
        &self,
        action: &'static str,
        parameters: &[(&str, &str)],
    ) -> Result<A, GatewayError> {
        let query = canonical_query(parameters);
        let mut url = self.system.address("/");
        url.set_query(Some(&query));
        let (date, nonce) = (signature::date_text(self.system.now()), self.system.nonce());
        let body_hash = sha256::hex(b"");
        let headers = [
            ("host", &*crate::encoding::host(&url)),
            ("x-acs-action", action),
            ("x-acs-content-sha256", &body_hash),
            ("x-acs-date", &date),
            ("x-acs-signature-nonce", &nonce),
            ("x-acs-version", VERSION),
        ];
        let signed = SignedRequest {
            method: "POST",
            path: url.path(),
            query: &query,
            headers: &headers,
            body_hash: &body_hash,
        };
        let authorization = signed.authorization(&self.access_key_id, &self.secret);
        let mut request = self.system.http.post(url);
        for (name, value) in headers {
            request = request.header(name, value);
        }
        let received = Received::of(request.header("authorization", authorization)).await?;
        answer::checked(&received)
    }
}

impl Sms for AliyunSms {
    fn send<'a>(&'a self, message: &'a Message, request_id: &'a str) -> Answer<'a, Sent> {
        Box::pin(async move {
            let template = super::settings::id_of(&self.templates, message)
                .ok_or_else(SmsError::no_template)?;
            let values: serde_json::Map<_, _> = message
                .values
                .iter()
                .map(|(name, value)| (name.clone(), value.clone().into()))
                .collect();
            let values = serde_json::Value::Object(values).to_string();
            let parameters = [
                ("OutId", request_id),
                ("PhoneNumbers", message.to.as_str()),
                ("SignName", &self.sign_name),
                ("TemplateCode", template),
                ("TemplateParam", &values),
            ];
            let call = Call {
                operation: "send",
                request_id,
                again: Again::UnlessItMayBeDone,
            };
            let at = self.system.now();
            self.system
                .ask(call, || self.send_once::<Sending>("SendSms", &parameters))
                .await
                .and_then(Sending::id)
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
            let day = beijing_date(sent.at).strftime("%Y%m%d").to_string();
            let parameters = [
                ("BizId", &*sent.id),
                ("CurrentPage", "1"),
                ("PageSize", "10"),
                ("PhoneNumber", sent.to.as_str()),
                ("SendDate", &day),
            ];
            let call = Call {
                operation: "delivery",
                request_id,
                again: Again::Always,
            };
            self.system
                .ask(call, || {
                    self.send_once::<Details>("QuerySendDetails", &parameters)
                })
                .await
                .and_then(Details::delivery)
                .map_err(|error| SmsError::of(error, answer::why))
        })
    }
}
