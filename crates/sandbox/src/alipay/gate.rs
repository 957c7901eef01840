//! Authenticates a request: app, time, signature over all parameters.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::offset;

use super::account::AlipayAccount;
use super::keys::Key;
use super::refusal::Refusal;

/// How far the request's time may differ from ours. No limit is published, and Alipay's own client for Node writes the local time of
/// its machine instead of Beijing's.
const SKEW_S: i64 = 24 * 3_600;

/// The parameters of a request, of its address and its form.
pub(crate) type Parameters = BTreeMap<String, String>;

/// One app with its keys, read.
pub(crate) struct App {
    pub(crate) account: AlipayAccount,
    /// The app's key.
    theirs: Key,
    /// Alipay's key for this app.
    pub(crate) own: Key,
}

impl App {
    pub(super) fn read(account: AlipayAccount) -> Option<Self> {
        Some(Self {
            theirs: Key::read(&account.keys.app_private)?,
            own: Key::read(&account.keys.alipay_private)?,
            account,
        })
    }
}

/// The app that sent a request, once everything about it is right.
pub(super) fn admitted<'a>(
    apps: &'a [App],
    given: &Parameters,
    now: Timestamp,
) -> Result<&'a App, Refusal> {
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
    let app = apps.iter().find(|app| app.account.app_id == text("app_id"));
    let app = app.ok_or(Refusal::AppId)?;
    if text("sign_type") != "RSA2" {
        return Err(Refusal::SignType);
    }
    let signed: Vec<String> = given
        .iter()
        .filter(|(name, value)| *name != "sign" && !value.is_empty())
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    if !app.theirs.is_signed(&signed.join("&"), text("sign")) {
        return Err(Refusal::Signature);
    }
    match beijing_time(text("timestamp")) {
        Some(time) if (time.as_second() - now.as_second()).abs() <= SKEW_S => Ok(app),
        _ => Err(Refusal::Timestamp),
    }
}

fn beijing_time(text: &str) -> Option<Timestamp> {
    let time = DateTime::strptime("%Y-%m-%d %H:%M:%S", text).ok()?;
    offset(8).to_timestamp(time).ok()
}
