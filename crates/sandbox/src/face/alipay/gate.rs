//! Authenticates a request: app, time, signature over all parameters.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::offset;

use super::keys::Key;
use super::methods::Refusal;

/// How far the request's time may differ from ours. No limit is published, and Alipay's own client for Node writes the local time of
/// its machine instead of Beijing's.
const SKEW_S: i64 = 24 * 3_600;

/// The parameters of a request, of its address and its form.
pub(super) type Parameters = BTreeMap<String, String>;

pub(super) struct Gate {
    app_id: String,
    /// The app's key.
    key: Key,
}

impl Gate {
    pub(super) fn new(app_id: String, key: Key) -> Self {
        Self { app_id, key }
    }

    pub(super) fn admit(&self, given: &Parameters, now: Timestamp) -> Result<(), Refusal> {
        let text = |name: &str| given.get(name).map_or("", String::as_str);
        for (name, code) in [
            ("method", "isv.missing-method"),
            ("app_id", "isv.missing-app-id"),
            ("timestamp", "isv.missing-timestamp"),
            ("version", "isv.missing-version"),
            ("sign_type", "isv.missing-signature-type"),
            ("sign", "isv.missing-signature"),
        ] {
            if text(name).is_empty() {
                return Err(Refusal::Missing(code));
            }
        }
        if text("app_id") != self.app_id {
            return Err(Refusal::AppId);
        }
        if text("sign_type") != "RSA2" {
            return Err(Refusal::SignType);
        }
        let signed: Vec<String> = given
            .iter()
            .filter(|(name, value)| *name != "sign" && !value.is_empty())
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        if !self.key.is_signed(&signed.join("&"), text("sign")) {
            return Err(Refusal::Signature);
        }
        match beijing_time(text("timestamp")) {
            Some(time) if (time.as_second() - now.as_second()).abs() <= SKEW_S => Ok(()),
            _ => Err(Refusal::Timestamp),
        }
    }
}

fn beijing_time(text: &str) -> Option<Timestamp> {
    let time = DateTime::strptime("%Y-%m-%d %H:%M:%S", text).ok()?;
    offset(8).to_timestamp(time).ok()
}
