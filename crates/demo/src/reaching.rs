//! How any client reaches the platforms, their own libraries included: `/sandbox/platforms.json`.

use domain::channel::Channel;
use sandbox::login::Platform;
use serde_json::{Map, Value, json};

use super::hosts::Hosts;

impl Hosts {
    /// How to reach each, in the format of the contract.
    pub(super) fn json(&self) -> Value {
        let wechat = self.wechat.apps.iter().map(|(channel, app)| {
            let told = json!({"app_id": app.app_id, "secret": app.secret});
            (*channel, told)
        });
        let alipay = self.alipay.apps.iter().map(|(channel, app)| {
            let told = json!({
                "app_id": app.app_id,
                "private_key": app.keys.app_private,
                "public_key": app.keys.alipay_public,
                "encrypt_key": app.keys.encrypt_key,
            });
            (*channel, told)
        });
        let baidu = self.baidu.apps.iter().map(|(channel, app)| {
            let told = json!({
                "app_id": app.client_id,
                "secret": app.secret,
                "plan_id": app.plan_id,
                "page_url": self.baidu.page_url,
            });
            (*channel, told)
        });
        let mut all = Map::new();
        let mut add = |platform: Platform, base_url: &str, apps: Vec<(Channel, Value)>| {
            let told = self.told(platform, base_url, apps);
            all.insert(platform.word().to_owned(), told);
        };
        add(Platform::Wechat, &self.wechat.base_url, wechat.collect());
        add(Platform::Alipay, &self.alipay.base_url, alipay.collect());
        add(Platform::Baidu, &self.baidu.base_url, baidu.collect());
        let portal = |told: Value| vec![(Channel::Portal, told)];
        for host in &self.oauth {
            let account = &host.account;
            let told = json!({"app_id": account.client_id, "secret": account.secret});
            add(host.platform, &host.base_url, portal(told));
        }
        let account = &self.beijing.account;
        let told = json!({"app_id": account.client_id, "secret": account.secret});
        add(Platform::Beijing, &self.beijing.base_url, portal(told));
        Value::Object(all)
    }

    /// A platform with its apps; the portal's stands also by itself, for clients that need one.
    fn told(&self, platform: Platform, base_url: &str, apps: Vec<(Channel, Value)>) -> Value {
        let mut named = Map::new();
        for (channel, mut app) in apps {
            if channel == Channel::Portal {
                app["redirect_uri"] = self.redirect_uri(platform).into();
            }
            named.insert(channel.code().to_owned(), app);
        }
        let mut told = named[Channel::Portal.code()].clone();
        told["base_url"] = base_url.into();
        told["apps"] = Value::Object(named);
        told
    }
}
