//! What is sent to Aliyun, and what its answers mean.

use crate::other_end::{NOW, OtherEnd, Reply, message, mobile, says, sent};
use gateways::sms::{Delivery, Refusal, Sent, Sms, SmsError};
use gateways::{GatewayError, RetryCause};

const TAKEN: &str = r#"{"Code":"OK","Message":"OK","BizId":"9006^0","RequestId":"r"}"#;

async fn send(reply: Reply) -> (Result<Sent, SmsError>, usize) {
    let end = OtherEnd::start([reply]).await;
    let outcome = end.aliyun().send(&message(), "request-3").await;
    (outcome, end.requests().len())
}

fn refused(why: Refusal, code: &str) -> Result<Sent, SmsError> {
    Err(SmsError::Refused {
        why,
        code: code.into(),
    })
}

async fn delivery(details: &str) -> Result<Delivery, SmsError> {
    let body = format!(
        r#"{{"Code":"OK","TotalCount":1,"SmsSendDetailDTOs":{{"SmsSendDetailDTO":[{details}]}}}}"#
    );
    let end = OtherEnd::start([says(&body)]).await;
    end.aliyun().delivery(&sent("9006^0"), "request-3").await
}

#[tokio::test]
async fn a_code_is_sent_as_the_platform_wants_it() {
    let end = OtherEnd::start([says(TAKEN)]).await;
    let outcome = end.aliyun().send(&message(), "request-3").await;
    assert_eq!(outcome, Ok(sent("9006^0")));
    let request = &end.requests()[0];
    assert_eq!(
        request.uri.to_string(),
        "/?OutId=request-3&PhoneNumbers=13711112222&SignName=%E4%BA%AC%E9%80%9A%E5%8A%9E&TemplateCode=SMS_1234\
         &TemplateParam=%7B%22code%22%3A%22048213%22%7D"
    );
    assert!(request.body.is_empty());
    assert_eq!(request.header("x-acs-action"), "SendSms");
    assert_eq!(request.header("x-acs-version"), "2017-05-25");
    assert_eq!(request.header("x-acs-date"), NOW);
    assert_eq!(request.header("x-acs-signature-nonce").len(), 32);
    assert_eq!(
        format!("http://{}", request.header("host")),
        end.base_url,
        "the signed host is the one that is sent"
    );
    let authorization = request.header("authorization");
    assert!(
        authorization.starts_with(
            "ACS3-HMAC-SHA256 Credential=AliyunKeyId,SignedHeaders=host;x-acs-action;x-acs-content-sha256;\
             x-acs-date;x-acs-signature-nonce;x-acs-version,Signature="
        ),
        "{authorization}"
    );
}

#[tokio::test]
async fn each_attempt_has_a_nonce_of_its_own() {
    let end = OtherEnd::start([Reply::Says(503, String::new()), says(TAKEN)]).await;
    end.aliyun().send(&message(), "request-3").await.unwrap();
    let nonce = |index: usize| {
        end.requests()[index]
            .header("x-acs-signature-nonce")
            .to_owned()
    };
    assert_ne!(nonce(0), nonce(1));
}

