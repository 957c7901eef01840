//! Platforms whose interface is agreed with them: how we say who we are, and which of their fields are believed.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::exchange::{PRIVATE, is_genuine, why};
use crate::other_end::{OtherEnd, SECRET, attempt, chance, code, machine, service};
use data_encoding::{BASE64, BASE64URL_NOPAD};
use gateways::Settings;
use gateways::login::{
    Assurance, BeijingLogin, BeijingSettings, ClientAuthentication, FieldMap, OauthLogin,
    OauthSettings, SignsRequests, ToldIn, WebLogin as _,
};
use jiff::Timestamp;
use serde_json::{Value, json};

/// Says with a digest of the parameters who we are, as a contract may want.
struct Digests;

impl SignsRequests for Digests {
    fn sign(&self, form: &mut Vec<(String, String)>, key: &[u8], at: Timestamp) {
        let length = key.len() + form.len();
        form.push(("sm2".into(), format!("{length} {at}")));
    }
}

fn oauth(end: &OtherEnd, key: &str, authentication: ClientAuthentication) -> OauthLogin {
    let some = |text: &str| Some(text.to_owned());
    let settings = OauthSettings {
        access: Settings {
            retries: 0,
            ..end.access(key)
        },
        page_url: "https://platform.example/authorize".into(),
        token_path: "/token".into(),
        scope: "identity".into(),
        authentication,
        pkce: false,
        told_in: ToldIn::UserInfo {
            path: "/user".into(),
        },
        fields: FieldMap {
            subject: "data.id".into(),
            union: None,
            name: some("data.xm"),
            id_number: some("data.zjhm"),
            mobile: some("data.sjhm"),
            mobile_verified: None,
            assurance: Some(Assurance {
                field: "data.level".into(),
                accepted: vec!["3".into()],
            }),
        },
    };
    assert_eq!(settings.problems(), []);
    OauthLogin::new("national", settings, machine(), service(), chance()).unwrap()
}

async fn exchanged(
    key: &str,
    authentication: ClientAuthentication,
) -> (OtherEnd, BTreeMap<String, String>) {
    let end = OtherEnd::start().await;
    let web = oauth(&end, key, authentication);
    let code = code(&web, "code=a-code&state=a-state");
    assert!(web.finish(&code, &attempt(), "r").await.is_err());
    let form = end.requests()[0].form();
    assert_eq!(form["code"], "a-code");
    assert!(
        !form.contains_key("code_verifier"),
        "the platform knows no PKCE"
    );
    (end, form)
}

#[tokio::test]
async fn a_client_says_who_it_is_in_one_of_four_ways() {
    let (_, form) = exchanged(SECRET, ClientAuthentication::SecretInForm).await;
    assert_eq!(
        (&*form["client_id"], &*form["client_secret"]),
        ("an-app", SECRET)
    );

    let odd = "a secret:with/odd characters";
    let (end, form) = exchanged(odd, ClientAuthentication::SecretInHeader).await;
    assert!(!form.contains_key("client_id"));
    let header = end.requests()[0].headers["authorization"].clone();
    let basic = header.to_str().unwrap().strip_prefix("Basic ").unwrap();
    let basic = BASE64.decode(basic.as_bytes()).unwrap();
    assert_eq!(basic, b"an-app:a%20secret%3Awith%2Fodd%20characters");

    let key_id = Some("key-1".into());
    let (end, form) = exchanged(PRIVATE, ClientAuthentication::SignedStatement { key_id }).await;
    let statement = &form["client_assertion"];
    let (signed, signature) = statement.rsplit_once('.').unwrap();
    let signature = BASE64URL_NOPAD.decode(signature.as_bytes()).unwrap();
    assert!(is_genuine(signed, &signature));
    let (header, claims) = signed.split_once('.').unwrap();
    let [header, claims] = [header, claims].map(|part| {
        let json = BASE64URL_NOPAD.decode(part.as_bytes()).unwrap();
        serde_json::from_slice::<Value>(&json).unwrap()
    });
    assert_eq!(
        header,
        json!({"alg": "RS256", "typ": "JWT", "kid": "key-1"})
    );
    assert_eq!(
        (&claims["iss"], &claims["sub"]),
        (&json!("an-app"), &json!("an-app"))
    );
    assert_eq!(claims["aud"], format!("{}/token", end.base_url));
    assert_eq!(
        claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap(),
        60
    );
    assert!(!form.contains_key("client_secret"));

    let (_, form) = exchanged(SECRET, ClientAuthentication::Other(Arc::new(Digests))).await;
    assert_eq!(form["sm2"], "36 2026-11-22T02:59:00Z");
    assert!(!form.values().any(|value| value.contains(SECRET)));
}

