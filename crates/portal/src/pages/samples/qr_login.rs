//! Samples of the log-in by a code that is scanned.

use super::super::layout::Layout;
use super::super::qr_login::{HostCodeShown, OpenOnPhone, QrLogin};
use super::drawing;

impl QrLogin {
    /// After its person looked too early, or as it is first shown.
    pub fn sample(layout: &Layout, has_looked: bool) -> Self {
        Self {
            page: layout.clone().titled(layout.t("qr_login.title")),
            picture: drawing(layout, "mark"),
            host_codes: vec![HostCodeShown {
                host: "wechat",
                channel: "jingtong",
                picture: drawing(layout, "mark"),
                title: layout.w(
                    "qr_login.host_code",
                    &[
                        ("app", layout.t("account.session_jingtong")),
                        ("host", layout.t("providers.wechat")),
                    ],
                ),
            }],
            ticket: "sample".to_owned(),
            digits: "07".to_owned(),
            until: "14:05".to_owned(),
            look_url: "/login/qr/sample".to_owned(),
            changes_url: "/login/qr/sample/changes".to_owned(),
            has_looked,
            here_url: "/sandbox/phone?ticket=sample".to_owned(),
        }
    }
}

impl OpenOnPhone {
    pub fn sample(layout: &Layout) -> Self {
        Self {
            page: layout.clone().titled(layout.t("qr_login.phone_title")),
            here_url: "/sandbox/phone?ticket=sample".to_owned(),
        }
    }
}
