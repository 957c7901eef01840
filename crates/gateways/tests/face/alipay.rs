//! Alipay: signatures both ways, and what the query decides.

use crate::other_end::{
    OtherEnd, chance, check, is_malformed, machine, pairs, person, refused, wanted,
};
use data_encoding::BASE64;
use gateways::face::{AlipayFace, CertifyMethods, FaceAuthority, NotPassed, Verdict};
use gateways::{AlipayApp, AlipaySettings, GatewayError, RetryCause, SettingsProblem};
use ring::rand::SystemRandom;
use ring::signature::{
    RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, RsaKeyPair, UnparsedPublicKey,
};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;

const GATEWAY: &str = "/gateway.do";
/// One pair of keys plays both sides.
const PRIVATE: &str = include_str!("../keys/pkcs8.pem");
const PUBLIC: &str = include_str!("../keys/public.pem");
const PUBLIC_PKCS1: &str = include_str!("../keys/public_pkcs1.pem");

fn der(pem: &str) -> Vec<u8> {
    let base64: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
    BASE64.decode(base64.as_bytes()).unwrap()
}

fn signature(text: &str) -> String {
    let key = RsaKeyPair::from_pkcs8(&der(PRIVATE)).unwrap();
    let mut signature = vec![0; key.public().modulus_len()];
    let chance = SystemRandom::new();
    key.sign(&RSA_PKCS1_SHA256, &chance, text.as_bytes(), &mut signature)
        .unwrap();
    BASE64.encode(&signature)
}

/// An answer to a method with this member, signed.
fn signed(method: &str, member: &str) -> String {
    let name = format!("{}_response", method.replace('.', "_"));
    format!(
        r#"{{"{name}" : {member} , "sign":"{}"}}"#,
        signature(member)
    )
}

fn settings(end: &OtherEnd) -> AlipaySettings {
    AlipaySettings {
        access: end.access(PRIVATE),
        public_key: PUBLIC.into(),
    }
}

fn face(end: &OtherEnd) -> AlipayFace {
    let app = AlipayApp::new(settings(end), machine(), chance()).unwrap();
    AlipayFace::new(Arc::new(app), CertifyMethods::UserCertify)
}

/// Checks the signature over all parameters.
fn assert_signed(mut parameters: BTreeMap<String, String>) {
    let sign = parameters.remove("sign").unwrap();
    let sign = BASE64.decode(sign.as_bytes()).unwrap();
    let text: Vec<_> = parameters
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, der(PUBLIC_PKCS1))
        .verify(text.join("&").as_bytes(), &sign)
        .unwrap();
}

async fn decide(answer: &str) -> Result<Verdict, GatewayError> {
    let end = OtherEnd::start(&[(GATEWAY, answer)]).await;
    let face = face(&end);
    face.decide(&check("c-1"), &person("张三"), "request-3")
        .await
}

/// Decides by a signed answer with this member.
async fn decide_by(member: &str) -> Result<Verdict, GatewayError> {
    decide(&signed("alipay.user.certify.open.query", member)).await
}

