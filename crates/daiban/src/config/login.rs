//! The platforms by which one logs in, and whose apps host our mini-programs.

use std::fmt;

use domain::channel::Channel;
use gateways::login::{BaiduSession, FieldMap};
use gateways::{AlipaySettings, Settings, WechatSettings, WechatToken};
use service::platforms::MessageTemplates;

use super::federated::{Agreed, Federated, Kind, Way, some};
use super::messages;
use super::reader::{Reader, at_least_one};

/// The platforms by which one logs in. A channel without an app id has no app there.
#[derive(Clone, Debug)]
pub struct LoginConfig {
    /// The ways to log in that are offered, in this order; empty: all that there are.
    pub ways: Vec<String>,
    /// Our apps at WeChat.
    pub wechat: Vec<(Channel, WechatSettings)>,
    /// The page of both mini-programs that WeChat's codes at the portal open; empty: no such codes.
    pub wechat_code_page: String,
    /// WeChat's page.
    pub wechat_page_url: String,
    /// Our apps at Alipay.
    pub alipay: Vec<(Channel, AlipayConfig)>,
    /// Alipay's page.
    pub alipay_page_url: String,
    /// Our applications at Baidu.
    pub baidu: Vec<(Channel, Settings)>,
    /// Baidu's page.
    pub baidu_page_url: String,
    /// By which form a code of Baidu's mini-program is exchanged.
    pub baidu_session: BaiduSession,
    /// Under which ids these platforms know our messages.
    pub messages: MessageTemplates,
    /// The national platform.
    pub national: Federated,
    /// The electronic social security card.
    pub essc: Federated,
}

/// One app at Alipay.
#[derive(Clone)]
pub struct AlipayConfig {
    /// Address, app id and keys.
    pub settings: AlipaySettings,
    /// What Alipay encrypts to the app with; a mini-program alone has it.
    pub encrypt_key: String,
}

impl fmt::Debug for AlipayConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AlipayConfig")
            .field("settings", &self.settings)
            .field("encrypt_key", &"***")
            .finish()
    }
}

/// A setting's key.
macro_rules! key {
    ($section:literal, $name:literal) => {
        concat!("login.", $section, ".", $name)
    };
}

/// How a platform's app is reached, by the section's address and times.
macro_rules! access {
    ($r:ident, $section:literal, $base_url:literal, $app_id:literal, $key:literal) => {{
        let base_url = $r.text(key!($section, "base_url"), $base_url);
        let timeout_ms = $r
            .number(key!($section, "timeout_ms"), 4_000, at_least_one)
            .into();
        let connect = key!($section, "connect_timeout_ms");
        Settings {
            connect_timeout_ms: $r.number(connect, 1_500, at_least_one).into(),
            timeout_ms,
            whole_call_ms: timeout_ms,
            ..Settings::new(
                base_url.trim_end_matches('/'),
                $r.text(key!($section, $app_id), ""),
                $r.secret(
                    key!($section, $key),
                    concat!("login.", $section, ".", $key, "_file"),
                )
                .into_bytes(),
            )
        }
    }};
}

/// A section of a platform whose interface is agreed with it.
macro_rules! federated {
    ($r:ident, $section:literal) => {{
        let access = access!($r, $section, "", "app_id", "key");
        let kind = $r.choice(
            key!($section, "kind"),
            &[
                ("none", Kind::None),
                ("oauth", Kind::Oauth),
                ("oidc", Kind::Oidc),
                ("beijing", Kind::Beijing),
            ],
        );
        let agreed = Agreed {
            page_url: $r.text(key!($section, "page_url"), ""),
            token_path: $r.text(key!($section, "token_path"), "/oauth2/token"),
            scope: $r.text(key!($section, "scope"), "openid"),
            authentication: $r.choice(
                key!($section, "authentication"),
                &[
                    ("form", Way::Form),
                    ("header", Way::Header),
                    ("statement", Way::Statement),
                ],
            ),
            key_id: some($r.text(key!($section, "key_id"), "")),
            pkce: $r.flag(key!($section, "pkce"), true),
            in_id_token: $r.choice(
                key!($section, "told_in"),
                &[("user_info", false), ("id_token", true)],
            ),
            user_info_path: $r.text(key!($section, "user_info_path"), "/oauth2/userinfo"),
            issuer: $r.text(key!($section, "issuer"), ""),
            keys_path: $r.text(key!($section, "keys_path"), "/oauth2/keys"),
            further_origins: $r.list(key!($section, "further_origins")),
            refused_codes: $r.list(key!($section, "refused_codes")),
            accepted: $r.list(key!($section, "accepted_assurances")),
            fields: FieldMap {
                subject: $r.text(key!($section, "subject_field"), "sub"),
                union: some($r.text(key!($section, "union_field"), "")),
                name: some($r.text(key!($section, "name_field"), "name")),
                id_number: some($r.text(key!($section, "id_number_field"), "")),
                mobile: some($r.text(key!($section, "mobile_field"), "phone_number")),
                mobile_verified: some($r.text(key!($section, "mobile_verified_field"), "")),
                assurance: None,
            },
            assurance: $r.text(key!($section, "assurance_field"), ""),
        };
        if agreed
            .refused_codes
            .iter()
            .any(|code| code.parse::<i64>().is_err())
        {
            $r.fault(key!($section, "refused_codes"), "write whole numbers");
        }
        agreed.federated(kind, access)
    }};
}

