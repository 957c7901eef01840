//! Nobody is led elsewhere: what goes to a platform goes to the address of the settings alone.

use crate::exchange::{PRIVATE, why};
use crate::other_end::{OtherEnd, SECRET, attempt, chance, code, machine, service};
use gateways::login::AlipayWeb;
use gateways::login::{
    BaiduWeb, BeijingLogin, BeijingSettings, ClientAuthentication, FieldMap, OauthLogin,
    OauthSettings, ToldIn, WebLogin, WechatWeb,
};
use gateways::{AlipayApp, AlipaySettings, WechatApp, WechatSettings, WechatToken};
use std::sync::Arc;

const PAGE: &str = "https://platform.example/authorize";

/// Each kind of platform, with the path at which it is asked first.
fn platforms(end: &OtherEnd) -> Vec<(&'static str, Box<dyn WebLogin>)> {
    let wechat = WechatSettings {
        access: end.access(SECRET),
        token: WechatToken::Stable,
    };
    let wechat = Arc::new(WechatApp::new(wechat, machine(), chance()).unwrap());
    let alipay = AlipaySettings {
        access: end.access(PRIVATE),
        public_key: include_str!("../keys/public.pem").into(),
    };
    let alipay = Arc::new(AlipayApp::new(alipay, machine(), chance()).unwrap());
    let oauth = OauthSettings {
        access: end.access(SECRET),
        page_url: PAGE.into(),
        token_path: "/token".into(),
        scope: "identity".into(),
        authentication: ClientAuthentication::SecretInForm,
        pkce: true,
        told_in: ToldIn::UserInfo {
            path: "/user".into(),
        },
        fields: FieldMap {
            subject: "id".into(),
            union: None,
            name: None,
            id_number: None,
            mobile: None,
            mobile_verified: None,
            assurance: None,
        },
    };
    let beijing = BeijingSettings {
        access: end.access(SECRET),
        page_url: PAGE.into(),
        accepted_levels: vec!["L3".into()],
        refused_codes: Vec::new(),
    };
    let oauth = OauthLogin::new("national", oauth, machine(), service(), chance());
    let beijing = BeijingLogin::new(beijing, machine(), service(), chance());
    let baidu = BaiduWeb::new(end.access(SECRET), PAGE, machine(), chance());
    vec![
        (
            "/sns/oauth2/access_token",
            Box::new(WechatWeb::new(wechat, PAGE).unwrap()),
        ),
        (
            "/gateway.do",
            Box::new(AlipayWeb::new(alipay, PAGE).unwrap()),
        ),
        ("/oauth/2.0/token", Box::new(baidu.unwrap())),
        ("/token", Box::new(oauth.unwrap())),
        ("/api/oauth/getAccessToken", Box::new(beijing.unwrap())),
    ]
}

#[tokio::test]
async fn a_redirection_is_not_followed() {
    for status in [301, 302, 303, 307, 308] {
        let (end, elsewhere) = (OtherEnd::start().await, OtherEnd::start().await);
        for (path, web) in platforms(&end) {
            end.says(path, status, format!("{}/stolen", elsewhere.base_url));
            let given = if path == "/gateway.do" {
                "auth_code=c&state=a-state"
            } else {
                "code=c&state=a-state"
            };
            let outcome = web.finish(&code(&*web, given), &attempt(), "r").await;
            assert_ne!(why(&outcome), "in", "{path} {status}");
            assert_eq!(end.asked(path), 1, "{path} {status}: a code is sent once");
        }
        let strayed = elsewhere.requests();
        assert!(strayed.is_empty(), "{status}: {}", strayed[0].uri);
    }
}
