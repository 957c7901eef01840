//! The description that programs rely on is that of the program.
#![expect(clippy::unwrap_used, reason = "a test that cannot continue panics")]

use std::collections::BTreeSet;
use std::path::Path;

use http::Method;
use serde_json::Value;
use web::route::Access;

fn described() -> Value {
    serde_json::to_value(api::openapi()).unwrap()
}

/// Method and path of every described operation, with whether it does without a session.
fn operations(description: &Value) -> BTreeSet<(String, String, bool)> {
    let mut all = BTreeSet::new();
    for (path, item) in description["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let needs_none = operation["security"]
                .as_array()
                .is_some_and(|security| security.iter().all(|one| one == &serde_json::json!({})));
            all.insert((method.to_uppercase(), path.clone(), needs_none));
        }
    }
    all
}

#[test]
fn what_is_checked_in_is_what_the_program_says() {
    let text = format!("{}\n", serde_json::to_string_pretty(&described()).unwrap());
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("openapi.json");
    let checked_in = std::fs::read_to_string(&path).unwrap();
    if std::env::var_os("DAIBAN_WRITE").is_some() {
        std::fs::write(&path, text).unwrap();
    } else {
        assert!(
            checked_in == text,
            "openapi.json is stale: DAIBAN_WRITE=1 cargo nextest run -p api described"
        );
    }
}

#[test]
fn every_route_is_described_with_the_rights_it_has() {
    let routes = api::routes().into_iter().map(|route| {
        let is_open = match route.access {
            Access::Open => true,
            Access::Bearer => false,
            other => panic!("{} is {}", route.path, other.code()),
        };
        (route.method, route.path.to_owned(), is_open)
    });
    let routes: BTreeSet<_> = routes
        .filter(|(method, path, _)| !(*method == Method::GET && path.ends_with("openapi.json")))
        .map(|(method, path, open)| (method.to_string(), path, open))
        .collect();
    assert_eq!(operations(&described()), routes);
}

/// A description of a member beside a type of its own was once read as another type, and no value fitted both.
#[test]
fn no_value_has_to_be_of_two_types() {
    let description = described();
    let mut left = vec![("", &description)];
    while let Some((name, value)) = left.pop() {
        if let Some(all) = value["allOf"].as_array() {
            let types: BTreeSet<_> = all.iter().filter_map(|one| one["type"].as_str()).collect();
            assert!(types.len() < 2, "{name}: {value}");
        }
        match value {
            Value::Object(members) => {
                left.extend(members.iter().map(|(name, value)| (name.as_str(), value)));
            }
            Value::Array(members) => left.extend(members.iter().map(|value| (name, value))),
            _ => {}
        }
    }
}

#[test]
fn every_operation_has_an_id_and_says_how_it_refuses() {
    let description = described();
    let mut ids = BTreeSet::new();
    for (path, item) in description["paths"].as_object().unwrap() {
        for operation in item.as_object().unwrap().values() {
            let id = operation["operationId"].as_str().unwrap();
            assert!(ids.insert(id.to_owned()), "{id} twice");
            for (status, answer) in operation["responses"].as_object().unwrap() {
                let is_problem = status.starts_with('4') || status.starts_with('5');
                let content = answer["content"].as_object();
                let kinds: Vec<_> = content.iter().flat_map(|content| content.keys()).collect();
                assert_eq!(
                    kinds.iter().any(|kind| *kind == "application/problem+json"),
                    is_problem,
                    "{path} {status}"
                );
            }
        }
    }
}
