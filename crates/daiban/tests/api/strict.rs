//! What no operation takes.

use std::time::Duration;

use reqwest::header::CONTENT_TYPE;
use reqwest::{Method, RequestBuilder, StatusCode};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::house::{House, JINGTONG, Program, code, told};

/// An operation as its description has it, and a path that fits it.
struct Operation {
    method: Method,
    path: String,
    /// The media type of its body, if it has one.
    body: Option<String>,
}

fn operations() -> Vec<Operation> {
    let described = serde_json::to_value(api::openapi()).unwrap();
    let mut all = Vec::new();
    for (path, item) in described["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let body = operation["requestBody"]["content"].as_object();
            all.push(Operation {
                method: method.to_uppercase().parse().unwrap(),
                path: path
                    .replace("{id}", "018f0000-0000-7000-8000-000000000000")
                    .replace("{check_id}", "018f0000-0000-7000-8000-000000000000")
                    .replace("{table}", "branches")
                    .replace("{text}", "disclaimer")
                    .replace(['{', '}'], ""),
                body: body.map(|body| body.keys().next().unwrap().clone()),
            });
        }
    }
    all
}

fn request(program: &Program<'_>, of: &Operation, query: &str) -> RequestBuilder {
    let path = of.path.strip_prefix("/api/v1").unwrap();
    program.request(of.method.clone(), &format!("{path}{query}"))
}

fn json_of(program: &Program<'_>, of: &Operation, kind: &str, body: &str) -> RequestBuilder {
    let request = request(program, of, "").header(CONTENT_TYPE, kind);
    request.body(body.to_owned())
}

async fn refused(request: RequestBuilder) -> (u16, String, Value) {
    let (status, told) = told(request).await;
    (
        status.as_u16(),
        code(&told),
        told["fields"][0]["field"].clone(),
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn no_operation_takes_a_name_that_its_description_does_not_know() {
    let house = House::open().await;
    let program = house.program("family-01", JINGTONG).await;
    let expected = (422, "unknown_key".to_owned(), json!("no_such"));
    let (mut with_json, mut without) = (0, 0);
    for of in operations() {
        let (method, path) = (&of.method, &of.path);
        for query in ["?no_such=1", "?no_such", "?no_such=1&no_such=2"] {
            let told = refused(request(&program, &of, query)).await;
            assert_eq!(told, expected, "{method} {path}{query}");
        }
        match of.body.as_deref() {
            Some("application/json") => with_json += 1,
            Some(_) => continue,
            None => without += 1,
        }
        let sent = json_of(&program, &of, "application/json", r#"{"no_such":1}"#);
        assert_eq!(refused(sent).await, expected, "{method} {path}");
    }
    assert!(with_json >= 8 && without >= 12, "{with_json} {without}");
    // No session was ended or renewed meanwhile, and what says nothing is nothing.
    for said in ["", "{}", "null", " {} "] {
        let account = program.request(Method::GET, "/account");
        let account = account.header(CONTENT_TYPE, "application/json");
        let (status, _) = told(account.body(said)).await;
        assert_eq!(status, StatusCode::OK, "{said}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn json_in_another_encoding_is_refused_and_a_long_one_in_its_own_words() {
    let house = House::open().await;
    let program = house.program("family-01", JINGTONG).await;
    for of in operations() {
        if of.body.as_deref() == Some("image/jpeg") {
            continue;
        }
        let (method, path) = (&of.method, &of.path);
        let gbk = json_of(&program, &of, "application/json; charset=gbk", "{}");
        let (status, told_gbk) = told(gbk).await;
        assert_eq!(status.as_u16(), 415, "{method} {path}");
        assert_eq!(code(&told_gbk), "not_utf_8");
        assert!(told_gbk["title"].as_str().unwrap().contains("UTF-8"));
        let long = format!("\"{}\"", "x".repeat(64 * 1024));
        let (status, told_long) = told(json_of(&program, &of, "application/json", &long)).await;
        assert_eq!(status.as_u16(), 413, "{method} {path}");
        assert_eq!(code(&told_long), "too_large");
        let title = told_long["title"].as_str().unwrap();
        assert!(title.contains("JSON") && title.contains("64"), "{title}");
    }
}

/// What an app hears of a picture that it may not send, once it has sent all of it and not before.
#[tokio::test(flavor = "multi_thread")]
async fn a_picture_that_is_refused_for_the_level_is_read_to_its_end() {
    let house = House::open().await;
    let mut stranger = house.stranger("family-01", JINGTONG);
    stranger.begin_session().await;
    assert_eq!(stranger.next(), Some("real_name"));
    let half = vec![b' '; 2 * 1024 * 1024];
    let stream = TcpStream::connect(house.address()).await.unwrap();
    let (mut answers, mut to) = stream.into_split();
    let head = format!(
        "PUT /api/v1/applications/018f0000-0000-7000-8000-000000000000/materials/card_photo HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {}\r\nContent-Length: {}\r\n\r\n",
        house.address(),
        stranger.token(),
        2 * half.len()
    );
    to.write_all(head.as_bytes()).await.unwrap();
    to.write_all(&half).await.unwrap();
    let mut answer = [0; 12];
    let early = tokio::time::timeout(Duration::from_millis(500), answers.read_exact(&mut answer));
    assert!(early.await.is_err(), "answered before everything was sent");
    to.write_all(&half).await.unwrap();
    answers.read_exact(&mut answer).await.unwrap();
    assert_eq!(&answer, b"HTTP/1.1 403");
}
