//! What a program may try.

use std::net::SocketAddr;

use futures::future::join_all;
use reqwest::header::CONTENT_TYPE;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use web::route::Access;

use crate::house::{End, House, JINGTONG, Program, YIKATONG, code, told};

/// Sends a body that does not end, until there is an answer: its status.
async fn endless(address: SocketAddr, head: &str) -> u16 {
    let stream = TcpStream::connect(address).await.unwrap();
    let (mut answers, mut to) = stream.into_split();
    let head = format!("{head}\r\nHost: {address}\r\nTransfer-Encoding: chunked\r\n\r\n");
    to.write_all(head.as_bytes()).await.unwrap();
    let sending = tokio::spawn(async move {
        let chunk = format!("10000\r\n{}\r\n", " ".repeat(0x10000));
        while to.write_all(chunk.as_bytes()).await.is_ok() {}
    });
    let mut answer = [0; 12];
    answers.read_exact(&mut answer).await.unwrap();
    sending.abort();
    let status = std::str::from_utf8(&answer).unwrap();
    status.strip_prefix("HTTP/1.1 ").unwrap().parse().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_does_not_end_is_answered_all_the_same() {
    let house = House::open().await;
    let program = house.program("family-01", YIKATONG).await;
    let (id, _, _) = program.begin("new").await;
    let bearer = format!("Authorization: Bearer {}", program.token.secret());
    let json = "Content-Type: application/json";
    let slot = format!("PUT /api/v1/applications/{id}/materials/card_photo HTTP/1.1");
    for (head, expected) in [
        (format!("POST /api/v1/sessions HTTP/1.1\r\n{json}"), 413),
        (
            format!("POST /api/v1/applications HTTP/1.1\r\n{json}\r\n{bearer}"),
            413,
        ),
        (format!("{slot}\r\n{bearer}"), 413),
        (slot, 401),
        (
            "PUT /api/v1/captures/AAAAAAAAAAAAAAAAAAAAAA HTTP/1.1".to_owned(),
            404,
        ),
    ] {
        assert_eq!(endless(house.address(), &head).await, expected, "{head}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_of_another_shape_changes_nothing_and_says_what_is_wrong() {
    let house = House::open().await;
    let program = house.program("family-01", JINGTONG).await;
    let (id, step, _) = program.begin("new").await;
    let path = format!("/applications/{id}/steps/{step}");
    let before = program.step(&id, &step).await;
    let version = &before["version"];
    let deep = format!(
        "{{\"version\":{version},\"answers\":{{\"a\":{}",
        "[".repeat(20_000)
    );
    let twice = "{\"consent.disclaimer\":\"yes\",\"consent.disclaimer\":\"yes\"}";
    for (kind, body, expected) in [
        ("application/json", deep, "unreadable"),
        (
            "application/json",
            format!("{{\"version\":{version},\"version\":{version}}}"),
            "repeated_key",
        ),
        (
            "application/json",
            format!("{{\"version\":{version},\"answers\":{twice}}}"),
            "repeated_key",
        ),
        (
            "application/json",
            format!("{{\"version\":{version},\"answers\":[]}}"),
            "wrong_type",
        ),
        ("application/json", "\u{0}".to_owned(), "unreadable"),
        (
            "text/plain",
            format!("{{\"version\":{version}}}"),
            "unreadable",
        ),
        (
            "application/x-www-form-urlencoded",
            "version=x".to_owned(),
            "unreadable",
        ),
        (
            "application/json; charset=utf-16",
            "{".to_owned(),
            "not_utf_8",
        ),
    ] {
        let request = program.request(Method::PUT, &path);
        let (status, told) = told(request.header(CONTENT_TYPE, kind).body(body.clone())).await;
        assert!(status.is_client_error(), "{kind} {status}");
        assert_eq!(code(&told), expected, "{kind}");
    }
    assert_eq!(program.step(&id, &step).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_was_replaced_or_ended_opens_no_operation() {
    let house = House::open().await;
    let (replaced, ended) = (
        house.program("family-01", YIKATONG).await,
        house.program("family-01", YIKATONG).await,
    );
    let renewal = replaced.request(Method::POST, "/session/renewal");
    assert_eq!(told(renewal).await.0, StatusCode::OK);
    let end = ended.request(Method::DELETE, "/session");
    assert_eq!(told(end).await.0, StatusCode::NO_CONTENT);
    for route in api::routes() {
        if route.access != Access::Bearer {
            continue;
        }
        let path = route.path.strip_prefix("/api/v1").unwrap();
        let path = path.replace(['{', '}'], "");
        for program in [&replaced, &ended] {
            let (status, _) = told(program.request(route.method.clone(), &path)).await;
            assert_eq!(status, StatusCode::UNAUTHORIZED, "{} {path}", route.method);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_button_pressed_fifty_times_at_two_processes_hands_in_once() {
    let house = House::open().await;
    let other = house.another_process().await;
    let case = house.case("family-01");
    let program = house.program("family-01", YIKATONG).await;
    let (id, step, _) = program.begin("new").await;
    let (end, _) = program.walk(&case, &id, &step, Some("promise")).await;
    assert_eq!(end, End::Stopped);
    let promised = json!({"promise": "yes"});
    let (_, last) = program.save(&id, "promise", promised).await;
    let path = format!("/applications/{id}/submission");
    let body = json!({"once": last["once"]});
    let elsewhere = Program {
        house: &other,
        agent: program.agent.clone(),
        token: program.token.clone(),
    };
    let pressed = (0..50).map(|number| {
        let program = if number % 2 == 0 {
            &program
        } else {
            &elsewhere
        };
        program.send(Method::POST, &path, &body)
    });
    let told: Vec<(StatusCode, Value)> = join_all(pressed).await;
    let (_, receipt) = elsewhere.get(&format!("/applications/{id}/receipt")).await;
    for (status, told) in &told {
        assert_eq!(*status, StatusCode::OK, "{told}");
        assert_eq!(told["receipt"], receipt["receipt"]);
    }
}
