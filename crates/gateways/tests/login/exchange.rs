//! What is sent to each platform, and what its own codes mean.

use std::sync::Arc;

use crate::other_end::{OtherEnd, SECRET, attempt, chance, code, machine};
use data_encoding::BASE64;
use gateways::login::{
    AlipayEncryptKey, AlipayMini, AlipayWeb, BaiduMini, BaiduMiniSettings, BaiduSession, BaiduWeb,
    HostSession, LoginError, MiniProgram, NotAdmitted, Returned, SessionKey, Subject, WebLogin,
    WechatMini, WechatWeb,
};
use gateways::{
    AlipayApp, AlipaySettings, GatewayError, RetryCause, WechatApp, WechatSettings, WechatToken,
};
use ring::signature::{RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};
use serde_json::{Value, json};

pub(crate) const PRIVATE: &str = include_str!("../keys/pkcs8.pem");
const PUBLIC: &str = include_str!("../keys/public.pem");
const PUBLIC_PKCS1: &str = include_str!("../keys/public_pkcs1.pem");
const REDIRECT: &str = "redirect_uri=https%3A%2F%2Fportal.example%2Flogin%2Fcallback%3Fx%3D1%26y";

fn wechat(end: &OtherEnd) -> Arc<WechatApp> {
    let settings = WechatSettings {
        access: end.access(SECRET),
        token: WechatToken::Stable,
    };
    Arc::new(WechatApp::new(settings, machine(), chance()).unwrap())
}

fn alipay(end: &OtherEnd) -> Arc<AlipayApp> {
    let settings = AlipaySettings {
        access: end.access(PRIVATE),
        public_key: PUBLIC.into(),
    };
    Arc::new(AlipayApp::new(settings, machine(), chance()).unwrap())
}

pub(crate) fn is_genuine(text: &str, signature: &[u8]) -> bool {
    let base64: String = PUBLIC_PKCS1
        .lines()
        .filter(|line| !line.starts_with('-'))
        .collect();
    let key = BASE64.decode(base64.as_bytes()).unwrap();
    UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, key)
        .verify(text.as_bytes(), signature)
        .is_ok()
}

pub(crate) fn why<T>(outcome: &Result<T, LoginError>) -> &'static str {
    match outcome {
        Ok(_) => "in",
        Err(LoginError::NotAdmitted { why, .. }) => match why {
            NotAdmitted::Code => "code",
            NotAdmitted::Phone => "phone",
            NotAdmitted::Person => "person",
        },
        Err(LoginError::Misconfigured { .. }) => "us",
        Err(LoginError::Unanswered(GatewayError::Retry { cause })) => match cause {
            RetryCause::Temporary { .. } => "busy",
            _ => "silent",
        },
        Err(LoginError::Unanswered(_)) => "malformed",
    }
}

async fn page(web: &dyn WebLogin) -> String {
    web.authorize_url(&attempt(), "r").await.unwrap()
}

fn session() -> HostSession {
    HostSession {
        subject: Subject {
            app_id: "an-app".into(),
            id: "an-openid".into(),
            union: None,
        },
        secret: Some(SessionKey::new("1df09d0a1677dd72b8325aec59576e0c".into())),
    }
}

#[tokio::test]
async fn wechats_page_has_its_parameters_in_the_published_order() {
    let end = OtherEnd::start().await;
    let web = WechatWeb::new(wechat(&end), "https://open.weixin.qq.com/connect/qrconnect").unwrap();
    assert_eq!(
        page(&web).await,
        format!(
            "https://open.weixin.qq.com/connect/qrconnect?appid=an-app&{REDIRECT}&response_type=code&scope=snsapi_login&state=a-state#wechat_redirect"
        )
    );
    assert!(WechatWeb::new(wechat(&end), "http://open.weixin.qq.com").is_err());
}

