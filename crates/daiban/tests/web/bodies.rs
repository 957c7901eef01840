//! Bodies that are larger than a form, or not a form at all.

use std::time::Duration;

use reqwest::{Method, StatusCode};
use tokio::io::AsyncWriteExt as _;

use crate::visitor::{House, upload};

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

#[tokio::test(flavor = "multi_thread")]
async fn a_large_upload_after_the_session_ended_is_answered_and_not_broken_off() {
    let house = House::open().await;
    let parent = house.parent("family-01").await;
    let case = house.draft(&parent).await;
    house.service().clock.move_forward(1);
    for path in [
        format!("/applications/{case}/materials/agent_id_portrait"),
        "/login".to_owned(),
    ] {
        let mut body = Vec::from(&b"--b\r\nContent-Disposition: form-data; name=\"agent_id_portrait\"; filename=\"a.jpg\"\r\n\r\n"[..]);
        body.resize(body.len() + 14 * 1024 * 1024, 0xff);
        body.extend_from_slice(b"\r\n--b--\r\n");
        let request = house
            .of(&parent, house.request(Method::POST, &path))
            .header("content-type", "multipart/form-data; boundary=b");
        let answer = request.body(body).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::UNAUTHORIZED, "{path}");
        assert!(answer.text().await.unwrap().contains("<main"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn slow_uploads_of_one_account_do_not_hold_up_another_family() {
    let house = House::open().await;
    let (slow, quick) = (
        house.parent("family-01").await,
        house.parent("family-02").await,
    );
    let case = house.draft(&slow).await;
    let cookie = web::session::cookie(&house.running.web, &slow.token);
    let cookie = cookie.to_str().unwrap().split(';').next().unwrap();
    let head = format!(
        "POST /applications/{case}/materials/agent_id_portrait HTTP/1.1\r\nHost: x\r\nCookie: {cookie}\r\n\
         Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 1000000\r\n\r\n--b\r\n"
    );
    let mut silent = Vec::new();
    for _ in 0..80 {
        let mut stream = tokio::net::TcpStream::connect(house.running.address)
            .await
            .unwrap();
        stream.write_all(head.as_bytes()).await.unwrap();
        silent.push(stream);
    }
    tokio::time::sleep(Duration::from_millis(300)).await;
    let case = house.draft(&quick).await;
    let path = format!("/applications/{case}/materials/agent_id_portrait");
    let request = upload(
        house.request(Method::POST, &path),
        &quick.token.form_token(),
    );
    let answer = house.of(&quick, request).send();
    let answer = tokio::time::timeout(Duration::from_secs(5), answer).await;
    let status = answer.unwrap().unwrap().status();
    assert!(!status.is_server_error(), "{status}");
    drop(silent);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_types_is_taken_out_of_a_form_and_refused_in_an_address() {
    let house = House::open().await;
    let parent = house.parent("family-01").await;
    let case = house.draft(&parent).await;
    for value in ["a%00b", "a%1Bb", "a%7Fb"] {
        let path = format!("/applications/{case}/agent");
        let request = house
            .of(&parent, house.request(Method::POST, &path))
            .header("content-type", "application/x-www-form-urlencoded");
        let body = format!("csrf={}&once={value}", parent.token.form_token());
        let answer = request.body(body).send().await.unwrap();
        // Taken as the same form without them: no page of this draft has been seen yet.
        assert_eq!(answer.status(), StatusCode::CONFLICT, "{value}");
        let path = format!("/applications/{case}/materials/{value}");
        let answer = house.of(&parent, house.request(Method::GET, &path));
        let answer = answer.send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{value}");
    }
}
