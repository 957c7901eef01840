//! Who may call what.

use reqwest::header::AUTHORIZATION;
use reqwest::{Method, StatusCode};
use serde_json::json;
use web::route::Access;

use crate::house::{House, YIKATONG, code, told, with_json};

/// The path of a route with something in its places.
fn filled(path: &str, id: &str) -> String {
    path.replace("{id}", id)
        .replace("{step}", "child")
        .replace("{material}", "card_photo")
        .replace("{check_id}", "018f0000-0000-7000-8000-000000000000")
}

#[tokio::test(flavor = "multi_thread")]
async fn every_operation_is_refused_without_a_session_before_anything_else() {
    let house = House::open().await;
    let mut walked = 0;
    for route in api::routes() {
        if route.access != Access::Bearer {
            continue;
        }
        walked += 1;
        let path = filled(route.path, "nonsense");
        let plain = || house.request(route.method.clone(), &path);
        let wrong = |token: &str| plain().header(AUTHORIZATION, format!("Bearer {token}"));
        for request in [
            plain().body("{"),
            wrong("AAAAAAAAAAAAAAAAAAAAAA"),
            wrong("x"),
            plain().header("cookie", "session=a.AAAAAAAAAAAAAAAAAAAAAA"),
        ] {
            let (status, told) = told(request).await;
            assert_eq!(status, StatusCode::UNAUTHORIZED, "{} {path}", route.method);
            assert_eq!(code(&told), "expired_session");
        }
    }
    assert!(walked >= 20, "{walked}");
}

/// Whether an operation has a body; one that has none refuses what is sent before it looks for anything.
fn takes_body(path: &str, method: &Method) -> bool {
    let described = serde_json::to_value(api::openapi()).unwrap();
    described["paths"][path][method.as_str().to_lowercase()]["requestBody"].is_object()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_somebody_elses_is_as_what_is_not_there() {
    let house = House::open().await;
    let owner = house.program("family-01", YIKATONG).await;
    let (id, _, _) = owner.begin("new").await;
    let other = house.program("family-02", YIKATONG).await;
    for route in api::routes() {
        if !route.path.contains("/applications/{id}") {
            continue;
        }
        let body = match route.path {
            path if path.ends_with("/submission") => json!({"once": "x"}),
            path if path.ends_with("/frame") => json!({"x": 0.0, "y": 0.0, "width": 1.0}),
            _ => json!({"version": "x"}),
        };
        let mut answers = Vec::new();
        for id in [
            id.as_str(),
            "018f0000-0000-7000-8000-000000000000",
            "nonsense",
        ] {
            let path = filled(route.path, id);
            let path = path.strip_prefix("/api/v1").unwrap();
            let request = other.request(route.method.clone(), path);
            let request = if takes_body(route.path, &route.method) {
                with_json(request, &body)
            } else {
                request
            };
            answers.push(told(request).await);
        }
        assert_eq!(
            answers[0].0,
            StatusCode::NOT_FOUND,
            "{} {}",
            route.method,
            route.path
        );
        assert!(
            answers.iter().all(|answer| *answer == answers[0]),
            "{answers:?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_ended_opens_nothing() {
    let house = House::open().await;
    let program = house.program("family-01", YIKATONG).await;
    let (status, account) = program.get("/account").await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(account["sessions"][0]["channel"], "yikatong");
    assert!(
        !account
            .to_string()
            .contains(program.agent.id_number.as_str())
    );
    let (status, _) = told(program.request(Method::DELETE, "/session")).await;
    assert_eq!(status, StatusCode::NO_CONTENT);
    let (status, told) = program.get("/account").await;
    assert_eq!(
        (status, code(&told).as_str()),
        (StatusCode::UNAUTHORIZED, "expired_session")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn every_operation_is_closed_during_a_maintenance() {
    let house = House::open_with(
        "[maintenance]\nfrom = '2026-11-24T02:00'\nuntil = '2026-11-26T06:00'\nwords_zh = '维护'\nwords_en = 'Maintenance'",
    )
    .await;
    house.service().clock.move_forward(3);
    for route in api::routes() {
        let request = house.request(route.method.clone(), &filled(route.path, "x"));
        let (status, told) = told(request).await;
        assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE, "{}", route.path);
        assert_eq!(code(&told), "maintenance", "{}", route.path);
    }
}
