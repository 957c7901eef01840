//! A service without a platform that sends short messages.

use gateways::sms::{Answer, Delivery, Message, Refusal, Sent, Sms, SmsError};

/// Sends nothing: there is no platform in the settings.
pub(crate) struct NoSms;

impl Sms for NoSms {
    fn send<'a>(&'a self, _: &'a Message, _: &'a str) -> Answer<'a, Sent> {
        Box::pin(async { Err(no_platform()) })
    }

    fn delivery<'a>(&'a self, _: &'a Sent, _: &'a str) -> Answer<'a, Delivery> {
        Box::pin(async { Err(no_platform()) })
    }
}

fn no_platform() -> SmsError {
    SmsError::Refused {
        why: Refusal::Configuration,
        code: "no_platform".to_owned(),
    }
}
