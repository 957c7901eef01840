//! How a program comes in, with the sandbox as the telephone.

use reqwest::{Method, StatusCode};
use serde_json::json;

use crate::house::{House, JINGTONG, PAIRS, YIKATONG, code, told};

#[tokio::test(flavor = "multi_thread")]
async fn each_pair_asks_for_its_proofs_and_another_session_for_no_more_than_its_face() {
    for pair in PAIRS {
        let house = House::open().await;
        let mut first = house.stranger("family-01", pair);
        first.begin_session().await;
        let asked = first.next().map(str::to_owned);
        let is_yikatong = pair == YIKATONG;
        let expected = if is_yikatong { "phone" } else { "real_name" };
        assert_eq!(asked.as_deref(), Some(expected), "{pair:?}");
        first.prove_all().await;

        let mut second = house.stranger("family-01", pair);
        second.begin_session().await;
        let expected = (!is_yikatong).then_some("face");
        assert_eq!(second.next(), expected, "{pair:?}: proved before");
        let begun = first.call("/applications", &json!({})).await;
        assert_eq!(
            begun.0,
            StatusCode::CREATED,
            "the first session lasts: {}",
            begun.1
        );
        let renewed = first.call("/session/renewal", &json!({})).await;
        let old = first.token().to_owned();
        first.goes_on(renewed, StatusCode::OK);
        assert_eq!(first.next(), None, "renewal keeps the face");
        let request = house
            .request(Method::GET, "/api/v1/account")
            .bearer_auth(old);
        assert_eq!(told(request).await.0, StatusCode::UNAUTHORIZED);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_counts_once_and_for_its_own_mini_program_alone() {
    let house = House::open().await;
    let wechat = house.stranger("family-01", JINGTONG);
    let spent = wechat.login_code().await;
    assert_eq!(wechat.enter_with(&spent).await.0, StatusCode::CREATED);
    for foreign in PAIRS.into_iter().filter(|pair| *pair != JINGTONG) {
        let elsewhere = house.stranger("family-01", foreign);
        for spoiled in [spent.clone(), wechat.login_code().await] {
            let (status, told) = elsewhere.enter_with(&spoiled).await;
            let told = (status, code(&told));
            let expected = (StatusCode::UNPROCESSABLE_ENTITY, "code_refused".to_owned());
            assert_eq!(told, expected, "{foreign:?}");
        }
    }
    let (status, told) = wechat.enter_with(&spent).await;
    let expected = (StatusCode::UNPROCESSABLE_ENTITY, "code_refused".to_owned());
    assert_eq!((status, code(&told)), expected, "a second time");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_mobile_at_the_host_a_code_by_short_message_proves_one() {
    let house = House::open().await;
    for pair in [YIKATONG, JINGTONG] {
        let mut stranger = house.stranger("family-25", pair);
        stranger.begin_session().await;
        if pair == YIKATONG {
            assert_eq!(stranger.next(), Some("phone"));
        }
        stranger.prove_all().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_telephone_says_by_a_code_what_it_does_not_hand_out() {
    let house = House::open().await;
    let check = json!({"check": {"verifyId": "x"}, "outcome": "pass"});
    for (call, more, status, code) in [
        ("login-code", json!({"person": "nobody"}), 404, "no_person"),
        ("login-code", json!({"channel": "portal"}), 404, "no_app"),
        ("phone", json!({"channel": "x"}), 404, "no_app"),
        ("face", check, 404, "no_check"),
    ] {
        let (answered, told) = house
            .stranger("family-01", JINGTONG)
            .native(call, &more)
            .await;
        assert_eq!((answered.as_u16(), &told["code"]), (status, &json!(code)));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_face_that_does_not_pass_changes_nothing_and_may_be_shown_again() {
    let house = House::open().await;
    for pair in PAIRS {
        let mut stranger = house.stranger("family-02", pair);
        stranger.begin_session().await;
        if stranger.next() == Some("phone") {
            stranger.prove_phone().await;
        }
        let level = stranger.next().map(str::to_owned);
        let is_unknown = level.as_deref() == Some("real_name");
        if level.is_none() {
            // Yikatong asks nobody twice.
            continue;
        }
        for (outcome, expected) in [
            ("fail", "face_failed"),
            ("cancel", "face_cancelled"),
            ("timeout", "face_timed_out"),
        ] {
            let (check, native) = stranger.begin_check(is_unknown).await;
            let (status, told) = stranger.finish_check(&check, &native, outcome).await;
            let told = (status, code(&told));
            assert_eq!(
                told,
                (StatusCode::CONFLICT, expected.to_owned()),
                "{pair:?}"
            );
        }
        assert_eq!(stranger.next(), level.as_deref());
        let early = stranger.call("/applications", &json!({})).await;
        assert_eq!(
            (early.0, code(&early.1).as_str()),
            (StatusCode::FORBIDDEN, "level")
        );
        assert_eq!(early.1["next"].as_str(), level.as_deref());
        stranger.prove_all().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_check_belongs_to_its_person_and_needs_a_consent() {
    let house = House::open().await;
    let mut one = house.stranger("family-01", JINGTONG);
    one.begin_session().await;
    let mut other = house.stranger("family-02", JINGTONG);
    other.begin_session().await;
    let (check, native) = one.begin_check(true).await;
    let path = format!("/session/face/{check}");
    let foreign = other.call(&path, &json!({"native": native})).await;
    assert_eq!(foreign.0, StatusCode::NOT_FOUND);
    let missing = one.call("/session/face", &json!({})).await;
    let expected = (StatusCode::UNPROCESSABLE_ENTITY, "consent_missing");
    assert_eq!((missing.0, code(&missing.1).as_str()), expected);
    let passed = one.finish_check(&check, &native, "pass").await;
    one.goes_on(passed, StatusCode::OK);
    let again = one.call(&path, &json!({"native": native})).await;
    assert_eq!(again.0, StatusCode::NOT_FOUND, "it is over");
}

#[tokio::test(flavor = "multi_thread")]
async fn at_least_five_checks_an_hour_may_fail_and_not_many_more() {
    let house = House::open().await;
    let mut stranger = house.stranger("family-03", JINGTONG);
    stranger.begin_session().await;
    for _ in 0..5 {
        let (check, native) = stranger.begin_check(true).await;
        let (status, _) = stranger.finish_check(&check, &native, "fail").await;
        assert_eq!(status, StatusCode::CONFLICT);
    }
    let wish = json!({"consent": "x"});
    let wrong = stranger.call("/session/face", &wish).await;
    assert_eq!(
        wrong.0,
        StatusCode::UNPROCESSABLE_ENTITY,
        "no check is spent on it"
    );
    let refused = stranger.ask_check(true).await;
    let expected = (StatusCode::TOO_MANY_REQUESTS, "too_many_tries");
    assert_eq!((refused.0, code(&refused.1).as_str()), expected);
    assert!(refused.1["wait_s"].as_u64().unwrap() > 0);
}
