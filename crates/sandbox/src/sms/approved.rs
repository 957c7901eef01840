//! The templates that the platforms have approved for the service, under the names that the service gives them.

use super::account::{Kind, Template};

/// The texts, by the service's names. A platform approves no text with a name, an ID number or an address in it.
const TEXTS: [(&str, Kind, &str); 3] = [
    (
        "code",
        Kind::Code,
        "您的验证码是${code}，5分钟内有效。请不要告诉任何人。",
    ),
    (
        "submitted",
        Kind::Notice,
        "您的申请已收到，回执编号${receipt}。可登录服务查看进度。",
    ),
    (
        "password_changed",
        Kind::Notice,
        "您的登录密码已修改。如果不是您本人操作，请立即找回密码，并拨打12333。",
    ),
];

/// The sign that stands before every text.
pub const SIGN: &str = "第三代社保卡";

/// The approved templates; the platform calls each of them `prefix` and a number.
pub fn approved(prefix: &str) -> Vec<Template> {
    let numbered = TEXTS.iter().zip(1_000_001..);
    numbered
        .map(|((name, kind, text), number)| Template {
            id: format!("{prefix}{number}"),
            name: (*name).to_owned(),
            kind: *kind,
            text: (*text).to_owned(),
        })
        .collect()
}
