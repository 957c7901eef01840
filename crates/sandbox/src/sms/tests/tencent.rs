//! Tencent Cloud's side.

use std::time::Duration;

use axum::body::Body;
use axum::http::Request;
use data_encoding::HEXLOWER;
use serde_json::{Value, json};

use super::{MOBILE, Outside, SECRET, account, answer, machine};
use crate::sha256;
use crate::sms::{Fate, tencent};

/// The seconds of the machine's clock.
const SECONDS: i64 = 1_772_382_600;

fn request(action: &str, version: &str, body: &Value) -> Request<Body> {
    let body = body.to_string();
    let names = "content-type;host;x-tc-action";
    let canonical = format!(
        "POST\n/\n\ncontent-type:application/json\nhost:127.0.0.1:8421\nx-tc-action:{}\n\n{names}\n{}",
        action.to_lowercase(),
        sha256::digest_of(body.as_bytes())
    );
    let scope = "2026-03-01/sms/tc3_request";
    let hash = sha256::digest_of(canonical.as_bytes());
    let text = format!("TC3-HMAC-SHA256\n{SECONDS}\n{scope}\n{hash}");
    let key = scope
        .split('/')
        .fold(format!("TC3{SECRET}").into_bytes(), |key, text| {
            sha256::mac(&key, text)
        });
    let signature = HEXLOWER.encode(&sha256::mac(&key, &text));
    Request::post("/")
        .header("host", "127.0.0.1:8421")
        .header("content-type", "application/json")
        .header("x-tc-action", action)
        .header("x-tc-version", version)
        .header("x-tc-timestamp", SECONDS)
        .header(
            "authorization",
            format!("TC3-HMAC-SHA256 Credential=an-id/{scope}, SignedHeaders={names}, Signature={signature}"),
        )
        .body(body.into())
        .unwrap()
}

async fn ask(outside: &Outside, request: Request<Body>) -> Option<Value> {
    let router = tencent(
        account(),
        "1400006666".into(),
        machine(),
        outside.network.clone(),
    );
    let (status, body) = answer(router, request).await?;
    assert_eq!(status, 200, "failures too come with this status");
    Some(body["Response"].clone())
}

fn code() -> Value {
    json!({
        "PhoneNumberSet": [format!("+86{MOBILE}")],
        "SmsSdkAppId": "1400006666",
        "SignName": "京通办",
        "TemplateId": "T1",
        "TemplateParamSet": ["048213"],
        "SessionContext": "request-3",
    })
}

async fn send(outside: &Outside, body: &Value) -> Value {
    let request = request("SendSms", "2021-01-11", body);
    ask(outside, request).await.unwrap()
}

async fn states(outside: &Outside) -> Vec<Value> {
    let asked = json!({"BeginTime": SECONDS, "Offset": 0, "Limit": 10, "PhoneNumber": format!("+86{MOBILE}"),
        "SmsSdkAppId": "1400006666"});
    let request = request("PullSmsSendStatusByPhoneNumber", "2021-01-11", &asked);
    let response = ask(outside, request).await.unwrap();
    response["PullSmsSendStatusSet"].as_array().unwrap().clone()
}

#[tokio::test]
async fn takes_a_code_and_tells_of_it() {
    let outside = Outside::new();
    let response = send(&outside, &code()).await;
    let item = &response["SendStatusSet"][0];
    assert_eq!(item["Code"], "Ok");
    assert_eq!(item["SessionContext"], "request-3");
    let told = outside.told();
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].mobile, MOBILE);
    assert_eq!(told[0].values, [("code".into(), "048213".into())]);
    let states = states(&outside).await;
    assert_eq!(states.len(), 1);
    assert_eq!(states[0]["SerialNo"], item["SerialNo"]);
    assert_eq!(states[0]["ReportStatus"], "SUCCESS");
    assert_eq!(states[0]["UserReceiveTime"], SECONDS);
}

