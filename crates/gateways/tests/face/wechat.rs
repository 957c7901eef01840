//! WeChat.

use crate::other_end::{
    OtherEnd, SECRET, chance, check, is_malformed, machine, person, refused, wanted,
};
use gateways::face::{Check, FaceAuthority, NotPassed, Verdict, Wanted, WechatFace};
use gateways::{GatewayError, RetryCause, WechatApp, WechatSettings, WechatToken};
use serde_json::json;
use std::sync::Arc;

const STABLE: &str = "/cgi-bin/stable_token";
const BEGIN: &str = "/cityservice/face/identify/getverifyid";
const QUERY: &str = "/cityservice/face/identify/queryverifyinfo";
const TOKEN: &str = r#"{"access_token":"token-1","expires_in":7200}"#;
const BEGUN: &str = r#"{"errcode":0,"errmsg":"ok","verify_id":"v-1","expires_in":3600}"#;

fn face(end: &OtherEnd, token: WechatToken) -> WechatFace {
    let settings = WechatSettings {
        access: end.access(SECRET),
        token,
    };
    WechatFace::new(Arc::new(
        WechatApp::new(settings, machine(), chance()).unwrap(),
    ))
}

async fn decide(answer: &str) -> Result<Verdict, GatewayError> {
    let end = OtherEnd::start(&[(STABLE, TOKEN), (QUERY, answer)]).await;
    let face = face(&end, WechatToken::Stable);
    face.decide(&check("v-1"), &person("张三"), "request-3")
        .await
}

#[tokio::test]
async fn a_check_begins_with_name_number_and_openid() {
    let end = OtherEnd::start(&[(STABLE, TOKEN), (BEGIN, BEGUN)]).await;
    let begun = face(&end, WechatToken::Stable)
        .begin(&wanted(), "request-3")
        .await
        .unwrap();
    assert_eq!(begun.native, json!({"verifyId": "v-1"}));
    assert_eq!(begun.page, None);
    assert!(begun.check == check("v-1"));
    let requests = end.requests();
    assert_eq!(
        requests[0].json(),
        json!({"grant_type": "client_credential", "appid": "an-app", "secret": SECRET, "force_refresh": false})
    );
    assert_eq!(requests[1].uri.query(), Some("access_token=token-1"));
    assert_eq!(
        requests[1].json(),
        json!({
            "out_seq_no": "attempt1",
            "cert_info": {"cert_type": "IDENTITY_CARD", "cert_name": "张三", "cert_no": "11010519491231002X"},
            "openid": "an-openid",
        })
    );
}