#[tokio::test]
async fn refusals_say_what_they_are_about_and_are_not_repeated() {
    for (status, code, why) in [
        (200, "isv.BUSINESS_LIMIT_CONTROL", Refusal::TooMany),
        (200, "isv.MOBILE_NUMBER_ILLEGAL", Refusal::Number),
        (200, "isv.SMS_TEMPLATE_ILLEGAL", Refusal::Configuration),
        (200, "isv.SMS_SIGNATURE_ILLEGAL", Refusal::Configuration),
        (200, "isv.OUT_OF_SERVICE", Refusal::Configuration),
        (200, "isp.RAM_PERMISSION_DENY", Refusal::Configuration),
        (200, "isv.SOMETHING_NEW", Refusal::Configuration),
        (400, "SignatureDoesNotMatch", Refusal::Configuration),
        (404, "InvalidAccessKeyId.NotFound", Refusal::Configuration),
    ] {
        let reply = Reply::Says(status, format!(r#"{{"Code":"{code}","Message":"m"}}"#));
        assert_eq!(send(reply).await, (refused(why, code), 1));
    }
}

#[tokio::test]
async fn what_passes_is_tried_again() {
    for (status, code) in [
        (200, "isp.SYSTEM_ERROR"),
        (400, "Throttling.User"),
        (503, "ServiceUnavailable"),
        (400, "SignatureNonceUsed"),
    ] {
        let reply = Reply::Says(status, format!(r#"{{"Code":"{code}"}}"#));
        let cause = RetryCause::Temporary { code: code.into() };
        let (outcome, attempts) = send(reply).await;
        let expected = SmsError::Unanswered(GatewayError::Retry { cause });
        assert_eq!((outcome, attempts), (Err(expected), 3));
    }
}

#[tokio::test]
async fn an_answer_that_is_none_is_malformed() {
    for body in [
        "",
        "<html>",
        "{}",
        r#"{"Code":"OK"}"#,
        r#"{"Code":"OK","BizId":""}"#,
        r#"{"Code":1}"#,
    ] {
        let (outcome, _) = send(says(body)).await;
        assert!(
            matches!(
                outcome,
                Err(SmsError::Unanswered(GatewayError::Malformed { .. }))
            ),
            "{body}: {outcome:?}"
        );
    }
}

#[tokio::test]
async fn words_of_the_platform_are_not_passed_on_as_a_code() {
    let (outcome, _) = send(says(r#"{"Code":"bad number 13711112222"}"#)).await;
    assert_eq!(outcome, refused(Refusal::Configuration, "unreadable"));
}

#[tokio::test]
async fn a_delivery_is_asked_for_by_number_day_and_id() {
    let end = OtherEnd::start([says(r#"{"Code":"OK","SmsSendDetailDTOs":{}}"#)]).await;
    let late_in_the_evening = Sent {
        at: "2026-11-22T17:00:00Z".parse().unwrap(),
        ..sent("9006^0")
    };
    let outcome = end
        .aliyun()
        .delivery(&late_in_the_evening, "request-3")
        .await;
    assert_eq!(outcome, Ok(Delivery::Pending));
    let request = &end.requests()[0];
    assert_eq!(request.header("x-acs-action"), "QuerySendDetails");
    let number = mobile();
    assert_eq!(
        request.uri.query().unwrap(),
        format!(
            "BizId=9006%5E0&CurrentPage=1&PageSize=10&PhoneNumber={}&SendDate=20261123",
            number.as_str()
        ),
        "the day is Beijing's"
    );
}

#[tokio::test]
async fn a_delivery_is_pending_done_or_failed() {
    let done = Delivery::Delivered {
        at: Some("2026-11-22T03:00:05Z".parse().unwrap()),
    };
    let failed = Delivery::Failed {
        code: "MK:0001".into(),
    };
    for (details, expected) in [
        (r#"{"SendStatus":1}"#, Delivery::Pending),
        (r#"{"SendStatus":2,"ErrCode":"MK:0001"}"#, failed),
        (
            r#"{"SendStatus":3,"ErrCode":"DELIVERED","ReceiveDate":"2026-11-22 11:00:05"}"#,
            done.clone(),
        ),
        (
            r#"{"SendStatus":"3","ReceiveDate":"2026-11-22 11:00:05","New":{}}"#,
            done,
        ),
        (r#"{"SendStatus":3}"#, Delivery::Delivered { at: None }),
    ] {
        assert_eq!(delivery(details).await, Ok(expected), "{details}");
    }
    let unknown = delivery(r#"{"SendStatus":4}"#).await;
    assert!(matches!(
        unknown,
        Err(SmsError::Unanswered(GatewayError::Malformed { .. }))
    ));
}
