//! What is sent to Tencent Cloud, and what its answers mean.

use crate::other_end::{OtherEnd, Reply, message, says, sent};
use gateways::sms::{Delivery, Refusal, Sent, Sms, SmsError};
use gateways::{GatewayError, RetryCause};
use serde_json::{Value, json};

fn taken() -> Reply {
    item("Ok")
}

fn item(code: &str) -> Reply {
    let status = json!({"SerialNo": "2019:1", "PhoneNumber": "+8613711112222", "Fee": 1, "SessionContext": "", "Code": code,
        "Message": "m", "IsoCode": "CN"});
    enveloped(&json!({"SendStatusSet": [status], "RequestId": "r"}))
}

fn error(code: &str) -> Reply {
    enveloped(&json!({"Error": {"Code": code, "Message": "m"}, "RequestId": "r"}))
}

fn enveloped(response: &Value) -> Reply {
    says(&json!({ "Response": response }).to_string())
}

async fn send(reply: Reply) -> (Result<Sent, SmsError>, usize) {
    let end = OtherEnd::start([reply]).await;
    let outcome = end.tencent().send(&message(), "request-3").await;
    (outcome, end.requests().len())
}

async fn delivery(states: Value) -> Result<Delivery, SmsError> {
    let end = OtherEnd::start([enveloped(&json!({"PullSmsSendStatusSet": states}))]).await;
    end.tencent().delivery(&sent("2019:1"), "request-3").await
}

#[tokio::test]
async fn a_code_is_sent_as_the_platform_wants_it() {
    let end = OtherEnd::start([taken()]).await;
    let outcome = end.tencent().send(&message(), "request-3").await;
    assert_eq!(outcome, Ok(sent("2019:1")));
    let request = &end.requests()[0];
    assert_eq!(request.uri.to_string(), "/");
    assert_eq!(
        serde_json::from_slice::<Value>(&request.body).unwrap(),
        json!({
            "PhoneNumberSet": ["+8613711112222"],
            "SmsSdkAppId": "1400006666",
            "SignName": "京通办",
            "TemplateId": "4321",
            "TemplateParamSet": ["048213"],
            "SessionContext": "request-3",
        })
    );
    assert_eq!(request.header("x-tc-action"), "SendSms");
    assert_eq!(request.header("x-tc-version"), "2021-01-11");
    assert_eq!(request.header("x-tc-region"), "ap-beijing");
    assert_eq!(request.header("x-tc-timestamp"), "1795316340");
    assert_eq!(
        request.header("content-type"),
        "application/json; charset=utf-8"
    );
    assert_eq!(format!("http://{}", request.header("host")), end.base_url);
    let authorization = request.header("authorization");
    assert!(
        authorization.starts_with(
            "TC3-HMAC-SHA256 Credential=TencentId/2026-11-22/sms/tc3_request, \
             SignedHeaders=content-type;host;x-tc-action, Signature="
        ),
        "{authorization}"
    );
}

#[tokio::test]
async fn refusals_say_what_they_are_about_and_are_not_repeated() {
    for (code, why) in [
        (
            "LimitExceeded.PhoneNumberThirtySecondLimit",
            Refusal::TooMany,
        ),
        ("LimitExceeded.PhoneNumberDailyLimit", Refusal::TooMany),
        ("LimitExceeded.DeliveryFrequencyLimit", Refusal::TooMany),
        (
            "LimitExceeded.AppMainlandChinaDailyLimit",
            Refusal::Configuration,
        ),
        (
            "InvalidParameterValue.IncorrectPhoneNumber",
            Refusal::Number,
        ),
        ("FailedOperation.PhoneNumberInBlacklist", Refusal::Number),
        (
            "FailedOperation.TemplateIncorrectOrUnapproved",
            Refusal::Configuration,
        ),
        ("AuthFailure.SignatureFailure", Refusal::Configuration),
    ] {
        let expected = SmsError::Refused {
            why,
            code: code.into(),
        };
        for reply in [item(code), error(code)] {
            assert_eq!(send(reply).await, (Err(expected.clone()), 1));
        }
    }
}

#[tokio::test]
async fn what_passes_is_tried_again() {
    for code in ["InternalError.OtherError", "RequestLimitExceeded"] {
        for reply in [item(code), error(code)] {
            let cause = RetryCause::Temporary { code: code.into() };
            let expected = SmsError::Unanswered(GatewayError::Retry { cause });
            assert_eq!(send(reply).await, (Err(expected), 3));
        }
    }
}

#[tokio::test]
async fn a_message_that_the_platform_may_have_passed_on_is_not_sent_again() {
    let (outcome, attempts) = send(item("InternalError.Timeout")).await;
    let error = outcome.unwrap_err();
    assert!(error.may_have_left() && attempts == 1, "{error}");
}

#[tokio::test]
async fn an_answer_that_is_none_is_malformed() {
    for reply in [
        says(""),
        says("{}"),
        enveloped(&json!({})),
        enveloped(&json!({"SendStatusSet": []})),
        enveloped(&json!({"SendStatusSet": [{"Code": "Ok"}]})),
        enveloped(
            &json!({"SendStatusSet": [{"Code": "Ok", "SerialNo": "1"}, {"Code": "Ok", "SerialNo": "2"}]}),
        ),
    ] {
        let (outcome, _) = send(reply).await;
        assert!(
            matches!(
                outcome,
                Err(SmsError::Unanswered(GatewayError::Malformed { .. }))
            ),
            "{outcome:?}"
        );
    }
}

#[tokio::test]
async fn a_delivery_is_asked_for_by_number_and_time() {
    let end = OtherEnd::start([enveloped(&json!({"PullSmsSendStatusSet": []}))]).await;
    let outcome = end.tencent().delivery(&sent("2019:1"), "request-3").await;
    assert_eq!(outcome, Ok(Delivery::Pending));
    let request = &end.requests()[0];
    assert_eq!(
        request.header("x-tc-action"),
        "PullSmsSendStatusByPhoneNumber"
    );
    assert_eq!(
        serde_json::from_slice::<Value>(&request.body).unwrap(),
        json!({
            "BeginTime": 1_795_316_040,
            "Offset": 0,
            "Limit": 100,
            "PhoneNumber": "+8613711112222",
            "SmsSdkAppId": "1400006666",
        }),
        "from five minutes before it was sent, as much as clocks may differ"
    );
}

#[tokio::test]
async fn a_delivery_is_pending_done_or_failed() {
    let other = json!({"SerialNo": "other", "ReportStatus": "FAIL", "Description": "X"});
    let done = json!({"SerialNo": "2019:1", "ReportStatus": "SUCCESS", "UserReceiveTime": 1_795_316_345, "Description": "DELIVRD"});
    let failed = json!({"SerialNo": "2019:1", "ReportStatus": "FAIL", "Description": "MK:0001"});
    for (states, expected) in [
        (Value::Null, Delivery::Pending),
        (json!([other]), Delivery::Pending),
        (
            json!([other, done]),
            Delivery::Delivered {
                at: Some("2026-11-22T02:59:05Z".parse().unwrap()),
            },
        ),
        (
            json!([failed]),
            Delivery::Failed {
                code: "MK:0001".into(),
            },
        ),
    ] {
        assert_eq!(delivery(states).await, Ok(expected));
    }
}
