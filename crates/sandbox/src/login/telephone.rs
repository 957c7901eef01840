//! A host's native side: what it hands to our mini-program in the hands of a person.

use std::sync::Arc;

use serde_json::Value;

use super::logins::{Good, Logins};
use super::people::{Holder, Platform};
use super::returning::Asked;
use super::{alipay, baidu, wechat};
use crate::alipay::AlipayKeys;
use crate::apps::Channel;

/// A telephone with the hosts' apps on it, in which our mini-programs run.
pub struct Telephone {
    logins: Arc<Logins>,
    apps: Vec<MiniApp>,
}

/// A mini-program of ours in a host.
#[derive(Clone)]
pub struct MiniApp {
    /// WeChat, Alipay or Baidu.
    pub host: Platform,
    /// Which of our mini-programs.
    pub channel: Channel,
    /// Its app id there.
    pub app_id: String,
    /// Alipay's keys.
    pub keys: Option<AlipayKeys>,
}

/// Why a host hands out nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotHanded {
    /// Nobody has this user name.
    #[error("there is no such person")]
    NoPerson,
    /// The mini-program is not in this host.
    #[error("there is no such mini-program in this host")]
    NoApp,
    /// The person has no mobile.
    #[error("the person has no mobile")]
    NoPhone,
}

impl Telephone {
    /// A telephone with these mini-programs.
    pub fn new(logins: Arc<Logins>, apps: Vec<MiniApp>) -> Self {
        Self { logins, apps }
    }

    /// The code that the host's log-in call gives: single-use, some minutes, for this mini-program in this host alone.
    pub fn login_code(
        &self,
        host: Platform,
        channel: Channel,
        username: &str,
    ) -> Result<String, NotHanded> {
        let (_, holder) = self.holder(host, channel, username)?;
        let asked = Asked::default();
        Ok(self.logins.issue(Good::LogIn, holder, asked, false))
    }

    /// What the host's phone button hands to the mini-program: WeChat `{"code"}`, Alipay `{"response"}` with the JSON text of
    /// `my.getPhoneNumber`, Baidu `{"encryptedData", "iv"}`, encrypted with the key that Baidu shares with this client.
    pub fn phone(
        &self,
        host: Platform,
        channel: Channel,
        username: &str,
    ) -> Result<Value, NotHanded> {
        let (app, holder) = self.holder(host, channel, username)?;
        let agent = holder.agent(self.logins.world());
        let mobile = agent.map_or("", |agent| &agent.mobile);
        if mobile.is_empty() {
            return Err(NotHanded::NoPhone);
        }
        match host {
            Platform::Wechat => Ok(wechat::phone_native(&self.logins, holder)),
            Platform::Alipay => {
                let keys = app.keys.as_ref().ok_or(NotHanded::NoApp)?;
                alipay::phone_native(keys, mobile, &self.logins.fresh("phone"))
                    .ok_or(NotHanded::NoApp)
            }
            Platform::Baidu => {
                baidu::phone_native(&self.logins, &holder, mobile).ok_or(NotHanded::NoApp)
            }
            _ => Err(NotHanded::NoApp),
        }
    }

    fn holder(
        &self,
        host: Platform,
        channel: Channel,
        username: &str,
    ) -> Result<(&MiniApp, Holder), NotHanded> {
        let mut apps = self.apps.iter();
        let app = apps.find(|app| app.host == host && app.channel == channel);
        let app = app.ok_or(NotHanded::NoApp)?;
        let person = self.logins.person(username).ok_or(NotHanded::NoPerson)?;
        let holder = Holder {
            platform: host,
            app_id: app.app_id.clone(),
            person,
        };
        Ok((app, holder))
    }
}
