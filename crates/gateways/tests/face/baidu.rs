//! Baidu.

use crate::other_end::{
    OtherEnd, SECRET, chance, check, is_malformed, machine, pairs, person, refused, wanted,
};
use gateways::face::{BaiduFace, BaiduFaceSettings, FaceAuthority, NotPassed, Verdict, Wanted};
use gateways::{BaiduCloud, GatewayError, SettingsProblem};
use serde_json::json;
use std::sync::Arc;

const TOKEN: &str = "/oauth/2.0/token";
const GENERATE: &str = "/rpc/2.0/brain/solution/faceprint/verifyToken/generate";
const SUBMIT: &str = "/rpc/2.0/brain/solution/faceprint/idcard/submit";
const RESULT: &str = "/rpc/2.0/brain/solution/faceprint/result/getall";
const GRANTED: &str = r#"{"access_token":"24.token","expires_in":2592000}"#;
const GENERATED: &str = r#"{"success":true,"result":{"verify_token":"vt-1"},"log_id":"1"}"#;
const SUBMITTED: &str = r#"{"success":true,"result":1,"log_id":"2"}"#;

fn settings() -> BaiduFaceSettings {
    BaiduFaceSettings {
        plan_id: "12345".into(),
        page_url: "https://brain.baidu.com/face/print/".into(),
    }
}

fn face(end: &OtherEnd) -> BaiduFace {
    let cloud = BaiduCloud::new(end.access(SECRET), machine(), chance()).unwrap();
    BaiduFace::new(Arc::new(cloud), settings()).unwrap()
}

