//! Compares what the service answers with what its description says that it may.

use std::sync::OnceLock;

use reqwest::header::RETRY_AFTER;
use reqwest::{Method, Response, StatusCode};
use serde_json::Value;

/// The answers of the operation that a path names; `None` where it names none.
fn described(method: &Method, path: &str) -> Option<&'static Value> {
    static DESCRIPTION: OnceLock<Value> = OnceLock::new();
    let all = DESCRIPTION.get_or_init(|| serde_json::to_value(api::openapi()).unwrap());
    let paths = all["paths"].as_object().unwrap();
    let mut fitting: Vec<_> = paths
        .iter()
        .filter(|(known, _)| fits(known, path))
        .collect();
    // A name that stands there counts before a place for any name.
    fitting.sort_by_key(|(known, _)| known.matches('{').count());
    let operation = &fitting.first()?.1[method.as_str().to_lowercase()];
    operation.is_object().then(|| &operation["responses"])
}

fn fits(known: &str, path: &str) -> bool {
    let (known, path): (Vec<_>, Vec<_>) = (known.split('/').collect(), path.split('/').collect());
    let mut both = known.iter().zip(&path);
    known.len() == path.len() && both.all(|(known, part)| known.starts_with('{') || known == part)
}

/// Fails where the description does not know this answer of an operation.
pub(crate) fn require_described(method: &Method, path: &str, answer: &Response) {
    let Some(known) = described(method, path) else {
        return;
    };
    let status = answer.status();
    let known = &known[status.as_str()];
    assert!(
        known.is_object(),
        "{status} of {method} {path} is not described"
    );
    if [
        StatusCode::TOO_MANY_REQUESTS,
        StatusCode::SERVICE_UNAVAILABLE,
    ]
    .contains(&status)
    {
        let wait = answer.headers().get(RETRY_AFTER);
        let wait = wait.and_then(|wait| wait.to_str().unwrap().parse::<u64>().ok());
        assert!(
            wait.is_some_and(|wait| wait > 0),
            "{method} {path}: no wait"
        );
        assert!(
            known["headers"]["Retry-After"].is_object(),
            "{path} {status}"
        );
    }
}

#[test]
fn an_address_finds_its_operation() {
    let has = |method: Method, path: &str, status: &str| {
        described(&method, path).is_some_and(|known| known[status].is_object())
    };
    assert!(has(Method::POST, "/api/v1/applications", "201"));
    assert!(has(Method::GET, "/api/v1/applications/x", "404"));
    let frame = "/api/v1/applications/x/materials/card_photo/frame";
    assert!(has(Method::PUT, frame, "422"));
    assert!(described(&Method::POST, frame).is_none());
    assert!(described(&Method::GET, "/api/v1/nothing").is_none());
}
