//! Forms that are larger, or other, than forms are.

use reqwest::{Method, StatusCode};

use crate::visitor::House;

#[tokio::test(flavor = "multi_thread")]
async fn a_plain_form_that_is_too_large_is_read_to_its_end_and_refused() {
    let house = House::open().await;
    let body = format!("login={}", "x".repeat(3_000_000));
    let request = house
        .request(Method::POST, "/login")
        .header("content-type", "application/x-www-form-urlencoded");
    let answer = request.body(body).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::PAYLOAD_TOO_LARGE);
    assert!(answer.text().await.unwrap().contains("<main"));
}

#[tokio::test(flavor = "multi_thread")]
async fn files_are_taken_from_nobody_who_is_not_logged_in() {
    let house = House::open().await;
    let request = house
        .request(Method::POST, "/login")
        .header("content-type", "multipart/form-data; boundary=b");
    let answer = request
        .body("--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--b--\r\n")
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), StatusCode::UNAUTHORIZED);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_beyond_the_limit_is_refused_by_name_and_nothing_else_is_lost() {
    let house = House::open().await;
    let parent = house.parent("family-01").await;
    let case = house.draft(&parent).await;
    let path = format!("/applications/{case}/materials/agent_id_portrait");
    let mut body = Vec::from(&b"--b\r\nContent-Disposition: form-data; name=\"agent_id_portrait\"; filename=\"a.jpg\"\r\n\r\n"[..]);
    body.resize(body.len() + 16 * 1024 * 1024, 0xff);
    body.extend_from_slice(b"\r\n--b--\r\n");
    let request = house
        .of(&parent, house.request(Method::POST, &path))
        .header("content-type", "multipart/form-data; boundary=b")
        .header("x-csrf-token", parent.token.form_token());
    let answer = request.body(body).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let page = answer.text().await.unwrap();
    assert!(page.contains("data-field=\"agent_id_portrait\""), "{page}");
}
