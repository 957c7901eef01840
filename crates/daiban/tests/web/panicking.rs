//! A handler that panics.

use axum::body::{Body, to_bytes};
use axum::middleware::from_fn_with_state;
use http::header::{CONTENT_TYPE, COOKIE};
use http::{HeaderMap, Request, StatusCode};
use service::chance::Chance;
use service::token::Token;
use tower::ServiceExt as _;
use web::form::Posted;
use web::kept::Typed;
use web::mount::{mounted, wrapped};
use web::route::{Access, Route};
use web::{Shared, session};

use super::visitor::House;

const MESSAGE: &str = "what somebody typed";
const MOST_BYTES: usize = 100_000;

async fn fails(form: Posted) -> StatusCode {
    assert_eq!(form.text("child.name"), "", "{MESSAGE}");
    StatusCode::OK
}

/// A step whose handler panics, inside all the layers around every handler.
async fn post_to_a_handler_that_panics(
    web: &Shared,
    step: &str,
    name: &str,
) -> (StatusCode, HeaderMap, String) {
    let token = Token::visitor(&Chance::seeded(1));
    let cookie = session::cookie(web, &token);
    let route = Route::post("/applications/{id}/{step}", Access::Public, fails);
    let routes = vec![route.keeps_typed(Typed::Whole)];
    let pages = mounted(routes, web).layer(from_fn_with_state(web.clone(), portal::errors::show));
    let request = Request::post(step)
        .header(COOKIE, cookie.to_str().unwrap().split(';').next().unwrap())
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(format!(
            "csrf={}&seen=0.0&child.name={name}",
            token.form_token()
        )))
        .unwrap();
    let answer = wrapped(pages, web).oneshot(request).await.unwrap();
    let (parts, body) = answer.into_parts();
    let page = to_bytes(body, MOST_BYTES).await.unwrap();
    let page = String::from_utf8(page.into()).unwrap();
    let token = token.form_token();
    let carries_token = page.contains(&format!("name=\"csrf\" value=\"{token}\""));
    assert_eq!(carries_token, page.contains("<form"), "{page}");
    (parts.status, parts.headers, page)
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_a_page_that_gives_back_what_was_typed() {
    let house = House::open().await;
    let web = &house.running.web;
    let step = format!("/applications/{}/child", uuid::Uuid::nil());
    let (status, headers, page) = post_to_a_handler_that_panics(web, &step, "Mia").await;
    assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(headers[CONTENT_TYPE], "text/html; charset=utf-8");
    assert_eq!(headers["x-frame-options"], "DENY");
    let id = headers["x-request-id"].to_str().unwrap();
    assert!(page.contains(id), "for the help line: {page}");
    assert!(page.contains(&format!("action=\"{step}\"")), "{page}");
    assert!(page.contains("name=\"seen\" value=\"0.0\""), "{page}");
    assert!(page.contains("name=\"child.name\" value=\"Mia\""), "{page}");
    assert!(!page.contains(MESSAGE), "{page}");

    // The same handler without the panic: shows that the test would notice the difference.
    let (status, _, page) = post_to_a_handler_that_panics(web, &step, "").await;
    assert_eq!((status, page.as_str()), (StatusCode::OK, ""));
}
