//! What is sent: every request as the contract requires.

use crate::other_end::{
    KEY, NOW, OtherEnd, Request, agent, body_hash, child, data, person, signature, why,
};
use domain::id::PersonalName;
use gateways::registry::{BirthCertificate, Registry};
use serde_json::json;

/// Checks a request's headers and signature, and its body against the expected one.
fn check(request: &Request, path: &str, asked: serde_json::Value) {
    assert_eq!(request.path, path);
    assert_eq!(
        request.header("content-type"),
        "application/json; charset=utf-8"
    );
    assert_eq!(request.header("x-app-id"), "daiban-test");
    assert_eq!(request.header("x-timestamp"), NOW);
    assert_eq!(request.header("x-sign-alg"), "HMAC-SM3");
    assert_eq!(request.header("x-request-id"), "request-3");
    let nonce = request.header("x-nonce");
    assert!(
        nonce.len() == 32
            && nonce
                .bytes()
                .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
    );
    let text = format!(
        "POST\n{path}\n\n{NOW}\n{nonce}\n{}",
        body_hash(&request.body)
    );
    assert_eq!(request.header("x-signature"), signature(KEY, &text));
    let mut expected = asked;
    for (member, value) in [
        ("purpose", "relationship"),
        ("consentId", "consent-7"),
        ("operator", "account-9"),
    ] {
        expected[member] = value.into();
    }
    assert_eq!(request.json(), expected);
}

#[tokio::test]
async fn every_question_says_who_and_why_and_is_signed() {
    let end = OtherEnd::start([
        data(r#"{"children":[]}"#),
        data(r#"{"related":false}"#),
        data(r#"{"result":"match"}"#),
        data(r#"{"eligible":true,"reasons":[],"cardState":"none"}"#),
        data(r#"{"householder":true,"bookletNumber":"b","members":[]}"#),
        data(r#"{"result":"match"}"#),
    ])
    .await;
    let (client, agent, child, why) = (end.client(), agent(), child(), why());
    let certificate = BirthCertificate {
        number: "X320101001".into(),
        child_name: child.name.clone(),
        mother_name: PersonalName::parse("李四").unwrap(),
        mother_id_number: None,
    };
    client.children(&agent, &why).await.unwrap();
    client.verify_kinship(&agent, &child, &why).await.unwrap();
    client.verify_population(&child, &why).await.unwrap();
    client.eligibility(&child, &why).await.unwrap();
    client.household(&child.id_number, &why).await.unwrap();
    client
        .verify_birth_certificate(&certificate, &why)
        .await
        .unwrap();

    let requests = end.requests();
    let agent = json!({"name": "张三", "certNo": "11010519491231002X"});
    let child = json!({"name": "张小明", "certNo": "110101202008310015"});
    check(
        &requests[0],
        "/v1/kinship/children",
        json!({"agent": agent}),
    );
    check(
        &requests[1],
        "/v1/kinship/verify",
        json!({"agent": agent, "child": child}),
    );
    check(&requests[2], "/v1/population/verify", child.clone());
    check(&requests[3], "/v1/card/eligibility", child);
    check(
        &requests[4],
        "/v1/household/query",
        json!({"certNo": "110101202008310015"}),
    );
    let certificate = json!({"number": "X320101001", "childName": "张小明", "motherName": "李四"});
    check(&requests[5], "/v1/birth-certificate/verify", certificate);
}

#[tokio::test]
async fn the_path_before_the_version_belongs_to_what_is_signed() {
    let end = OtherEnd::start([data(r#"{"result":"match"}"#)]).await;
    let mut settings = end.settings();
    settings.base_url = format!("{}/share/registry/", end.base_url);
    end.client_with(settings)
        .verify_population(&agent(), &why())
        .await
        .unwrap();
    let agent = json!({"name": "张三", "certNo": "11010519491231002X"});
    check(
        &end.requests()[0],
        "/share/registry/v1/population/verify",
        agent,
    );
}

#[tokio::test]
async fn names_with_rare_characters_travel_whole() {
    let end = OtherEnd::start([data(r#"{"result":"match"}"#)]).await;
    let rare = person("𬱖䶮㛃", "110101202008310015");
    end.client().verify_population(&rare, &why()).await.unwrap();
    assert_eq!(end.requests()[0].json()["name"], "𬱖䶮㛃");
}
