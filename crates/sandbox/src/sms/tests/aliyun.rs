//! Aliyun's side.

use std::time::Duration;

use axum::body::Body;
use axum::http::Request;
use data_encoding::HEXLOWER;
use serde_json::{Value, json};

use super::{MOBILE, Outside, SECRET, account, answer, machine};
use crate::sha256;
use crate::sms::{Fate, Kind, Limits, aliyun};

/// The date of the machine's clock.
const DATE: &str = "2026-03-01T16:30:00Z";
const EMPTY: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
const NAMES: &str =
    "host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version";

/// A signed request. `query` is sorted and encoded.
fn request(action: &str, version: &str, nonce: &str, query: &str) -> Request<Body> {
    let canonical = format!(
        "POST\n/\n{query}\nhost:127.0.0.1:8421\nx-acs-action:{action}\nx-acs-content-sha256:{EMPTY}\nx-acs-date:{DATE}\n\
         x-acs-signature-nonce:{nonce}\nx-acs-version:{version}\n\n{NAMES}\n{EMPTY}"
    );
    let text = format!(
        "ACS3-HMAC-SHA256\n{}",
        sha256::digest_of(canonical.as_bytes())
    );
    let signature = HEXLOWER.encode(&sha256::mac(SECRET.as_bytes(), &text));
    Request::post(format!("/?{query}"))
        .header("host", "127.0.0.1:8421")
        .header("x-acs-action", action)
        .header("x-acs-version", version)
        .header("x-acs-date", DATE)
        .header("x-acs-signature-nonce", nonce)
        .header("x-acs-content-sha256", EMPTY)
        .header(
            "authorization",
            format!(
                "ACS3-HMAC-SHA256 Credential=an-id,SignedHeaders={NAMES},Signature={signature}"
            ),
        )
        .body(Body::empty())
        .unwrap()
}

/// A sorted, encoded query.
fn query(pairs: &[(&str, &str)]) -> String {
    let raw: Vec<_> = pairs
        .iter()
        .map(|(name, value)| {
            let encoded: Vec<_> = value.bytes().map(|byte| format!("%{byte:02X}")).collect();
            format!("{name}={}", encoded.concat())
        })
        .collect();
    crate::encoding::canonical_query(&raw.join("&"))
}

async fn ask(outside: &Outside, action: &str, pairs: &[(&str, &str)]) -> Option<(u16, Value)> {
    let nonce = format!("{action}{}{:?}", outside.told().len(), outside.world);
    let nonce = sha256::digest_of(nonce.as_bytes());
    let router = aliyun(account(), machine(), outside.network.clone());
    let request = request(action, "2017-05-25", &nonce, &query(pairs));
    answer(router, request).await
}

/// Sends a code; returns the answer's code.
async fn send(outside: &Outside, changed: &[(&str, &str)]) -> String {
    let mut pairs = vec![
        ("OutId", "request-3"),
        ("PhoneNumbers", MOBILE),
        ("SignName", "京通办"),
        ("TemplateCode", "T1"),
        ("TemplateParam", r#"{"code":"048213"}"#),
    ];
    for (name, value) in changed {
        pairs.retain(|(other, _)| other != name);
        if !value.is_empty() {
            pairs.push((name, value));
        }
    }
    let (_, body) = ask(outside, "SendSms", &pairs).await.unwrap();
    body["Code"].as_str().unwrap().to_owned()
}

async fn details(outside: &Outside, day: &str) -> Vec<Value> {
    let pairs = [
        ("CurrentPage", "1"),
        ("PageSize", "10"),
        ("PhoneNumber", MOBILE),
        ("SendDate", day),
    ];
    let (_, body) = ask(outside, "QuerySendDetails", &pairs).await.unwrap();
    assert_eq!(body["Code"], "OK");
    let list = &body["SmsSendDetailDTOs"]["SmsSendDetailDTO"];
    list.as_array().unwrap().clone()
}

#[tokio::test]
async fn takes_a_code_and_tells_of_it() {
    let outside = Outside::new();
    assert_eq!(send(&outside, &[]).await, "OK");
    let told = outside.told();
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].mobile, MOBILE);
    assert_eq!((&*told[0].template, told[0].kind), ("code", Kind::Code));
    assert_eq!(told[0].values, [("code".into(), "048213".into())]);
    assert_eq!(told[0].text, "【京通办】验证码048213，五分钟内有效。");
    assert_eq!(told[0].at.to_string(), "2026-11-22T04:00:00Z");
    assert_eq!(told[0].arrives_at, Some(told[0].at));
    let details = details(&outside, "20260302").await;
    assert_eq!(details.len(), 1, "the day is Beijing's, by the machine");
    assert_eq!(details[0]["SendStatus"], 3);
    assert_eq!(details[0]["OutId"], "request-3");
}

