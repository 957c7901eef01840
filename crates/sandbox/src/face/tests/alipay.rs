//! Alipay.

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use data_encoding::BASE64;
use ring::rand::SystemRandom;
use ring::signature::{
    KeyPair as _, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, RsaKeyPair, UnparsedPublicKey,
};
use serde_json::{Value, json};

use super::{Outside, encoded, respond, text_of};
use crate::face::{AlipayAccount, AlipayKeys, Outcome, alipay};

fn router(outside: &Outside) -> Router {
    let account = AlipayAccount {
        app_id: "2021000000000001".into(),
        keys: AlipayKeys::made_up(),
        page_url: "http://127.0.0.1:8420/sandbox/face/alipay".into(),
    };
    alipay(account, outside.clock(), outside.faces.clone()).unwrap()
}

fn key(pem: &str) -> RsaKeyPair {
    let base64: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
    RsaKeyPair::from_pkcs8(&BASE64.decode(base64.as_bytes()).unwrap()).unwrap()
}

/// The parameters of a request with their signature, changed before or after it.
fn parameters<'a>(
    method: &'a str,
    biz_content: &'a str,
    before: &[(&'a str, &'a str)],
    after: &[(&'a str, &'a str)],
) -> String {
    let mut given: std::collections::BTreeMap<&str, &str> = [
        ("app_id", "2021000000000001"),
        ("biz_content", biz_content),
        ("charset", "utf-8"),
        ("format", "JSON"),
        ("method", method),
        ("sign_type", "RSA2"),
        ("timestamp", "2026-03-02 00:30:00"),
        ("version", "1.0"),
    ]
    .into();
    given.extend(before.iter().copied());
    let text: Vec<_> = given
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    let key = key(&AlipayKeys::made_up().app_private);
    let mut sign = vec![0; key.public().modulus_len()];
    key.sign(
        &RSA_PKCS1_SHA256,
        &SystemRandom::new(),
        text.join("&").as_bytes(),
        &mut sign,
    )
    .unwrap();
    let sign = BASE64.encode(&sign);
    given.insert("sign", &sign);
    given.extend(after.iter().copied());
    let pairs: Vec<_> = given.into_iter().collect();
    encoded(&pairs)
}