#[tokio::test]
async fn a_platforms_fields_are_mapped_and_believed_by_its_level() {
    let told = |data: Value| json!({ "data": data }).to_string();
    let whole = json!({"id": 7, "xm": "张三", "zjhm": "11010519491231002x", "sjhm": "13711112222", "level": 3});
    let with = |name: &str, value: Value| {
        let mut other = whole.clone();
        other[name] = value;
        other
    };
    for (data, has_person, has_mobile) in [
        (whole.clone(), true, true),
        (with("level", "3".into()), true, true),
        (with("level", 2.into()), false, false),
        (with("level", Value::Null), false, false),
        (with("zjhm", "110105194912310021".into()), false, true),
        (with("zjhm", "E12345678".into()), false, true),
        (with("xm", "".into()), false, true),
        (with("sjhm", "62345678".into()), true, false),
    ] {
        let end = OtherEnd::start().await;
        end.says("/token", 200, r#"{"access_token":"t"}"#);
        end.says("/user", 200, told(data.clone()));
        let web = oauth(&end, SECRET, ClientAuthentication::SecretInForm);
        let code = code(&web, "code=c&state=s");
        let facts = web.finish(&code, &attempt(), "r").await.unwrap();
        assert_eq!(facts.subject.id, "7");
        assert_eq!(facts.person.is_some(), has_person, "{data}");
        assert_eq!(facts.mobile.is_some(), has_mobile, "{data}");
    }
    let end = OtherEnd::start().await;
    end.says("/token", 200, r#"{"access_token":"t"}"#);
    end.says("/user", 200, told(json!({"xm": "张三"})));
    let web = oauth(&end, SECRET, ClientAuthentication::SecretInForm);
    let code = code(&web, "code=c&state=s");
    assert_eq!(why(&web.finish(&code, &attempt(), "r").await), "malformed");
}

#[tokio::test]
async fn beijings_identity_is_believed_by_level_and_kind_of_paper() {
    let number = "89555bc8ffbbd9918c0dbb574ef42b9f2f750f599d9c191300c56ff1ee599937";
    let user = json!({"uniqueId": "u", "certName": "张三", "certNo": number, "certNoType": "1", "certLevel": "L3", "mobile": "13711112222", "sex": "0"});
    let with = |name: &str, value: &str| {
        let mut other = user.clone();
        other[name] = value.into();
        other
    };
    for (user, has_person, has_mobile) in [
        (user.clone(), true, true),
        (with("certLevel", "L4"), true, true),
        (with("certLevel", "L2"), false, false),
        (with("certNoType", "2"), false, true),
    ] {
        let end = OtherEnd::start().await;
        let granted = r#"{"meta":{"code":"0","message":""},"data":{"access_token":"t","expires_in":1700000000000}}"#;
        end.says("/api/oauth/getAccessToken", 200, granted);
        let told = json!({"meta": {"code": 0}, "data": user});
        end.says("/api/info/getUserInfo", 200, told.to_string());
        let web = beijing(&end);
        let code = code(&web, "code=a-code&state=a-state");
        let facts = web.finish(&code, &attempt(), "r").await.unwrap();
        assert_eq!(facts.person.is_some(), has_person, "{user}");
        assert_eq!(facts.mobile.is_some(), has_mobile, "{user}");
        let form = end.requests()[0].form();
        assert_eq!(form["grant_code"], "a-code");
        assert_eq!(form["state"], "a-state");
        assert!(!form.values().any(|value| value.contains(SECRET)));
    }
    for (body, expected) in [
        (r#"{"meta":{"code":7,"message":"code"},"data":{}}"#, "code"),
        (r#"{"meta":{"code":8,"message":"张三"},"data":null}"#, "us"),
        (r#"{"meta":{"code":0},"data":null}"#, "malformed"),
        (r#"{"data":{"access_token":"t"}}"#, "malformed"),
        ("<html>", "malformed"),
    ] {
        let end = OtherEnd::start().await;
        end.says("/api/oauth/getAccessToken", 200, body);
        let web = beijing(&end);
        let code = code(&web, "code=a-code&state=a-state");
        assert_eq!(
            why(&web.finish(&code, &attempt(), "r").await),
            expected,
            "{body}"
        );
    }
}

fn beijing(end: &OtherEnd) -> BeijingLogin {
    let settings = BeijingSettings {
        access: end.access(SECRET),
        page_url: "https://bjt.beijing.gov.cn/renzheng/open/login/goUserLogin".into(),
        accepted_levels: vec!["L3".into(), "L4".into()],
        refused_codes: vec![7],
    };
    BeijingLogin::new(settings, machine(), service(), chance()).unwrap()
}