#[tokio::test]
async fn refuses_what_the_platform_refuses() {
    let outside = Outside::new();
    for (name, value, code) in [
        ("PhoneNumbers", "", "MissingPhoneNumbers"),
        ("SignName", "", "MissingSignName"),
        ("TemplateCode", "", "MissingTemplateCode"),
        ("PhoneNumbers", "010-62345678", "isv.MOBILE_NUMBER_ILLEGAL"),
        ("PhoneNumbers", "19900000001,1", "isv.MOBILE_NUMBER_ILLEGAL"),
        ("SignName", "别家", "isv.SMS_SIGNATURE_ILLEGAL"),
        ("TemplateCode", "T9", "isv.SMS_TEMPLATE_ILLEGAL"),
        ("TemplateParam", "", "isv.TEMPLATE_MISSING_PARAMETERS"),
        ("TemplateParam", "{}", "isv.TEMPLATE_MISSING_PARAMETERS"),
        ("TemplateParam", "048213", "isv.INVALID_JSON_PARAM"),
        (
            "TemplateParam",
            r#"{"code":48213}"#,
            "isv.INVALID_JSON_PARAM",
        ),
    ] {
        assert_eq!(
            send(&outside, &[(name, value)]).await,
            code,
            "{name}: {value}"
        );
    }
    assert!(outside.told().is_empty());
}

#[tokio::test]
async fn refuses_requests_with_a_status_of_their_own() {
    let outside = Outside::new();
    let router = aliyun(account(), machine(), outside.network.clone());
    let used = request("QuerySendDetails", "2017-05-25", "used", "");
    answer(router.clone(), used).await;
    let mut forged = request("SendSms", "2017-05-25", "n1", "");
    forged
        .headers_mut()
        .insert("x-acs-signature-nonce", "n2".parse().unwrap());
    for (request, status, code) in [
        (
            Request::get("/").body(Body::empty()).unwrap(),
            400,
            "IncompleteSignature",
        ),
        (
            request("SendSms", "2017-05-25", "used", ""),
            400,
            "SignatureNonceUsed",
        ),
        (
            request("SendSms", "2016-09-27", "n3", ""),
            400,
            "InvalidVersion",
        ),
        (
            request("Send", "2017-05-25", "n4", ""),
            404,
            "InvalidAction.NotFound",
        ),
        (forged, 400, "SignatureDoesNotMatch"),
    ] {
        let (got, body) = answer(router.clone(), request).await.unwrap();
        assert_eq!((got, &body["Code"]), (status, &json!(code)));
    }
}

#[tokio::test]
async fn one_number_gets_one_code_a_minute_five_an_hour_and_ten_a_day() {
    let outside = Outside::new();
    let limited = "isv.BUSINESS_LIMIT_CONTROL";
    assert_eq!(send(&outside, &[]).await, "OK");
    outside.pass(Duration::from_secs(59));
    assert_eq!(send(&outside, &[]).await, limited);
    let other = [("PhoneNumbers", "19900000002")];
    assert_eq!(send(&outside, &other).await, "OK", "each number for itself");
    for taken in 2..=10 {
        // Ten minutes between two: the sixth within an hour is too many.
        outside.pass(Duration::from_mins(10));
        if taken == 6 {
            outside.pass(Duration::from_mins(50));
        }
        outside.pass(Duration::from_mins(5));
        assert_eq!(send(&outside, &[]).await, "OK", "{taken}");
    }
    outside.pass(Duration::from_hours(2));
    assert_eq!(send(&outside, &[]).await, limited);
    outside.pass(Duration::from_hours(24));
    assert_eq!(send(&outside, &[]).await, "OK");
}

#[tokio::test]
async fn the_sixth_code_within_an_hour_is_too_many() {
    let outside = Outside::new();
    for _ in 0..5 {
        assert_eq!(send(&outside, &[]).await, "OK");
        outside.pass(Duration::from_mins(5));
    }
    assert_eq!(send(&outside, &[]).await, "isv.BUSINESS_LIMIT_CONTROL");
    let notice = [
        ("TemplateCode", "T2"),
        ("TemplateParam", r#"{"receipt":"R1","days":"3"}"#),
    ];
    assert_eq!(send(&outside, &notice).await, "OK", "a notice is no code");
    outside.network.set_limits(Limits::none());
    assert_eq!(send(&outside, &[]).await, "OK");
}

#[tokio::test]
async fn a_number_can_be_made_to_fail() {
    let outside = Outside::new();
    outside.network.set_limits(Limits::none());
    let day = "20260302";
    outside.network.set_fate(MOBILE, Fate::Refused);
    assert_eq!(send(&outside, &[]).await, "isv.MOBILE_NUMBER_ILLEGAL");
    outside.network.set_fate(MOBILE, Fate::Down);
    assert_eq!(send(&outside, &[]).await, "isp.SYSTEM_ERROR");
    outside.network.set_fate(MOBILE, Fate::Silent);
    let pairs = [
        ("PhoneNumbers", MOBILE),
        ("SignName", "京通办"),
        ("TemplateCode", "T1"),
        ("TemplateParam", r#"{"code":"1"}"#),
    ];
    assert_eq!(ask(&outside, "SendSms", &pairs).await, None);
    assert!(outside.told().is_empty());

    outside.network.set_fate(MOBILE, Fate::Lost);
    assert_eq!(send(&outside, &[]).await, "OK");
    assert_eq!(outside.told()[0].arrives_at, None);
    assert_eq!(details(&outside, day).await[0]["SendStatus"], 2);

    let delay = Duration::from_mins(3);
    outside.network.set_fate(MOBILE, Fate::Delayed(delay));
    assert_eq!(send(&outside, &[]).await, "OK");
    assert_eq!(details(&outside, day).await[0]["SendStatus"], 1);
    outside.pass(delay);
    let newest = &details(&outside, day).await[0];
    assert_eq!(newest["SendStatus"], 3);
    assert_eq!(newest["ReceiveDate"], "2026-03-02 00:33:00");
}