/// Posts parameters as a form; returns the answer's member after checking its signature.
async fn post(router: &Router, form: String) -> Value {
    let request = Request::post("/gateway.do").body(form.into()).unwrap();
    let text = text_of(respond(router, request).await).await;
    let (member, sign) = text.rsplit_once(r#","sign":""#).unwrap();
    let member = member.split_once("_response\":").unwrap().1;
    let sign = BASE64
        .decode(sign.trim_end_matches(r#""}"#).as_bytes())
        .unwrap();
    let key = key(&AlipayKeys::made_up().alipay_private);
    UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, key.public_key())
        .verify(member.as_bytes(), &sign)
        .unwrap();
    serde_json::from_str(member).unwrap()
}

async fn ask(router: &Router, operation: &str, biz_content: &Value) -> Value {
    let method = format!("alipay.user.certify.open.{operation}");
    let biz_content = biz_content.to_string();
    post(router, parameters(&method, &biz_content, &[], &[])).await
}

fn person(name: &str, id_number: &str, order: &str) -> Value {
    json!({
        "outer_order_no": order,
        "biz_code": "FACE",
        "identity_param": {"identity_type": "CERT_INFO", "cert_type": "IDENTITY_CARD", "cert_name": name, "cert_no": id_number},
        "merchant_config": {"return_url": "https://a.example/back"},
    })
}

async fn begun(outside: &Outside, name: &str, id_number: &str) -> (Router, Value) {
    let router = router(outside);
    let answer = ask(&router, "initialize", &person(name, id_number, "order1")).await;
    assert_eq!(answer["code"], "10000");
    (router, json!({ "certify_id": answer["certify_id"] }))
}

#[tokio::test]
async fn a_check_leads_to_a_page_and_ends_once() {
    let outside = Outside::new();
    let (name, number) = outside.agent("family-01");
    let (router, check) = begun(&outside, name, number).await;
    let id = check["certify_id"].as_str().unwrap();
    let biz_content = check.to_string();
    let query = parameters("alipay.user.certify.open.certify", &biz_content, &[], &[]);
    // Some clients write a blank as a plus sign, as forms do.
    let query = query.replace("%20", "+");
    let request = Request::get(format!("/gateway.do?{query}"))
        .body(Body::empty())
        .unwrap();
    let response = respond(&router, request).await;
    assert_eq!(response.status(), 302);
    assert_eq!(
        response.headers()["location"],
        format!("http://127.0.0.1:8420/sandbox/face/alipay?certify_id={id}")
    );
    assert_eq!(ask(&router, "query", &check).await["passed"], "F");
    let ended = outside.faces.end(id, number, Outcome::Pass).unwrap();
    assert_eq!(ended.return_to.as_deref(), Some("https://a.example/back"));
    assert_eq!(outside.faces.end(id, number, Outcome::Pass), None);
    let found = ask(&router, "query", &check).await;
    assert_eq!(found["passed"], "T");
    let identity: Value = serde_json::from_str(found["identity_info"].as_str().unwrap()).unwrap();
    assert_eq!(identity, json!({"cert_name": name, "cert_no": number}));
}

#[tokio::test]
async fn every_outcome_has_its_word() {
    for (misnamed, outcome, word) in [
        (false, Outcome::Fail, "FACE_NOT_MATCH"),
        (true, Outcome::Pass, "IDENTITY_NOT_MATCH"),
        (false, Outcome::Cancel, "USER_CANCEL"),
        (false, Outcome::Timeout, "TIME_OUT"),
    ] {
        let outside = Outside::new();
        let (name, number) = outside.agent("family-01");
        let name = if misnamed { "样样样" } else { name };
        let (router, check) = begun(&outside, name, number).await;
        let id = check["certify_id"].as_str().unwrap();
        outside.faces.end(id, number, outcome).unwrap();
        let found = ask(&router, "query", &check).await;
        assert_eq!(
            (&found["passed"], &found["fail_reason"]),
            (&json!("F"), &json!(word))
        );
    }
}

#[tokio::test]
async fn refusals_are_signed_and_named() {
    let outside = Outside::new();
    let router = router(&outside);
    let method = "alipay.user.certify.open.query";
    let content = r#"{"certify_id":"0"}"#;
    for (form, code, sub_code) in [
        (
            parameters(method, content, &[], &[]),
            "40004",
            "INVALID_CERTIFY_ID",
        ),
        (
            parameters(method, "", &[], &[]),
            "40004",
            "INVALID_PARAMETER",
        ),
        (
            parameters("alipay.trade.pay", content, &[], &[]),
            "40002",
            "isv.invalid-method",
        ),
        (
            parameters(method, content, &[("app_id", "1")], &[]),
            "40002",
            "isv.invalid-app-id",
        ),
        (
            parameters(method, content, &[("sign_type", "RSA")], &[]),
            "40002",
            "isv.invalid-signature-type",
        ),
        (
            parameters(
                method,
                content,
                &[("timestamp", "2026-03-01 00:29:59")],
                &[],
            ),
            "40002",
            "isv.invalid-timestamp",
        ),
        (
            parameters(method, content, &[("timestamp", "today")], &[]),
            "40002",
            "isv.invalid-timestamp",
        ),
        (
            parameters(method, content, &[], &[("biz_content", "{}")]),
            "40002",
            "isv.invalid-signature",
        ),
        (
            parameters(method, content, &[], &[("extra", "1")]),
            "40002",
            "isv.invalid-signature",
        ),
        (
            parameters(method, content, &[], &[("sign", "")]),
            "40001",
            "isv.missing-signature",
        ),
        (String::new(), "40001", "isv.missing-method"),
    ] {
        let refusal = post(&router, form).await;
        assert_eq!(
            (&refusal["code"], &refusal["sub_code"]),
            (&json!(code), &json!(sub_code))
        );
    }
}

/// Alipay's own client writes the local time of its machine.
#[tokio::test]
async fn a_time_of_another_zone_is_taken() {
    let outside = Outside::new();
    let method = "alipay.user.certify.open.query";
    let content = r#"{"certify_id":"0"}"#;
    let universal = [("timestamp", "2026-03-01 16:30:00")];
    let form = parameters(method, content, &universal, &[]);
    let answer = post(&router(&outside), form).await;
    assert_eq!(answer["sub_code"], "INVALID_CERTIFY_ID");
}

#[tokio::test]
async fn an_order_belongs_to_one_person() {
    let outside = Outside::new();
    let (name, number) = outside.agent("family-01");
    let (router, check) = begun(&outside, name, number).await;
    let again = ask(&router, "initialize", &person(name, number, "order1")).await;
    assert_eq!(again["certify_id"], check["certify_id"]);
    let (other_name, other_number) = outside.agent("family-02");
    let other = person(other_name, other_number, "order1");
    assert_eq!(ask(&router, "initialize", &other).await["code"], "40004");
    let long = person(name, number, &"o".repeat(33));
    assert_eq!(ask(&router, "initialize", &long).await["code"], "40004");
}
