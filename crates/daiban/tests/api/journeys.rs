//! Told families from the first step to their end, in each host of each channel.

use reqwest::{Method, StatusCode};
use serde_json::json;

use crate::house::{End, House, JINGTONG, PAIRS, Pair, YIKATONG, code, told};

/// Walks a family's whole case, and says how it ended in the contract's words.
async fn end_of(house: &House, family: &str, pair: Pair) -> String {
    let case = house.case(family);
    let program = house.proved_stranger(family, pair).await;
    let (id, step, is_new) = program.begin("new").await;
    assert!(is_new);
    match program.walk(&case, &id, &step, None).await.0 {
        End::Submitted(told) => {
            let (status, receipt) = program.get(&format!("/applications/{id}/receipt")).await;
            assert_eq!(status, StatusCode::OK);
            assert_eq!(receipt["receipt"], told["receipt"]);
            assert_eq!(receipt["qr_text"], told["receipt"]);
            assert!(receipt["texts"].as_array().unwrap().len() >= 3, "{receipt}");
            let (_, state) = program.get(&format!("/applications/{id}")).await;
            assert_eq!(state["state"], "submitted");
            assert_eq!(state["waiting_on"], "staff");
            assert_eq!(state["channel"], pair.0.code());
            if told["relationship"] == "verified" {
                "submits".to_owned()
            } else {
                "evidence".to_owned()
            }
        }
        End::Refused(code) => format!("refused:{code}"),
        End::Stuck(wrong) => format!("problem:{}", wrong.join(" ")),
        End::Stopped => panic!("stopped"),
    }
}

/// From the log-in to the receipt, for a child with an ID card and one with a booklet.
async fn reaches_receipts(pair: Pair) {
    let house = House::open().await;
    for family in ["family-01", "family-02"] {
        let end = end_of(&house, family, pair).await;
        assert_eq!(end, "submits", "{family} in {pair:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn families_reach_their_receipts_in_jingtong_in_wechat() {
    reaches_receipts(PAIRS[0]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn families_reach_their_receipts_in_jingtong_in_alipay() {
    reaches_receipts(PAIRS[1]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn families_reach_their_receipts_in_jingtong_in_baidu() {
    reaches_receipts(PAIRS[2]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn families_reach_their_receipts_in_yikatong_in_wechat() {
    reaches_receipts(PAIRS[3]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn families_end_as_they_are_told() {
    let house = House::open().await;
    for family in [
        "family-03",
        "family-05",
        "family-10b",
        "family-15",
        "family-18a",
    ] {
        let expected = house.case(family).expect.word();
        for pair in [JINGTONG, YIKATONG] {
            // The second walk of a family would meet its own application.
            if expected == "submits" && pair == YIKATONG {
                continue;
            }
            let end = end_of(&house, family, pair).await;
            assert_eq!(end, expected, "{family} in {pair:?}");
        }
    }
    let expected = &house.case("family-12").expect_in["jingtong"];
    let end = end_of(&house, "family-12", JINGTONG).await;
    assert!(end.starts_with(&format!("{expected}:")), "{end}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_button_pressed_twice_hands_in_once() {
    let house = House::open().await;
    let case = house.case("family-01");
    let program = house.program("family-01", YIKATONG).await;
    let (id, step, _) = program.begin("new").await;
    let (end, _) = program.walk(&case, &id, &step, Some("promise")).await;
    assert_eq!(end, End::Stopped);
    let path = format!("/applications/{id}/submission");
    let early = program.step(&id, "promise").await["once"].clone();
    let body = json!({"once": early});
    let (status, told) = program.send(Method::POST, &path, &body).await;
    assert_eq!(
        status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "no promise: {told}"
    );
    assert_eq!(told["fields"][0]["field"], "promise");

    let (status, now) = program
        .save(&id, "promise", json!({"promise": "yes"}))
        .await;
    assert_eq!(status, StatusCode::OK, "{now}");
    assert_eq!(now["next"], "submission");
    let first = program.hand_in(&id, &now["once"]).await;
    assert!(matches!(first, End::Submitted(_)), "{first:?}");
    assert_eq!(program.hand_in(&id, &now["once"]).await, first);
    assert_eq!(program.hand_in(&id, &json!("another")).await, first);

    let (status, told) = program
        .get(&format!("/applications/{id}/steps/child"))
        .await;
    assert_eq!(status, StatusCode::OK, "it can still be read");
    assert!(told["next"].is_null());
    let (status, told) = program
        .save_over(&id, "child", &told["version"], json!({}))
        .await;
    assert_eq!(
        (status, code(&told).as_str()),
        (StatusCode::CONFLICT, "not_possible_now")
    );

    let (status, back) = program
        .send(
            Method::POST,
            &format!("/applications/{id}/take-back"),
            &json!({}),
        )
        .await;
    assert_eq!((status, &back["state"]), (StatusCode::OK, &json!("draft")));
    let (status, told) = program.get(&format!("/applications/{id}/receipt")).await;
    assert_eq!(status, StatusCode::NOT_FOUND, "{told}");
    let again = program
        .send(
            Method::POST,
            &format!("/applications/{id}/take-back"),
            &json!({}),
        )
        .await;
    assert_eq!(again.0, StatusCode::CONFLICT);
    let (status, gone) = program
        .send(
            Method::POST,
            &format!("/applications/{id}/withdrawal"),
            &json!({}),
        )
        .await;
    assert_eq!(
        (status, &gone["state"]),
        (StatusCode::OK, &json!("withdrawn"))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_begins_before_everything_is_proved() {
    let house = House::open().await;
    let program = house.unproved("family-01", JINGTONG).await;
    let (status, told) = program
        .send(Method::POST, "/applications", &json!({}))
        .await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    assert_eq!(
        (code(&told).as_str(), &told["next"]),
        ("level", &json!("face"))
    );
    let (_, list) = program.get("/applications").await;
    assert_eq!(list, json!({"items": [], "next": null}));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_is_taken_up_and_another_one_begun() {
    let house = House::open().await;
    let program = house.program("family-01", YIKATONG).await;
    // Nothing sent is the newest draft, of which there is none.
    let (status, first) = told(program.request(Method::POST, "/applications")).await;
    assert_eq!(status, StatusCode::CREATED, "{first}");
    let (again, step, is_new) = program.begin("newest").await;
    assert_eq!((json!(again), is_new), (first["id"].clone(), false));
    assert_eq!(step, "disclaimer");
    let (second, _, is_new) = program.begin("new").await;
    assert!(is_new && second != again);
    let (_, list) = program.get("/applications").await;
    assert_eq!(list["items"].as_array().unwrap().len(), 2);
    let (status, _) = program.get("/applications?cursor=nonsense").await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
}
