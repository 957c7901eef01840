//! Under which ids the platforms of mini-programs know our messages.

use std::collections::BTreeMap;

use domain::channel::{Channel, Host};
use service::parent::grant_messages::TEMPLATES;
use service::platforms::MessageTemplates;

use super::reader::Reader;

/// Whose messages a setting names. Baidu has no such ids: there, each message needs a form that somebody sent.
const SETTINGS: [(Channel, Host, &str); 3] = [
    (
        Channel::Jingtong,
        Host::WeChat,
        "login.wechat.jingtong_messages",
    ),
    (
        Channel::Yikatong,
        Host::WeChat,
        "login.wechat.yikatong_messages",
    ),
    (
        Channel::Jingtong,
        Host::Alipay,
        "login.alipay.jingtong_messages",
    ),
];

pub(super) fn read(r: &mut Reader) -> MessageTemplates {
    let mut all = MessageTemplates::new();
    for (channel, host, key) in SETTINGS {
        let mut ids = BTreeMap::new();
        for one in r.list(key) {
            let named = one.split_once('=');
            let named = named.map(|(template, id)| (template.trim(), id.trim()));
            let known =
                named.filter(|(template, id)| TEMPLATES.contains(template) && !id.is_empty());
            match known {
                Some((template, id)) => {
                    ids.insert(template.to_owned(), id.to_owned());
                }
                None => r.fault(
                    key,
                    &format!(
                        "write kind=id, with one of these kinds: {}",
                        TEMPLATES.join(", ")
                    ),
                ),
            }
        }
        if !ids.is_empty() {
            all.insert((channel, host), ids);
        }
    }
    all
}

/// Ids for the hosts that the sandbox plays.
pub(crate) fn of_the_sandbox() -> MessageTemplates {
    let ids = TEMPLATES.map(|template| (template.to_owned(), format!("sandbox_{template}")));
    let ids = BTreeMap::from(ids);
    let apps = SETTINGS.map(|(channel, host, _)| ((channel, host), ids.clone()));
    MessageTemplates::from(apps)
}