#[tokio::test]
async fn wechats_codes_are_told_apart() {
    for (body, expected) in [
        (r#"{"openid":"o","session_key":"k","unionid":"u"}"#, "in"),
        (r#"{"openid":"o","session_key":"k"}"#, "in"),
        (r#"{"openid":"o"}"#, "malformed"),
        (r#"{"openid":"","session_key":"k"}"#, "malformed"),
        (r#"{"errcode":40029,"errmsg":"invalid code"}"#, "code"),
        (r#"{"errcode":"40163","errmsg":"code been used"}"#, "code"),
        (r#"{"errcode":41008,"errmsg":""}"#, "code"),
        (r#"{"errcode":40226,"errmsg":""}"#, "person"),
        (r#"{"errcode":40013,"errmsg":""}"#, "us"),
        (r#"{"errcode":40125,"errmsg":""}"#, "us"),
        (r#"{"errcode":40164,"errmsg":""}"#, "us"),
        (r#"{"errcode":-1,"errmsg":"busy"}"#, "busy"),
        (r#"{"errcode":45011,"errmsg":""}"#, "busy"),
        ("<html>", "malformed"),
        ("", "malformed"),
    ] {
        let end = OtherEnd::start().await;
        end.says("/sns/jscode2session", 200, body);
        let outcome = WechatMini::new(wechat(&end)).log_in("a code", "r").await;
        assert_eq!(why(&outcome), expected, "{body}");
        let query = end.requests()[0].query();
        let expected = [
            ("appid", "an-app"),
            ("secret", SECRET),
            ("js_code", "a code"),
            ("grant_type", "authorization_code"),
        ];
        assert_eq!(query, expected.map(|(n, v)| (n.into(), v.into())).into());
    }
}

#[tokio::test]
async fn wechat_proves_a_mobile_of_the_mainland_for_this_app_alone() {
    let told = |country: Value, number: &str, app: &str| {
        json!({"errcode": 0, "errmsg": "ok", "phone_info": {
            "phoneNumber": "+1", "purePhoneNumber": number, "countryCode": country,
            "watermark": {"timestamp": 1, "appid": app},
        }})
    };
    for (body, expected) in [
        (told(json!("86"), "13711112222", "an-app"), "in"),
        (told(json!(86), "13711112222", "an-app"), "in"),
        (told(json!("1"), "13711112222", "an-app"), "phone"),
        (told(json!(86), "010-62345678", "an-app"), "phone"),
        (told(json!(86), "13711112222", "other"), "malformed"),
        (json!({"errcode": 40029}), "phone"),
        (json!({"errcode": 40003}), "phone"),
        (json!({"errcode": 48001}), "us"),
    ] {
        let end = OtherEnd::start().await;
        let token = r#"{"access_token":"t","expires_in":7200}"#;
        end.says("/cgi-bin/stable_token", 200, token);
        end.says("/wxa/business/getuserphonenumber", 200, body.to_string());
        let native = json!({"code": "c"});
        let outcome = WechatMini::new(wechat(&end))
            .phone(&native, &session(), "r")
            .await;
        assert_eq!(why(&outcome), expected, "{body}");
        let sent: Value = serde_json::from_slice(&end.requests()[1].body).unwrap();
        assert_eq!(sent, json!({"code": "c", "openid": "an-openid"}));
    }
}

/// A token that was renewed elsewhere is not the code's fault, and the code has not been looked at.
#[tokio::test]
async fn a_number_is_asked_for_again_with_a_renewed_token() {
    let end = OtherEnd::start().await;
    end.says(
        "/cgi-bin/stable_token",
        200,
        r#"{"access_token":"old","expires_in":7200}"#,
    );
    end.says(
        "/cgi-bin/stable_token",
        200,
        r#"{"access_token":"new","expires_in":7200}"#,
    );
    let path = "/wxa/business/getuserphonenumber";
    end.says(path, 200, r#"{"errcode":40001}"#);
    end.says(path, 200, r#"{"errcode":40029}"#);
    let native = json!({"code": "c"});
    let outcome = WechatMini::new(wechat(&end))
        .phone(&native, &session(), "r")
        .await;
    assert_eq!(why(&outcome), "phone");
    assert_eq!(end.asked(path), 2);
}

#[tokio::test]
async fn alipay_exchanges_a_code_by_signed_parameters_of_its_own() {
    let end = OtherEnd::start().await;
    let page_url = "https://openauth.alipay.com/oauth2/publicAppAuthorize.htm";
    let web = AlipayWeb::new(alipay(&end), page_url).unwrap();
    assert_eq!(
        page(&web).await,
        format!("{page_url}?app_id=an-app&scope=auth_user&{REDIRECT}&state=a-state")
    );
    let back = "app_id=an-app&source=alipay_wallet&scope=auth_user&auth_code=a-code&state=a-state";
    let code = code(&web, back);
    assert!(web.finish(&code, &attempt(), "r").await.is_err());
    let request = &end.requests()[0];
    let mut parameters = request.query();
    assert!(!request.uri.to_string().contains("a-code"));
    parameters.extend(request.form());
    assert_eq!(parameters["method"], "alipay.system.oauth.token");
    assert_eq!(parameters["grant_type"], "authorization_code");
    assert_eq!(parameters["code"], "a-code");
    assert!(!parameters.contains_key("biz_content"));
    let sign = BASE64.decode(parameters.remove("sign").unwrap().as_bytes());
    let text: Vec<_> = parameters
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    assert!(is_genuine(&text.join("&"), &sign.unwrap()));

    let declined = web.returned("app_id=an-app&state=s");
    assert_eq!(declined, Returned::Declined { state: "s".into() });
    let other = web.returned("app_id=other&auth_code=c&state=s");
    assert!(matches!(other, Returned::Failed { .. }));
}

#[tokio::test]
async fn alipays_answers_count_signed() {
    let name = "alipay_system_oauth_token_response";
    let sign = |member: &str| {
        let key = ring::signature::RsaKeyPair::from_pkcs8(&der(PRIVATE)).unwrap();
        let mut signature = vec![0; key.public().modulus_len()];
        let chance = ring::rand::SystemRandom::new();
        key.sign(
            &ring::signature::RSA_PKCS1_SHA256,
            &chance,
            member.as_bytes(),
            &mut signature,
        )
        .unwrap();
        BASE64.encode(&signature)
    };
    let signed = |member: &str| format!(r#"{{"{name}":{member},"sign":"{}"}}"#, sign(member));
    let new = r#"{"open_id":"o","union_id":"u","access_token":"t","expires_in":"1"}"#;
    let old = r#"{"user_id":"2088","access_token":"t"}"#;
    for (body, expected) in [
        (signed(new), "in"),
        (signed(old), "in"),
        (signed(r#"{"access_token":"t"}"#), "malformed"),
        (signed(r#"{"open_id":"o"}"#), "malformed"),
        (format!(r#"{{"{name}":{new}}}"#), "malformed"),
        (signed(new).replace("\"o\"", "\"p\""), "malformed"),
        (
            format!(r#"{{"{name}":{new},"sign":"{}"}}"#, sign(old)),
            "malformed",
        ),
        (
            r#"{"error_response":{"code":"40002","sub_code":"isv.code-invalid"}}"#.into(),
            "code",
        ),
        (
            signed(r#"{"code":"40002","sub_code":"isv.code-invalid"}"#),
            "code",
        ),
        (
            signed(r#"{"code":"40002","sub_code":"isv.invalid-signature"}"#),
            "us",
        ),
        (
            signed(r#"{"code":"40006","sub_code":"isv.insufficient-isv-permissions"}"#),
            "us",
        ),
        (signed(r#"{"code":"20000"}"#), "busy"),
    ] {
        let end = OtherEnd::start().await;
        end.says("/gateway.do", 200, &*body);
        let key = AlipayEncryptKey::read("AAECAwQFBgcICQoLDA0ODw==").unwrap();
        let mini = AlipayMini::new(alipay(&end), key);
        let outcome = mini.log_in("a-code", "r").await;
        assert_eq!(why(&outcome), expected, "{body}");
        if let Ok(session) = outcome {
            assert!(["o", "2088"].contains(&&*session.subject.id));
        }
    }
}

fn der(pem: &str) -> Vec<u8> {
    let base64: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
    BASE64.decode(base64.as_bytes()).unwrap()
}

#[tokio::test]
async fn baidus_page_and_its_codes_are_told_apart() {
    let page_url = "https://openapi.baidu.com/oauth/2.0/authorize";
    for (status, body, expected) in [
        (200, r#"{"access_token":"t","expires_in":1}"#, "in"),
        (
            400,
            r#"{"error":"invalid_grant","error_description":"used"}"#,
            "code",
        ),
        (
            401,
            r#"{"error":"invalid_client","error_description":""}"#,
            "us",
        ),
        (200, r#"{"error":"redirect_uri_mismatch"}"#, "us"),
        (200, r#"{"access_token":1}"#, "malformed"),
        (502, "<html>", "silent"),
    ] {
        let end = OtherEnd::start().await;
        end.says("/oauth/2.0/token", status, body);
        let user = r#"{"openid":"o","unionid":"u","username":"x"}"#;
        end.says("/rest/2.0/passport/users/getInfo", 200, user);
        let web = BaiduWeb::new(end.access(SECRET), page_url, machine(), chance()).unwrap();
        assert_eq!(
            page(&web).await,
            format!(
                "{page_url}?response_type=code&client_id=an-app&{REDIRECT}&scope=basic&state=a-state&display=page"
            )
        );
        let code = code(&web, "code=a-code&state=a-state");
        let outcome = web.finish(&code, &attempt(), "r").await;
        assert_eq!(why(&outcome), expected, "{body}");
        let form = end.requests()[0].form();
        assert_eq!(form["code"], "a-code");
        assert_eq!(form["redirect_uri"], attempt().redirect_uri);
        assert_eq!(form["client_secret"], SECRET);
    }
}

#[tokio::test]
async fn baidus_mini_programs_have_two_forms() {
    let token = r#"{"access_token":"t","expires_in":2592000}"#;
    for (body, expected) in [
        (
            r#"{"errno":0,"msg":"","data":{"open_id":"o","session_key":"k"}}"#,
            "in",
        ),
        (r#"{"errno":10010100,"msg":"parameter is invalid"}"#, "code"),
        (r#"{"error_code":4,"error_msg":"busy"}"#, "busy"),
        (r#"{"errno":0,"data":{}}"#, "malformed"),
    ] {
        let end = OtherEnd::start().await;
        end.says("/oauth/2.0/token", 200, token);
        end.says("/rest/2.0/smartapp/getsessionkey", 200, body);
        let outcome = baidu(&end, BaiduSession::WithToken)
            .log_in("a-code", "r")
            .await;
        assert_eq!(why(&outcome), expected, "{body}");
        assert_eq!(end.requests()[0].form()["scope"], "smartapp_snsapi_base");
        assert_eq!(end.requests()[1].query()["code"], "a-code");
    }
    for (body, expected) in [
        (r#"{"openid":"o","session_key":"k"}"#, "in"),
        (
            r#"{"errno":10010100,"error":"parameter is invalid","error_description":"x"}"#,
            "code",
        ),
        (
            r#"{"errno":10010101,"error":"x","error_description":"x"}"#,
            "us",
        ),
    ] {
        let end = OtherEnd::start().await;
        end.says("/oauth/jscode2sessionkey", 200, body);
        let address = end.base_url.clone();
        let mini = baidu(&end, BaiduSession::WithSecret(address));
        let outcome = mini.log_in("a-code", "r").await;
        assert_eq!(why(&outcome), expected, "{body}");
        assert_eq!(end.requests()[0].form()["sk"], SECRET);
        // What is not told is not needed either: the code is used up by now.
        if let Ok(session) = outcome {
            assert_eq!(session.subject.union, None);
        }
    }
}

fn baidu(end: &OtherEnd, session: BaiduSession) -> BaiduMini {
    let settings = BaiduMiniSettings {
        access: end.access(SECRET),
        session,
    };
    BaiduMini::new(settings, machine(), || chance()).unwrap()
}
