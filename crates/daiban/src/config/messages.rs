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
#[cfg(feature = "demo")]
pub(crate) fn of_the_sandbox() -> MessageTemplates {
    let ids = TEMPLATES.map(|template| (template.to_owned(), format!("sandbox_{template}")));
    let ids = BTreeMap::from(ids);
    let apps = SETTINGS.map(|(channel, host, _)| ((channel, host), ids.clone()));
    MessageTemplates::from(apps)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> (MessageTemplates, Vec<String>) {
        let mut reader = Reader::new(text, []);
        let read = read(&mut reader);
        let faults = reader.finish().err().unwrap_or_default();
        (read, faults.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn ids_are_named_by_their_kind() {
        let text = "[login.wechat]\nyikatong_messages = ['at_branch = a1', 'returned=b=2']\n";
        let (read, faults) = told(text);
        assert!(faults.is_empty(), "{faults:?}");
        let ids = &read[&(Channel::Yikatong, Host::WeChat)];
        let ids: Vec<_> = ids.iter().map(|(kind, id)| (&**kind, &**id)).collect();
        assert_eq!(ids, [("at_branch", "a1"), ("returned", "b=2")]);
        assert_eq!(read.len(), 1);
        for wrong in ["at_branch", "at_branch=", "arrived=a1"] {
            let (_, faults) = told(&format!("[login.alipay]\njingtong_messages = '{wrong}'\n"));
            assert_eq!(faults.len(), 1, "{wrong}: {faults:?}");
            assert!(faults[0].contains("login.alipay.jingtong_messages"));
        }
    }
}