async fn decide(attempts: &str) -> Result<Verdict, GatewayError> {
    let answer =
        format!(r#"{{"success":true,"result":{{"verify_count":1,"verify_result":[{attempts}]}}}}"#);
    let end = OtherEnd::start(&[(TOKEN, GRANTED), (RESULT, &answer)]).await;
    let face = face(&end);
    face.decide(&check("vt-1"), &person("张三"), "request-3")
        .await
}

#[tokio::test]
async fn a_check_begins_with_a_token_a_person_and_a_page() {
    let end =
        OtherEnd::start(&[(TOKEN, GRANTED), (GENERATE, GENERATED), (SUBMIT, SUBMITTED)]).await;
    let begun = face(&end).begin(&wanted(), "request-3").await.unwrap();
    assert!(begun.check == check("vt-1"));
    assert_eq!(end.paths(), [TOKEN, GENERATE, SUBMIT]);
    let requests = end.requests();
    assert_eq!(requests[0].uri.query(), None, "no secret in addresses");
    let form = pairs(str::from_utf8(&requests[0].body).unwrap());
    assert_eq!(form["grant_type"], "client_credentials");
    assert_eq!(
        (&*form["client_id"], &*form["client_secret"]),
        ("an-app", SECRET)
    );
    assert_eq!(requests[1].query()["access_token"], "24.token");
    let redirect = json!({"success_url": "https://a.example/back?to=1&x", "failed_url": "https://a.example/failed"});
    assert_eq!(
        requests[1].json(),
        json!({"plan_id": "12345", "redirect_config": redirect})
    );
    assert_eq!(
        requests[2].json(),
        json!({"verify_token": "vt-1", "id_name": "张三", "id_no": "11010519491231002X", "certificate_type": 0})
    );
    let page = begun.page.unwrap();
    assert_eq!(begun.native, json!({ "url": page }));
    let (address, query) = page.split_once('?').unwrap();
    assert_eq!(address, "https://brain.baidu.com/face/print/");
    let parameters = pairs(query);
    assert_eq!(parameters["token"], "vt-1");
    assert_eq!(parameters["successUrl"], "https://a.example/back?to=1&x");
    assert_eq!(parameters["failedUrl"], "https://a.example/failed");
}

#[tokio::test]
async fn without_a_way_back_the_page_has_none() {
    let end =
        OtherEnd::start(&[(TOKEN, GRANTED), (GENERATE, GENERATED), (SUBMIT, SUBMITTED)]).await;
    let in_an_app = Wanted {
        return_to: None,
        ..wanted()
    };
    let begun = face(&end).begin(&in_an_app, "request-3").await.unwrap();
    assert_eq!(
        begun.page.as_deref(),
        Some("https://brain.baidu.com/face/print/?token=vt-1")
    );
    assert_eq!(end.requests()[1].json(), json!({"plan_id": "12345"}));
}

#[tokio::test]
async fn a_person_that_is_not_taken_begins_no_check() {
    let failure = r#"{"success":false,"error_code":216430,"error_msg":"rtse/face service error"}"#;
    let end = OtherEnd::start(&[(TOKEN, GRANTED), (GENERATE, GENERATED), (SUBMIT, failure)]).await;
    let outcome = face(&end).begin(&wanted(), "request-3").await;
    assert!(matches!(outcome, Err(GatewayError::Refused { code }) if code == "216430"));
}

#[tokio::test]
async fn the_last_attempt_decides_and_must_be_of_the_same_person() {
    let not_passed = |why, code: &str| {
        Ok(Verdict::NotPassed {
            why,
            code: code.into(),
        })
    };
    let confirmed =
        r#""idcard_confirm":{"name":"张三","idcard_number":"11010519491231002x","idcard_type":0}"#;
    let good = format!(r#"{{"order":2,"is_verify_passed":true,"code":"0",{confirmed}}}"#);
    let failed = r#"{"order":1,"is_verify_passed":false,"code":"223120"}"#;
    let failed_last = r#"{"order":"3","is_verify_passed":false,"code":222351}"#;
    for (attempts, expected) in [
        (good.clone(), Ok(Verdict::Passed)),
        (format!("{good},{failed}"), Ok(Verdict::Passed)),
        (format!("{failed},{good}"), Ok(Verdict::Passed)),
        (String::new(), Ok(Verdict::Pending)),
        (
            format!("{failed_last},{good}"),
            not_passed(NotPassed::Identity, "222351"),
        ),
        (failed.to_owned(), not_passed(NotPassed::Face, "223120")),
        (
            good.replace("张三", "李四"),
            not_passed(NotPassed::Identity, "other_identity"),
        ),
        (
            good.replace("002x", "0021"),
            not_passed(NotPassed::Identity, "other_identity"),
        ),
        (
            r#"{"order":1,"is_verify_passed":true,"code":"0"}"#.to_owned(),
            not_passed(NotPassed::Identity, "other_identity"),
        ),
        (
            good.replace(r#""0""#, r#""1""#),
            not_passed(NotPassed::Face, "1"),
        ),
        (
            good.replace("true", "false"),
            not_passed(NotPassed::Face, "0"),
        ),
        (
            r#"{"order":1,"is_verify_passed":false,"code":"USER_CANCEL"}"#.to_owned(),
            not_passed(NotPassed::Cancelled, "USER_CANCEL"),
        ),
    ] {
        assert_eq!(decide(&attempts).await, expected, "{attempts}");
    }
    let not_a_truth = good.replace("true", r#""true""#);
    assert!(is_malformed(&decide(&not_a_truth).await));
}

#[tokio::test]
async fn a_token_that_is_refused_is_renewed_once() {
    let refusal = r#"{"error_code":110,"error_msg":"Access token invalid or no longer valid"}"#;
    let result = r#"{"success":true,"result":{"verify_result":[]}}"#;
    let end = OtherEnd::start(&[(TOKEN, GRANTED), (RESULT, refusal), (RESULT, result)]).await;
    let verdict = face(&end)
        .decide(&check("vt-1"), &person("张三"), "request-3")
        .await;
    assert_eq!(verdict, Ok(Verdict::Pending));
    assert_eq!(end.paths(), [TOKEN, RESULT, TOKEN, RESULT]);
}

#[tokio::test]
async fn wrong_keys_are_a_refusal() {
    let failure = r#"{"error":"invalid_client","error_description":"unknown client id"}"#;
    let end = OtherEnd::start(&[(TOKEN, failure)]).await;
    let outcome = face(&end)
        .decide(&check("vt-1"), &person("张三"), "request-3")
        .await;
    assert_eq!(outcome, refused("invalid_client"));
}

#[test]
fn every_fault_of_the_settings_is_named() {
    assert_eq!(settings().problems(), []);
    let wrong = BaiduFaceSettings {
        plan_id: " ".into(),
        page_url: "page".into(),
    };
    assert_eq!(
        wrong.problems(),
        [
            SettingsProblem::Blank { setting: "plan_id" },
            SettingsProblem::Unreadable {
                setting: "page_url"
            }
        ]
    );
}
