//! What is the same for everybody.

use reqwest::header::{ACCEPT_ENCODING, ACCEPT_LANGUAGE, IF_NONE_MATCH};
use reqwest::{Method, StatusCode};
use serde_json::json;

use crate::house::{End, House, YIKATONG, code, told};

#[tokio::test(flavor = "multi_thread")]
async fn tables_and_texts_are_read_by_anybody_and_kept() {
    let house = House::open().await;
    let get = |path: &str| {
        house
            .request(Method::GET, &format!("/api/v1{path}"))
            .header(ACCEPT_LANGUAGE, "en")
    };
    let (status, branches) = told(get("/codes/branches?bank=ICBC&district=110101")).await;
    assert_eq!(status, StatusCode::OK);
    let entries = branches["entries"].as_array().unwrap();
    assert!(!entries.is_empty());
    assert!(
        entries
            .iter()
            .all(|one| one["bank"] == "ICBC" && one["district"] == "110101")
    );

    let (mut cursor, mut all) = (String::new(), Vec::new());
    loop {
        let (_, some) = told(get(&format!("/codes/branches?{cursor}"))).await;
        all.extend(
            some["entries"]
                .as_array()
                .unwrap()
                .iter()
                .map(|one| one["value"].clone()),
        );
        match some["next"].as_str() {
            Some(next) => cursor = format!("cursor={next}"),
            None => break,
        }
    }
    let release = &house.service().rules.in_force;
    assert_eq!(all.len(), release.codes().branches.len());
    for (path, status, expected) in [
        ("/codes/nonsense", StatusCode::NOT_FOUND, "not_found"),
        ("/codes/sexes", StatusCode::NOT_FOUND, "not_found"),
        (
            "/codes/banks?bank=ICBC",
            StatusCode::UNPROCESSABLE_ENTITY,
            "unknown_key",
        ),
        (
            "/codes/banks?cursor=x",
            StatusCode::UNPROCESSABLE_ENTITY,
            "code_unknown",
        ),
        ("/texts/nonsense", StatusCode::NOT_FOUND, "not_found"),
    ] {
        let (answered, told) = told(get(path)).await;
        assert_eq!(
            (answered, code(&told).as_str()),
            (status, expected),
            "{path}"
        );
    }
    assert_eq!(
        told(get("/codes/occupations_gbt2261_4")).await.0,
        StatusCode::OK
    );

    let (_, text) = told(get("/texts/consent.face")).await;
    assert_eq!(text["id"], "consent.face");
    let answer = get("/texts/disclaimer")
        .header(ACCEPT_ENCODING, "gzip")
        .send()
        .await
        .unwrap();
    let headers = answer.headers().clone();
    assert_eq!(
        headers["content-encoding"], "gzip",
        "the same for everybody"
    );
    assert!(
        headers["cache-control"]
            .to_str()
            .unwrap()
            .starts_with("public")
    );
    let known = get("/texts/disclaimer").header(IF_NONE_MATCH, &headers["etag"]);
    assert_eq!(
        known.send().await.unwrap().status(),
        StatusCode::NOT_MODIFIED
    );
    let chinese = house
        .request(Method::GET, "/api/v1/texts/disclaimer")
        .header(ACCEPT_LANGUAGE, "zh-CN");
    let chinese = chinese
        .header(IF_NONE_MATCH, &headers["etag"])
        .send()
        .await
        .unwrap();
    assert_eq!(chinese.status(), StatusCode::OK, "in another language");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_somebodys_is_neither_kept_nor_compressed() {
    let house = House::open().await;
    let program = house.program("family-01", YIKATONG).await;
    let request = program
        .request(Method::GET, "/account")
        .header(ACCEPT_ENCODING, "gzip");
    let answer = request.send().await.unwrap();
    assert_eq!(answer.headers()["cache-control"], "no-store");
    assert!(!answer.headers().contains_key("content-encoding"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_to_the_host_about_messages_is_noted() {
    let house = House::open().await;
    let program = house.program("family-01", YIKATONG).await;
    for answer in ["reject", "accept"] {
        let said = json!({"template": "at_branch", "answer": answer});
        let (status, _) = program.send(Method::PUT, "/messages/grants", &said).await;
        assert_eq!(status, StatusCode::NO_CONTENT);
        let (_, account) = program.get("/account").await;
        assert_eq!(account["grants"].as_array().unwrap().len(), 1);
        assert_eq!(account["grants"][0]["answer"], answer);
    }
    for (said, field) in [
        (
            json!({"template": "nonsense", "answer": "accept"}),
            "template",
        ),
        (
            json!({"template": "at_branch", "answer": "maybe"}),
            "answer",
        ),
    ] {
        let (status, told) = program.send(Method::PUT, "/messages/grants", &said).await;
        assert_eq!(
            (status, code(&told).as_str()),
            (StatusCode::UNPROCESSABLE_ENTITY, "code_unknown")
        );
        assert_eq!(told["fields"][0]["field"], field);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_granted_is_used_up_with_its_message() {
    let house = House::open().await;
    let case = house.case("family-01");
    let program = house.program("family-01", YIKATONG).await;
    for template in ["submitted", "at_branch"] {
        let said = json!({"template": template, "answer": "accept"});
        program.send(Method::PUT, "/messages/grants", &said).await;
    }
    let (id, step, _) = program.begin("new").await;
    let (end, _) = program.walk(&case, &id, &step, None).await;
    assert!(matches!(end, End::Submitted(_)), "{end:?}");
    let (_, account) = program.get("/account").await;
    let left = account["grants"].as_array().unwrap();
    assert_eq!(left.len(), 1, "{account}");
    assert_eq!(left[0]["template"], "at_branch");
}
