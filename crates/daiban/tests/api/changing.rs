//! What a save takes, and what it does not.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::house::{End, House, JINGTONG, YIKATONG, code, item};

#[tokio::test(flavor = "multi_thread")]
async fn what_a_step_does_not_ask_is_refused_by_name_and_nothing_is_saved() {
    let house = House::open().await;
    let program = house.program("family-01", JINGTONG).await;
    let case = house.case("family-01");
    let (id, step, _) = program.begin("new").await;
    let (end, _) = program.walk(&case, &id, &step, Some("eligibility")).await;
    assert_eq!(end, End::Stopped);
    let before = program.step(&id, "eligibility").await;
    let good = ("child.name", json!("张小明"));
    for (field, value, expected) in [
        ("no.such", json!("x"), "unknown_key"),
        ("promise", json!("yes"), "unknown_key"),
        ("child.id_number", json!(11), "not_a_string"),
        ("child.id_number", json!(null), "not_a_string"),
    ] {
        let (status, told) = program
            .save(&id, "eligibility", json!({good.0: good.1, field: value}))
            .await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{field}: {told}");
        assert_eq!(told["fields"][0]["field"], field);
        assert_eq!(told["fields"][0]["code"], expected);
    }
    let (_, locked) = program
        .save(&id, "agent", json!({"agent.name": "张三"}))
        .await;
    assert_eq!(locked["fields"][0]["code"], "locked", "{locked}");
    assert_eq!(program.step(&id, "eligibility").await, before);

    let path = format!("/applications/{id}/steps/eligibility");
    let (status, told) = program
        .send(Method::PUT, &path, &json!({"answers": {}}))
        .await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(told["fields"][0]["field"], "version");
    let extra = json!({"version": "x", "more": 1});
    let (status, told) = program.send(Method::PUT, &path, &extra).await;
    assert_eq!(
        (status, code(&told).as_str()),
        (StatusCode::UNPROCESSABLE_ENTITY, "unknown_key")
    );

    // A wrong value is kept, and what was not sent stays as it is.
    let (status, now) = program
        .save(&id, "eligibility", json!({"child.id_number": "123"}))
        .await;
    assert_eq!(status, StatusCode::OK, "{now}");
    assert_eq!(now["next"], "eligibility");
    let number = item(&now, "child.id_number");
    assert_eq!(
        (&number["value"], &number["problem"]["code"]),
        (&json!("123"), &json!("id_length"))
    );
    let (_, now) = program
        .save(&id, "eligibility", json!({"consent.lookup": "yes"}))
        .await;
    assert_eq!(item(&now, "consent.lookup")["value"], "yes");
    let (_, now) = program
        .save(&id, "eligibility", json!({"child.name": "张小明"}))
        .await;
    assert_eq!(
        item(&now, "consent.lookup")["value"],
        "yes",
        "a box is not emptied by silence"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn two_devices_are_told_of_each_other() {
    let house = House::open().await;
    let (one, other) = (
        house.program("family-01", JINGTONG).await,
        house.program("family-01", JINGTONG).await,
    );
    let case = house.case("family-01");
    let (id, step, _) = one.begin("new").await;
    one.walk(&case, &id, &step, Some("eligibility")).await;
    let seen = other.step(&id, "eligibility").await;
    let (status, _) = one
        .save(&id, "eligibility", json!({"child.name": "张小明"}))
        .await;
    assert_eq!(status, StatusCode::OK);
    let (status, told) = other
        .save_over(
            &id,
            "eligibility",
            &seen["version"],
            json!({"child.name": "张小红"}),
        )
        .await;
    assert_eq!(
        (status, code(&told).as_str()),
        (StatusCode::CONFLICT, "stale")
    );
    let both = &told["fields"][0];
    assert_eq!(both["field"], "child.name");
    assert_eq!(
        (&both["yours"], &both["stored"]),
        (&json!("张小红"), &json!("张小明"))
    );
    let (status, _) = other
        .save(&id, "eligibility", json!({"child.name": "张小红"}))
        .await;
    assert_eq!(status, StatusCode::OK, "over what is stored now");
}

#[tokio::test(flavor = "multi_thread")]
async fn pictures_are_taken_shown_framed_and_removed() {
    let house = House::open().await;
    let program = house.program("family-02", YIKATONG).await;
    let case = house.case("family-02");
    let (id, _, _) = program.begin("new").await;
    for (material, bytes, expected) in [
        ("card_photo", b"no picture".to_vec(), "picture_unknown"),
        ("card_photo", Vec::new(), "picture_empty"),
        ("card_photo", vec![7; 32 * 1024 * 1024], "picture_too_large"),
    ] {
        let (status, told) = program.upload(&id, material, bytes).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{told}");
        assert_eq!(
            (code(&told).as_str(), &told["fields"][0]["field"]),
            (expected, &json!(material))
        );
    }
    let (status, _) = program.upload(&id, "no_such", b"x".to_vec()).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    let photo = house.paper(&case, "card_photo").unwrap();
    let (status, taken) = program.upload(&id, "card_photo", photo).await;
    assert_eq!(status, StatusCode::OK, "{taken}");
    let path = format!("/applications/{id}/materials/card_photo");
    let shown = |query: &'static str| {
        program
            .request(Method::GET, &format!("{path}{query}"))
            .send()
    };
    let (whole, small) = (
        shown("").await.unwrap(),
        shown("?size=small").await.unwrap(),
    );
    assert_eq!(whole.headers()["content-type"], "image/jpeg");
    assert_eq!(whole.headers()["cache-control"], "no-store");
    assert!(whole.bytes().await.unwrap().len() > small.bytes().await.unwrap().len());

    let frame = |x: f64, width: f64| json!({"x": x, "y": 0.05, "width": width});
    let put = async |body: Value| {
        let path = format!("{path}/frame");
        program.send(Method::PUT, &path, &body).await
    };
    let (status, framed) = put(frame(0.1, 0.6)).await;
    assert_eq!(status, StatusCode::OK, "{framed}");
    let width = framed["frame"]["width"].as_f64().unwrap();
    assert!((width - 0.6).abs() < 0.01, "{framed}");
    for (body, expected) in [
        (frame(0.9, 0.6), "frame_outside"),
        (frame(1.5, 0.1), "frame_outside"),
        (frame(0.1, 0.01), "frame_small"),
    ] {
        let (status, told) = put(body).await;
        assert_eq!(
            (status, code(&told).as_str()),
            (StatusCode::UNPROCESSABLE_ENTITY, expected),
            "{told}"
        );
    }
    let gone = program.request(Method::DELETE, &path).send().await.unwrap();
    assert_eq!(gone.status(), StatusCode::NO_CONTENT);
    assert_eq!(shown("").await.unwrap().status(), StatusCode::NOT_FOUND);
    let (status, _) = put(frame(0.1, 0.6)).await;
    assert_eq!(status, StatusCode::NOT_FOUND, "no photo, no frame");
}