#[tokio::test]
async fn refuses_a_number_with_a_code_of_its_own() {
    let outside = Outside::new();
    for (name, value, expected) in [
        (
            "PhoneNumberSet",
            json!(["+8601062345678"]),
            "InvalidParameterValue.IncorrectPhoneNumber",
        ),
        (
            "SmsSdkAppId",
            json!("1"),
            "UnauthorizedOperation.SmsSdkAppIdVerifyFail",
        ),
        (
            "SignName",
            json!("别家"),
            "FailedOperation.SignatureIncorrectOrUnapproved",
        ),
        (
            "TemplateId",
            json!("T9"),
            "FailedOperation.TemplateIncorrectOrUnapproved",
        ),
        (
            "TemplateParamSet",
            json!([]),
            "FailedOperation.TemplateParamSetNotMatchApprovedTemplate",
        ),
    ] {
        let mut body = code();
        body[name] = value;
        let response = send(&outside, &body).await;
        assert_eq!(response["SendStatusSet"][0]["Code"], expected);
    }
    assert!(outside.told().is_empty());
    let mut several = code();
    several["PhoneNumberSet"] = json!(["+8619900000001", "1", "19900000002"]);
    let response = send(&outside, &several).await;
    let codes: Vec<_> = (0..3)
        .map(|index| response["SendStatusSet"][index]["Code"] == "Ok")
        .collect();
    assert_eq!(codes, [true, false, true]);
}

#[tokio::test]
async fn refuses_a_request_with_an_error() {
    let outside = Outside::new();
    let without = |name: &str| {
        let mut body = code();
        body.as_object_mut().unwrap().remove(name);
        body
    };
    let mut with_other_shape = code();
    with_other_shape["TemplateParamSet"] = json!([48213]);
    let mut forged = request("SendSms", "2021-01-11", &code());
    forged
        .headers_mut()
        .insert("x-tc-timestamp", "1772382601".parse().unwrap());
    for (request, expected) in [
        (
            request("SendSms", "2021-01-11", &without("PhoneNumberSet")),
            "MissingParameter",
        ),
        (
            request("SendSms", "2021-01-11", &without("TemplateId")),
            "MissingParameter",
        ),
        (
            request("SendSms", "2021-01-11", &with_other_shape),
            "InvalidParameter",
        ),
        (request("SendSms", "2019-07-11", &code()), "NoSuchVersion"),
        (request("Send", "2021-01-11", &code()), "InvalidAction"),
        (forged, "AuthFailure.SignatureFailure"),
        (
            Request::get("/").body(Body::empty()).unwrap(),
            "InvalidRequest",
        ),
    ] {
        let response = ask(&outside, request).await.unwrap();
        assert_eq!(response["Error"]["Code"], expected);
    }
}

#[tokio::test]
async fn limits_have_a_code_for_each_window() {
    let outside = Outside::new();
    let mut codes = Vec::new();
    for wait_s in [0, 30, 31, 400, 400, 400, 400, 3_600, 3_600] {
        outside.pass(Duration::from_secs(wait_s));
        let response = send(&outside, &code()).await;
        codes.push(
            response["SendStatusSet"][0]["Code"]
                .as_str()
                .unwrap()
                .to_owned(),
        );
    }
    let minute = "LimitExceeded.PhoneNumberThirtySecondLimit";
    let hour = "LimitExceeded.PhoneNumberOneHourLimit";
    assert_eq!(
        codes,
        ["Ok", minute, "Ok", "Ok", "Ok", "Ok", hour, "Ok", "Ok"]
    );
    for _ in 0..3 {
        outside.pass(Duration::from_hours(1));
        send(&outside, &code()).await;
    }
    outside.pass(Duration::from_hours(1));
    let response = send(&outside, &code()).await;
    let daily = "LimitExceeded.PhoneNumberDailyLimit";
    assert_eq!(response["SendStatusSet"][0]["Code"], daily);
}

#[tokio::test]
async fn a_number_can_be_made_to_fail() {
    let outside = Outside::new();
    for (fate, expected) in [
        (Fate::Refused, "FailedOperation.PhoneNumberInBlacklist"),
        (Fate::Down, "InternalError.OtherError"),
    ] {
        outside.network.set_fate(MOBILE, fate);
        let response = send(&outside, &code()).await;
        assert_eq!(response["SendStatusSet"][0]["Code"], expected);
    }
    outside.network.set_fate(MOBILE, Fate::Silent);
    let request = request("SendSms", "2021-01-11", &code());
    assert_eq!(ask(&outside, request).await, None);

    outside.network.set_fate(MOBILE, Fate::Lost);
    send(&outside, &code()).await;
    assert_eq!(states(&outside).await[0]["ReportStatus"], "FAIL");

    outside.pass(Duration::from_mins(2));
    let delay = Duration::from_mins(3);
    outside.network.set_fate(MOBILE, Fate::Delayed(delay));
    send(&outside, &code()).await;
    assert_eq!(
        states(&outside).await.len(),
        1,
        "not told before it is known"
    );
    outside.pass(delay);
    assert_eq!(states(&outside).await[0]["UserReceiveTime"], SECONDS + 180);
}
