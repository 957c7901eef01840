//! Requests with JSON, and what is read in their answers.

use std::collections::BTreeMap;

use reqwest::header::CONTENT_TYPE;
use reqwest::{RequestBuilder, StatusCode};
use sandbox::world::Case;
use serde_json::Value;

use crate::described::require_described;

/// The request with a body of JSON.
pub(crate) fn with_json(request: RequestBuilder, body: &Value) -> RequestBuilder {
    let request = request.header(CONTENT_TYPE, "application/json");
    request.body(body.to_string())
}

/// The answer of a request: its status and JSON. Whatever it is, the description must know it.
pub(crate) async fn told(request: RequestBuilder) -> (StatusCode, Value) {
    let (client, request) = request.build_split();
    let request = request.unwrap();
    let asked = (request.method().clone(), request.url().path().to_owned());
    let answer = client.execute(request).await.unwrap();
    require_described(&asked.0, &asked.1, &answer);
    let status = answer.status();
    let kind = answer.headers().get(CONTENT_TYPE).cloned();
    let bytes = answer.bytes().await.unwrap();
    if status.is_client_error() || status.is_server_error() {
        assert_eq!(kind.unwrap(), "application/problem+json", "{status}");
    }
    (
        status,
        serde_json::from_slice(&bytes).unwrap_or(Value::Null),
    )
}

pub(crate) fn code(problem: &Value) -> String {
    problem["code"].as_str().unwrap().to_owned()
}

/// The item of a field or material.
pub(crate) fn item<'a>(step: &'a Value, id: &str) -> &'a Value {
    let mut items = step["items"].as_array().unwrap().iter();
    items
        .find(|item| item["field"] == id || item["material"] == id)
        .unwrap_or_else(|| panic!("no {id} in {step}"))
}

/// What the family answers to the questions that are open.
pub(crate) fn open_answers(case: &Case, step: &Value) -> BTreeMap<String, String> {
    let items = step["items"].as_array().unwrap().iter();
    items
        .filter(|item| item["visible"] == true && item["locked"].is_null())
        .filter_map(|item| {
            let field = item["field"].as_str()?;
            let answer = case.answers.get(field)?;
            (item["value"] != answer.as_str()).then(|| (field.to_owned(), answer.clone()))
        })
        .collect()
}

pub(crate) fn missing_pictures(step: &Value) -> Vec<String> {
    let items = step["items"].as_array().unwrap().iter();
    items
        .filter(|item| item["required"] == true && item["value"].is_null())
        .filter_map(|item| item["material"].as_str().map(str::to_owned))
        .collect()
}

pub(crate) fn wrong(step: &Value) -> Vec<String> {
    let items = step["items"].as_array().unwrap().iter();
    items
        .filter(|item| !item["problem"].is_null())
        .map(|item| {
            let id = item["field"].as_str().or_else(|| item["material"].as_str());
            format!(
                "{}:{}",
                id.unwrap(),
                item["problem"]["code"].as_str().unwrap()
            )
        })
        .collect()
}
