//! What every answer carries, whatever it is.

use reqwest::{Method, StatusCode};

use crate::visitor::{House, cookies};

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_is_fenced_in() {
    let house = House::open().await;
    for (path, status) in [
        ("/", StatusCode::OK),
        ("/login", StatusCode::OK),
        ("/nowhere", StatusCode::NOT_FOUND),
        ("/healthz", StatusCode::OK),
    ] {
        let answer = house.get(path).await;
        assert_eq!(answer.status(), status, "{path}");
        let header = |name: &str| {
            answer
                .headers()
                .get(name)
                .unwrap_or_else(|| panic!("{path}: no {name}"))
                .to_str()
                .unwrap()
                .to_owned()
        };
        let policy = header("content-security-policy");
        assert!(
            policy.contains("default-src 'none'")
                && policy.contains("frame-ancestors 'none'")
                && !policy.contains("unsafe"),
            "{policy}"
        );
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert_eq!(header("referrer-policy"), "no-referrer");
        assert_eq!(header("cache-control"), "no-store");
        assert_eq!(header("x-request-id").len(), 16);
        assert!(
            !answer.headers().contains_key("strict-transport-security"),
            "{path}: no TLS here"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_and_errors_speak_the_visitors_language() {
    let house = House::open().await;
    for path in ["/login", "/nowhere"] {
        let ask = |cookie: &'static str| {
            house
                .request(Method::GET, path)
                .header("accept-language", "en-GB,en")
                .header("cookie", cookie)
                .send()
        };
        let english = ask("a=b").await.unwrap().text().await.unwrap();
        assert!(english.contains("<html lang=\"en\""), "{path}");
        let chinese = ask("lang=zh-CN").await.unwrap().text().await.unwrap();
        assert!(chinese.contains("<html lang=\"zh-CN\""), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visitor_gets_one_cookie_that_no_script_can_read() {
    let house = House::open().await;
    let set = cookies(&house.get("/login").await);
    assert_eq!(set.len(), 1);
    assert!(
        set[0].contains("HttpOnly") && set[0].contains("SameSite=Lax") && set[0].contains("Path=/"),
        "{set:?}"
    );
    let again = house
        .request(Method::GET, "/login")
        .header("cookie", set[0].split(';').next().unwrap())
        .send()
        .await
        .unwrap();
    assert!(cookies(&again).is_empty());
    assert!(cookies(&house.get("/healthz").await).is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_method_that_an_address_does_not_take_is_named() {
    let house = House::open().await;
    let answer = house
        .request(Method::DELETE, "/login")
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), StatusCode::METHOD_NOT_ALLOWED);
    assert!(answer.headers().contains_key("allow"));
    assert!(answer.text().await.unwrap().contains("<main"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stopping_service_is_not_ready_and_stops_cleanly() {
    let house = House::open().await;
    assert_eq!(house.get("/readyz").await.status(), StatusCode::OK);
    house
        .service()
        .stopping
        .store(true, std::sync::atomic::Ordering::Relaxed);
    assert_eq!(
        house.get("/readyz").await.status(),
        StatusCode::SERVICE_UNAVAILABLE
    );
    assert_eq!(house.get("/healthz").await.status(), StatusCode::OK);
    house.running.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_framework_refuses_is_one_of_our_pages_too() {
    let house = House::open().await;
    let parent = house.parent("family-01").await;
    let case = house.draft(&parent).await;
    for path in [
        "/applications/x".to_owned(),
        "/applications/x/child".to_owned(),
        "/applications/%FF".to_owned(),
        "/applications/x/materials/y".to_owned(),
    ] {
        let request = house.of(&parent, house.request(Method::GET, &path));
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{path}");
        assert!(answer.text().await.unwrap().contains("<main"), "{path}");
    }
    let path = format!("/applications/{case}?done=a&done=b");
    let request = house.of(&parent, house.request(Method::GET, &path));
    let answer = request.send().await.unwrap();
    let page = answer.text().await.unwrap();
    assert!(
        page.contains("<main") && !page.contains("deserialize"),
        "{page}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn every_route_of_an_application_is_not_found_without_an_id() {
    let house = House::open().await;
    let parent = house.parent("family-01").await;
    for route in crate::rights::pages() {
        if !route.path.contains("{id}") {
            continue;
        }
        let path = route.path.replace("{id}", "x").replace(['{', '}'], "");
        let request = house.of(&parent, house.request(route.method.clone(), &path));
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{path}");
        assert!(answer.text().await.unwrap().contains("<main"), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_must_wait_is_told_how_long() {
    let house = House::open().await;
    house
        .service()
        .stopping
        .store(true, std::sync::atomic::Ordering::Relaxed);
    let answer = house.get("/readyz").await;
    assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert!(answer.headers().contains_key("retry-after"));
    assert_eq!(answer.text().await.unwrap(), "stopping\n");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slash_at_the_end_of_an_address_leads_to_the_page() {
    let house = House::open().await;
    for (path, to) in [
        ("/login/", "/login"),
        ("/services/minor-card//", "/services/minor-card"),
        (
            "/services/minor-card/checklist/?age=7&doc=card",
            "/services/minor-card/checklist?age=7&doc=card",
        ),
        ("/applications/", "/applications"),
    ] {
        let answer = house.get(path).await;
        assert_eq!(answer.status(), StatusCode::PERMANENT_REDIRECT, "{path}");
        assert_eq!(answer.headers()["location"], to, "{path}");
    }
    // To nowhere else, and nothing is sent twice.
    for path in ["//evil.example/", "/\\evil.example/", "///", "/nowhere"] {
        assert_eq!(
            house.get(path).await.status(),
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
    let posted = house.request(Method::POST, "/login/").send().await.unwrap();
    assert_eq!(posted.status(), StatusCode::NOT_FOUND);
}