pub(super) fn read(r: &mut Reader) -> LoginConfig {
    LoginConfig {
        ways: r.list("login.ways"),
        wechat: wechat(r),
        wechat_code_page: code_page(r),
        wechat_page_url: r.text(
            "login.wechat.page_url",
            "https://open.weixin.qq.com/connect/qrconnect",
        ),
        alipay: alipay(r),
        alipay_page_url: r.text(
            "login.alipay.page_url",
            "https://openauth.alipay.com/oauth2/publicAppAuthorize.htm",
        ),
        baidu: baidu(r),
        baidu_page_url: r.text(
            "login.baidu.page_url",
            "https://openapi.baidu.com/oauth/2.0/authorize",
        ),
        baidu_session: baidu_session(r),
        messages: messages::read(r),
        national: federated!(r, "national"),
        essc: federated!(r, "essc"),
    }
}

fn wechat(r: &mut Reader) -> Vec<(Channel, WechatSettings)> {
    let token = r.choice(
        "login.wechat.token",
        &[
            ("stable", WechatToken::Stable),
            ("plain", WechatToken::Plain),
        ],
    );
    let all = [
        (
            Channel::Portal,
            access!(
                r,
                "wechat",
                "https://api.weixin.qq.com",
                "portal_app_id",
                "portal_key"
            ),
        ),
        (
            Channel::Jingtong,
            access!(
                r,
                "wechat",
                "https://api.weixin.qq.com",
                "jingtong_app_id",
                "jingtong_key"
            ),
        ),
        (
            Channel::Yikatong,
            access!(
                r,
                "wechat",
                "https://api.weixin.qq.com",
                "yikatong_app_id",
                "yikatong_key"
            ),
        ),
    ];
    let known = all
        .into_iter()
        .filter(|(_, access)| !access.app_id.is_empty());
    known
        .map(|(channel, access)| (channel, WechatSettings { access, token }))
        .collect()
}

fn code_page(r: &mut Reader) -> String {
    const KEY: &str = "login.wechat.code_page";
    let page = r.text(KEY, "pages/portal_login/index");
    if page.starts_with('/') || page.contains(['?', '#']) {
        r.fault(
            KEY,
            "write the page's path without a slash in front and without a query",
        );
    }
    page
}

fn alipay(r: &mut Reader) -> Vec<(Channel, AlipayConfig)> {
    let portal = access!(
        r,
        "alipay",
        "https://openapi.alipay.com",
        "portal_app_id",
        "portal_key"
    );
    let jingtong = access!(
        r,
        "alipay",
        "https://openapi.alipay.com",
        "jingtong_app_id",
        "jingtong_key"
    );
    let encrypt_key = r.secret(
        "login.alipay.jingtong_encrypt_key",
        "login.alipay.jingtong_encrypt_key_file",
    );
    let all = [
        (
            Channel::Portal,
            portal,
            r.text("login.alipay.portal_public_key", ""),
            String::new(),
        ),
        (
            Channel::Jingtong,
            jingtong,
            r.text("login.alipay.jingtong_public_key", ""),
            encrypt_key,
        ),
    ];
    all.into_iter()
        .filter(|(_, access, ..)| !access.app_id.is_empty())
        .map(|(channel, access, public_key, encrypt_key)| {
            let settings = AlipaySettings { access, public_key };
            let app = AlipayConfig {
                settings,
                encrypt_key,
            };
            (channel, app)
        })
        .collect()
}

fn baidu(r: &mut Reader) -> Vec<(Channel, Settings)> {
    let all = [
        (
            Channel::Portal,
            access!(
                r,
                "baidu",
                "https://openapi.baidu.com",
                "portal_app_id",
                "portal_key"
            ),
        ),
        (
            Channel::Jingtong,
            access!(
                r,
                "baidu",
                "https://openapi.baidu.com",
                "jingtong_app_id",
                "jingtong_key"
            ),
        ),
    ];
    let known = all
        .into_iter()
        .filter(|(_, access)| !access.app_id.is_empty());
    known.collect()
}

fn baidu_session(r: &mut Reader) -> BaiduSession {
    let url = r.text("login.baidu.session_url", "https://spapi.baidu.com");
    let with_secret = r.choice("login.baidu.session", &[("token", false), ("secret", true)]);
    if with_secret {
        BaiduSession::WithSecret(url)
    } else {
        BaiduSession::WithToken
    }
}