#[tokio::test]
async fn a_check_begins_with_a_signed_request_and_a_signed_page() {
    let method = "alipay.user.certify.open.initialize";
    let answer = signed(
        method,
        r#"{"code":"10000","msg":"Success","certify_id":"c-1"}"#,
    );
    let end = OtherEnd::start(&[(GATEWAY, &answer)]).await;
    let begun = face(&end).begin(&wanted(), "request-3").await.unwrap();
    assert!(begun.check == check("c-1"));

    let request = &end.requests()[0];
    let mut parameters = request.query();
    assert_eq!(parameters["method"], method);
    assert_eq!(parameters["app_id"], "an-app");
    assert_eq!(
        parameters["timestamp"], "2026-11-22 10:59:00",
        "Beijing time"
    );
    assert_eq!(parameters["sign_type"], "RSA2");
    assert!(
        !parameters.contains_key("biz_content"),
        "no names in addresses"
    );
    parameters.extend(pairs(str::from_utf8(&request.body).unwrap()));
    assert_eq!(
        serde_json::from_str::<Value>(&parameters["biz_content"]).unwrap(),
        json!({
            "outer_order_no": "attempt1",
            "biz_code": "FACE",
            "identity_param": {"identity_type": "CERT_INFO", "cert_type": "IDENTITY_CARD", "cert_name": "张三", "cert_no": "11010519491231002X"},
            "merchant_config": {"face_reserve_strategy": "never", "return_url": "https://a.example/back?to=1&x"},
        })
    );
    assert_signed(parameters);

    let page = begun.page.unwrap();
    assert_eq!(begun.native, json!({"certifyId": "c-1", "url": page}));
    let (address, query) = page.split_once('?').unwrap();
    assert_eq!(address, format!("{}{GATEWAY}", end.base_url));
    let parameters = pairs(query);
    assert_eq!(parameters["method"], "alipay.user.certify.open.certify");
    assert_eq!(parameters["biz_content"], r#"{"certify_id":"c-1"}"#);
    assert_signed(parameters);
}

#[tokio::test]
async fn the_family_of_methods_is_a_setting() {
    let method = "datadigital.fincloud.generalsaas.face.certify.query";
    let answer = signed(method, r#"{"code":"10000","passed":"T"}"#);
    let end = OtherEnd::start(&[(GATEWAY, &answer)]).await;
    let app = AlipayApp::new(settings(&end), machine(), chance()).unwrap();
    let face = AlipayFace::new(Arc::new(app), CertifyMethods::FaceCertify);
    let verdict = face
        .decide(&check("c-1"), &person("张三"), "request-3")
        .await;
    assert_eq!(verdict, Ok(Verdict::Passed));
    assert_eq!(end.requests()[0].query()["method"], method);
}

#[tokio::test]
async fn passed_is_read_exactly() {
    let not_passed = |why, code: &str| {
        Ok(Verdict::NotPassed {
            why,
            code: code.into(),
        })
    };
    for (member, expected) in [
        (r#"{"code":"10000","passed":"T"}"#, Ok(Verdict::Passed)),
        (
            r#"{ "code" : "10000", "passed":"T", "identity_info":"{\"cert_no\":\"11010519491231002x\",\"cert_name\":\"张三\"}"}"#,
            Ok(Verdict::Passed),
        ),
        (
            r#"{"code":"10000","passed":"T","identity_info":{"cert_name":"*三"}}"#,
            Ok(Verdict::Passed),
        ),
        (
            r#"{"code":"10000","passed":"T","identity_info":"{\"cert_no\":\"110101202008310015\"}"}"#,
            not_passed(NotPassed::Identity, "other_identity"),
        ),
        (
            r#"{"code":"10000","passed":"T","identity_info":{"cert_name":"李四"}}"#,
            not_passed(NotPassed::Identity, "other_identity"),
        ),
        (r#"{"code":"10000","passed":"F"}"#, Ok(Verdict::Pending)),
        (r#"{"code":"10000","passed":"t"}"#, Ok(Verdict::Pending)),
        (r#"{"code":"10000","passed":"TRUE"}"#, Ok(Verdict::Pending)),
        (r#"{"code":"10000"}"#, Ok(Verdict::Pending)),
        (
            r#"{"code":"10000","passed":"F","fail_reason":"FACE_NOT_MATCH"}"#,
            not_passed(NotPassed::Face, "FACE_NOT_MATCH"),
        ),
        (
            r#"{"code":"10000","passed":"F","fail_reason":"IDENTITY_NOT_MATCH"}"#,
            not_passed(NotPassed::Identity, "IDENTITY_NOT_MATCH"),
        ),
        (
            r#"{"code":"10000","passed":"F","fail_reason":"USER_CANCEL"}"#,
            not_passed(NotPassed::Cancelled, "USER_CANCEL"),
        ),
        (
            r#"{"code":"10000","passed":"F","fail_reason":"TIME_OUT"}"#,
            not_passed(NotPassed::TimedOut, "TIME_OUT"),
        ),
        (
            r#"{"code":"10000","passed":"F","fail_reason":"张三不是本人"}"#,
            not_passed(NotPassed::Face, "unreadable"),
        ),
        (
            r#"{"code":"40004","sub_code":"CERTIFY_ID_EXPIRED","passed":"T"}"#,
            refused("CERTIFY_ID_EXPIRED"),
        ),
        (
            r#"{"code":"20000","passed":"T"}"#,
            Err(GatewayError::Retry {
                cause: RetryCause::Temporary {
                    code: "20000".into(),
                },
            }),
        ),
    ] {
        assert_eq!(decide_by(member).await, expected, "{member}");
    }
    let not_text = decide_by(r#"{"code":"10000","passed":true}"#).await;
    assert!(is_malformed(&not_text));
}

#[tokio::test]
async fn an_answer_that_is_not_alipays_passes_nobody() {
    let name = "alipay_user_certify_open_query_response";
    let member = r#"{"code":"10000","passed":"T"}"#;
    let of_another = signature(r#"{"code":"10000","passed":"F"}"#);
    for answer in [
        format!(r#"{{"{name}":{member}}}"#),
        format!(r#"{{"{name}":{member},"sign":""}}"#),
        format!(r#"{{"{name}":{member},"sign":"{of_another}"}}"#),
        format!(
            r#"{{"{name}":{{"code": "10000","passed":"T"}},"sign":"{}"}}"#,
            signature(member)
        ),
        format!(r#"{{"error_response":{member}}}"#),
        format!(
            r#"{{"other_response":{member},"sign":"{}"}}"#,
            signature(member)
        ),
        member.to_owned(),
        String::new(),
        "<html>".to_owned(),
    ] {
        let outcome = decide(&answer).await;
        assert!(is_malformed(&outcome), "{answer}: {outcome:?}");
    }
}

#[tokio::test]
async fn an_error_may_come_unsigned() {
    let answer =
        r#"{"error_response":{"code":"40002","sub_code":"isv.invalid-signature","msg":"m"}}"#;
    assert_eq!(decide(answer).await, refused("isv.invalid-signature"));
    let wrongly_signed = r#"{"error_response":{"code":"40002"},"sign":"AAAA"}"#;
    assert!(is_malformed(&decide(wrongly_signed).await));
}

#[tokio::test]
async fn keys_that_are_none_are_named() {
    let end = OtherEnd::start(&[]).await;
    assert_eq!(settings(&end).problems(), []);
    let wrong = AlipaySettings {
        access: end.access("a private key that is none"),
        public_key: "none".into(),
    };
    let unreadable = |setting| SettingsProblem::Unreadable { setting };
    assert_eq!(
        wrong.problems(),
        [unreadable("key"), unreadable("public_key")]
    );
}
