//! What a mini-program is told besides its steps: ids of messages, what is proved, drawings; and the one draft that it wants.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use service::token::Token;

use crate::house::{End, House, JINGTONG, PAIRS, Program, YIKATONG, code, item};

#[tokio::test(flavor = "multi_thread")]
async fn each_host_is_told_its_own_ids_of_messages() {
    let house = House::open().await;
    for pair in PAIRS {
        let program = house.program("family-01", pair).await;
        let (status, told) = program.get("/messages/templates").await;
        assert_eq!(status, StatusCode::OK, "{told}");
        let known = told["templates"].as_array().unwrap();
        if pair == PAIRS[2] {
            assert!(known.is_empty(), "Baidu has none: {told}");
            continue;
        }
        let expected = json!({"template": "at_branch", "id": "sandbox_at_branch"});
        assert!(known.contains(&expected), "{pair:?} {told}");
        for one in known {
            let said = json!({"template": one["template"], "answer": "accept"});
            let (status, _) = program.send(Method::PUT, "/messages/grants", &said).await;
            assert_eq!(status, StatusCode::NO_CONTENT, "{one}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_of_several_drafts_is_taken_up_by_its_id() {
    let house = House::open().await;
    let program = house.program("family-01", JINGTONG).await;
    let (older, step, _) = program.begin("new").await;
    let (newer, _, _) = program.begin("new").await;
    assert_eq!(
        program.begin(&older).await,
        (older.clone(), step.clone(), false)
    );
    assert_eq!(program.begin("newest").await.0, newer);
    let elsewhere = house.program("family-01", YIKATONG).await;
    assert_eq!(elsewhere.begin(&older).await.0, older);
    let (_, shown) = elsewhere.get(&format!("/applications/{older}")).await;
    assert_eq!(shown["channel"], "yikatong");

    let other = house.program("family-02", JINGTONG).await;
    let withdrawn = format!("/applications/{newer}/withdrawal");
    let refused = async |program: &Program<'_>, draft: Value| {
        let body = json!({"draft": draft});
        let (status, told) = program.send(Method::POST, "/applications", &body).await;
        (status.as_u16(), code(&told))
    };
    let not_found = (404, "not_found".to_owned());
    assert_eq!(refused(&other, json!(older)).await, not_found);
    let nobodys = json!("018f0000-0000-7000-8000-000000000000");
    assert_eq!(refused(&program, nobodys).await, not_found);
    let unknown = refused(&program, json!("oldest")).await;
    assert_eq!(unknown, (422, "code_unknown".to_owned()));
    let not_a_string = refused(&program, json!(1)).await;
    assert_eq!(not_a_string, (422, "not_a_string".to_owned()));
    let (status, _) = program.send(Method::POST, &withdrawn, &json!({})).await;
    assert_eq!(status, StatusCode::OK);
    let gone = refused(&program, json!(newer)).await;
    assert!([404, 409].contains(&gone.0), "{gone:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_submitted_application_is_no_draft_to_take_up() {
    let house = House::open().await;
    let case = house.case("family-01");
    let program = house.program("family-01", YIKATONG).await;
    let (id, step, _) = program.begin("new").await;
    let (end, _) = program.walk(&case, &id, &step, None).await;
    assert!(matches!(end, End::Submitted(_)), "{end:?}");
    let body = json!({"draft": id});
    let (status, told) = program.send(Method::POST, "/applications", &body).await;
    assert_eq!(
        (status.as_u16(), code(&told).as_str()),
        (409, "not_possible_now")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mobile_says_whether_it_is_proved() {
    const OTHER: &str = "13711112222";
    let house = House::open().await;
    let case = house.case("family-01");
    let mut program = house.program("family-01", JINGTONG).await;
    let (id, step, _) = program.begin("new").await;
    let (end, _) = program.walk(&case, &id, &step, Some("child")).await;
    assert_eq!(end, End::Stopped);
    let before = program.step(&id, "child").await;
    let field = item(&before, "child.card_mobile");
    assert_eq!(
        (&field["value"], &field["proved"]),
        (&json!(null), &json!(false))
    );
    for other in before["items"].as_array().unwrap() {
        let is_mobile = other["kind"] == "mobile";
        assert_eq!(other.get("proved").is_some(), is_mobile, "{other}");
    }
    let own = program.agent.mobile.unwrap();
    for (number, expected) in [(own.as_str(), true), (OTHER, false)] {
        let answers = json!({"child.card_mobile": number});
        let (_, now) = program.save(&id, "child", answers).await;
        assert_eq!(
            item(&now, "child.card_mobile")["proved"],
            expected,
            "{number}"
        );
    }
    let wish = json!({"mobile": OTHER, "for": "card"});
    let (status, sent) = program.send(Method::POST, "/session/sms", &wish).await;
    assert_eq!(status, StatusCode::ACCEPTED, "{sent}");
    let outbox = house.request(Method::GET, "/sandbox/outbox.json");
    let outbox: Value =
        serde_json::from_slice(&outbox.send().await.unwrap().bytes().await.unwrap()).unwrap();
    let mut all = outbox.as_array().unwrap().iter().rev();
    let read = all
        .find(|one| one["kind"] == "sms" && one["to"] == OTHER)
        .unwrap();
    let proof = json!({"mobile": OTHER, "sms_code": read["code"], "for": "card"});
    let (status, state) = program.send(Method::POST, "/session/phone", &proof).await;
    assert_eq!(status, StatusCode::OK, "{state}");
    program.token = Token::from_secret(state["token"].as_str().unwrap(), true).unwrap();
    let now = program.step(&id, "child").await;
    assert_eq!(item(&now, "child.card_mobile")["proved"], true);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_material_has_drawings_that_anybody_may_keep() {
    let house = House::open().await;
    let case = house.case("family-01");
    let program = house.program("family-01", YIKATONG).await;
    let (id, step, _) = program.begin("new").await;
    let (end, _) = program.walk(&case, &id, &step, Some("promise")).await;
    assert_eq!(end, End::Stopped);
    let review = program.step(&id, "review").await;
    assert!(item(&review, "child.card_mobile")["proved"].is_boolean());
    let items = review["items"].as_array().unwrap().iter();
    let materials: Vec<&Value> = items.filter(|one| one["material"].is_string()).collect();
    assert!(materials.len() >= 4, "{review}");
    for material in materials {
        let examples = material["examples"].as_array().unwrap();
        let is_face = material["material"] == "card_photo";
        assert_eq!(examples.len(), if is_face { 6 } else { 1 }, "{material}");
        assert_eq!(examples[0]["good"], true);
        for example in examples {
            assert!(!example["text"].as_str().unwrap().is_empty());
            let address = example["drawing"].as_str().unwrap();
            let path = address.find("/assets/").map(|at| &address[at..]).unwrap();
            let answer = house.request(Method::GET, path).send().await.unwrap();
            assert_eq!(answer.status(), StatusCode::OK, "{address}");
            let headers = answer.headers();
            assert_eq!(headers["content-type"], "image/svg+xml");
            let kept = headers["cache-control"].to_str().unwrap();
            assert!(kept.starts_with("public"), "{kept}");
        }
    }
}