#[tokio::test]
async fn a_check_is_decided_by_the_same_attempt_person_and_hash() {
    let end = OtherEnd::start(&[
        (STABLE, TOKEN),
        (QUERY, r#"{"errcode":0,"verify_ret":10000}"#),
    ])
    .await;
    let face = face(&end, WechatToken::Stable);
    let verdict = face
        .decide(&check("v-1"), &person("张三"), "request-3")
        .await;
    assert_eq!(verdict, Ok(Verdict::Passed));
    assert_eq!(
        end.requests()[1].json(),
        json!({
            "verify_id": "v-1",
            "out_seq_no": "attempt1",
            // printf 'cert_type=SURFTlRJVFlfQ0FSRA==&cert_name=5byg5LiJ&cert_no=MTEwMTA1MTk0OTEyMzEwMDJY' | sha256sum
            "cert_hash": "471b502b022b21f3e120c5deb08295259bd77cac82956ebffc055c6fced73ce0",
            "openid": "an-openid",
        })
    );
}

#[tokio::test]
async fn only_the_one_result_passes() {
    let not_passed = |why, code: &str| {
        Ok(Verdict::NotPassed {
            why,
            code: code.into(),
        })
    };
    for (answer, expected) in [
        (r#"{"errcode":0,"verify_ret":10000}"#, Ok(Verdict::Passed)),
        (
            r#"{"errcode":"0","verify_ret":"10000"}"#,
            Ok(Verdict::Passed),
        ),
        (r#"{"errcode":0,"errmsg":"ok"}"#, Ok(Verdict::Pending)),
        (
            r#"{"errcode":0,"verify_ret":10003}"#,
            not_passed(NotPassed::Identity, "10003"),
        ),
        (
            r#"{"errcode":0,"verify_ret":10004}"#,
            not_passed(NotPassed::Face, "10004"),
        ),
        (
            r#"{"errcode":0,"verify_ret":90002}"#,
            not_passed(NotPassed::Cancelled, "90002"),
        ),
        (
            r#"{"errcode":0,"verify_ret":90107}"#,
            not_passed(NotPassed::TimedOut, "90107"),
        ),
        (
            r#"{"errcode":0,"verify_ret":100000}"#,
            not_passed(NotPassed::Device, "100000"),
        ),
        (r#"{"errcode":9001,"verify_ret":10000}"#, refused("9001")),
        (
            r#"{"errcode":-1,"verify_ret":10000}"#,
            Err(GatewayError::Retry {
                cause: RetryCause::Temporary { code: "-1".into() },
            }),
        ),
    ] {
        assert_eq!(decide(answer).await, expected, "{answer}");
    }
    for answer in ["", "10000", r#"{"errcode":0,"verify_ret":"yes"}"#] {
        assert!(is_malformed(&decide(answer).await), "{answer}");
    }
}

#[tokio::test]
async fn one_token_serves_many_calls_at_once() {
    let end = OtherEnd::start(&[(STABLE, TOKEN), (BEGIN, BEGUN)]).await;
    let face = face(&end, WechatToken::Stable);
    let wanted = wanted();
    let (first, second, third) = tokio::join!(
        face.begin(&wanted, "r1"),
        face.begin(&wanted, "r2"),
        face.begin(&wanted, "r3")
    );
    assert!(first.is_ok() && second.is_ok() && third.is_ok());
    let asked = end.paths().iter().filter(|path| *path == STABLE).count();
    assert_eq!(asked, 1);
}

#[tokio::test]
async fn a_token_that_is_refused_is_renewed_once() {
    let other_token = r#"{"access_token":"token-2","expires_in":7200}"#;
    let refusal = r#"{"errcode":42001,"errmsg":"expired"}"#;
    let end = OtherEnd::start(&[
        (STABLE, TOKEN),
        (STABLE, other_token),
        (BEGIN, refusal),
        (BEGIN, BEGUN),
    ])
    .await;
    let begun = face(&end, WechatToken::Stable)
        .begin(&wanted(), "request-3")
        .await;
    assert!(begun.is_ok());
    assert_eq!(end.paths(), [STABLE, BEGIN, STABLE, BEGIN]);
    assert_eq!(end.requests()[3].uri.query(), Some("access_token=token-2"));

    let end = OtherEnd::start(&[(STABLE, TOKEN), (BEGIN, refusal)]).await;
    let outcome = face(&end, WechatToken::Stable)
        .begin(&wanted(), "request-3")
        .await;
    assert!(matches!(outcome, Err(GatewayError::Refused { code }) if code == "42001"));
    assert_eq!(end.requests().len(), 4, "and not for ever");
}

#[tokio::test]
async fn the_plain_token_is_got_by_its_own_address() {
    let end = OtherEnd::start(&[("/cgi-bin/token", TOKEN), (BEGIN, BEGUN)]).await;
    let begun = face(&end, WechatToken::Plain)
        .begin(&wanted(), "request-3")
        .await;
    assert!(begun.is_ok());
    let query = end.requests()[0].query();
    assert_eq!(query["grant_type"], "client_credential");
    assert_eq!((&*query["appid"], &*query["secret"]), ("an-app", SECRET));
}

#[tokio::test]
async fn without_an_openid_nothing_is_asked() {
    let end = OtherEnd::start(&[]).await;
    let face = face(&end, WechatToken::Stable);
    let nobody = Wanted {
        subject: None,
        ..wanted()
    };
    assert!(is_malformed(&face.begin(&nobody, "request-3").await));
    let check = Check {
        subject: None,
        ..check("v-1")
    };
    let outcome = face.decide(&check, &person("张三"), "request-3").await;
    assert!(is_malformed(&outcome));
    assert!(end.requests().is_empty());
}
