//! Which crate may depend on which.

use serde_json::Value;

use super::sources::Sources;
use crate::command::cargo;

/// Each of our crates and the crates that it may use. Anything else is a wrong arrow.
const BETWEEN_CRATES: [(&str, &[&str]); 12] = [
    ("domain", &[]),
    ("store", &["domain"]),
    // Its tests judge drawn papers.
    ("vision", &["sandbox"]),
    ("gateways", &["domain"]),
    ("sandbox", &[]),
    ("service", &["domain", "store", "vision", "gateways"]),
    ("web", &["domain", "store", "service"]),
    ("portal", &["domain", "vision", "service", "web"]),
    ("api", &["domain", "vision", "service", "web"]),
    (
        "demo",
        &["domain", "store", "service", "web", "portal", "sandbox"],
    ),
    (
        "daiban",
        &[
            "domain", "store", "gateways", "service", "web", "portal", "api", "demo",
            // Its tests draw pictures and check them.
            "sandbox", "vision",
        ],
    ),
    ("xtask", &[]),
];

/// Folders, what their files must not name, and the reason.
const INSIDE_CRATES: [(&str, &[&str], &str); 9] = [
    (
        "crates/domain/src/",
        &[
            "tokio",
            "async fn",
            "std::fs",
            "std::net",
            "std::env",
            "sea_orm",
            "axum",
            "rand::rng",
        ],
        "the domain is pure: files, time and chance are arguments",
    ),
    (
        "crates/store/src/",
        &["axum", "askama", "reqwest"],
        "the store knows no HTTP",
    ),
    (
        "crates/vision/src/",
        &["sandbox::"],
        "only the tests of the vision know the sandbox",
    ),
    (
        "crates/service/src/",
        &["axum", "askama", "http::", "hyper", "sandbox::", "sea_orm"],
        "a use case knows neither HTTP nor SQL nor the sandbox, so that every face can call it",
    ),
    (
        "crates/web/src/",
        &["sea_orm", "sqlx", "askama", "sandbox::"],
        "what the faces share knows no page, no SQL and no sandbox",
    ),
    (
        "crates/portal/src/",
        &["sea_orm", "sqlx", "gateways::", "sandbox::"],
        "a face shows what a use case gives: no SQL, no outside system",
    ),
    (
        "crates/api/src/",
        &["sea_orm", "sqlx", "gateways::", "sandbox::", "askama"],
        "a face shows what a use case gives: no SQL, no outside system, no page",
    ),
    (
        "crates/demo/src/",
        &["sea_orm", "sqlx", "gateways::"],
        "SQL stays in the store, and the sandbox is the other end of the gateways",
    ),
    (
        "crates/daiban/src/",
        &["sea_orm", "sqlx", "sandbox::", "vision::"],
        "SQL stays in the store, and the program knows the sandbox by the crate `demo` alone",
    ),
];

/// Store functions that `service` calls in one place each, and that place: a decision is stored as a whole or not at all.
const IN_ONE_PLACE: [(&str, &[&str]); 8] = [
    ("cases::create", &[DECIDED]),
    ("cases::update", &[DECIDED]),
    ("journal::append", &[DECIDED]),
    // Findings, returns and the state of the card are written with the other records.
    ("records::save", &[DECIDED]),
    // Renewing the fingerprint of a hold is no decision.
    (
        "live_children::hold(",
        &[DECIDED, "crates/service/src/jobs/refresh_fingerprints.rs"],
    ),
    ("live_children::release", &[DECIDED]),
    ("queue::put", &[DECIDED]),
    ("queue::remove", &[DECIDED]),
];
const DECIDED: &str = "crates/service/src/decided.rs";

/// Wrong arrows in the manifests.
pub(super) fn between_crates() -> Vec<String> {
    let metadata = metadata(&["--no-deps"]);
    let packages = metadata["packages"]
        .as_array()
        .expect("cargo lists packages");
    let names: Vec<&str> = packages
        .iter()
        .filter_map(|package| package["name"].as_str())
        .collect();
    let mut complaints = Vec::new();
    for package in packages {
        let name = package["name"].as_str().expect("a package has a name");
        let Some((_, allowed)) = BETWEEN_CRATES.iter().find(|(known, _)| *known == name) else {
            complaints.push(format!(
                "{name} is a new crate: give it its arrows in xtask's tidy/arrows.rs"
            ));
            continue;
        };
        let used = package["dependencies"]
            .as_array()
            .expect("cargo lists dependencies");
        for other in used
            .iter()
            .filter_map(|dependency| dependency["name"].as_str())
        {
            if names.contains(&other) && !allowed.contains(&other) {
                complaints.push(format!(
                    "crates/{name}/Cargo.toml: {name} must not depend on {other}"
                ));
            }
        }
    }
    complaints
}

/// Wrong arrows in the code.
pub(super) fn inside_crates(sources: &Sources) -> Vec<String> {
    let mut complaints = Vec::new();
    for (folder, forbidden, reason) in INSIDE_CRATES {
        for source in sources
            .shipped_rust()
            .filter(|source| source.path.starts_with(folder))
        {
            for (number, line) in source.shipped_lines() {
                if let Some(word) = forbidden.iter().find(|word| names(line, word)) {
                    complaints.push(format!("{}:{number}: `{word}`: {reason}", source.path));
                }
            }
        }
    }
    complaints
}

/// Decisions that are stored by another file than `decided.rs`.
pub(super) fn decisions(sources: &Sources) -> Vec<String> {
    let mut complaints = Vec::new();
    for source in sources
        .shipped_rust()
        .filter(|source| source.path.starts_with("crates/service/src/"))
    {
        for (number, line) in source.shipped_lines() {
            let elsewhere = |(word, files): &&(&str, &[&str])| {
                names(line, word) && !files.contains(&source.path.as_str())
            };
            if let Some((word, _)) = IN_ONE_PLACE.iter().find(elsewhere) {
                complaints.push(format!(
                    "{}:{number}: `{word}`: a decision is stored by service::decided alone",
                    source.path
                ));
            }
        }
    }
    complaints
}

/// The output of `cargo metadata` for the workspace, without asking any registry.
pub(super) fn metadata(more: &[&str]) -> Value {
    let mut command = cargo(["metadata", "--format-version", "1", "--offline", "--locked"]);
    let output = command.args(more).output().expect("cargo starts");
    assert!(
        output.status.success(),
        "cargo metadata: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).expect("cargo metadata is JSON")
}

/// Whether a line contains a name as a whole word: `sandbox::` is not in `my_sandbox::`.
fn names(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        before.is_none_or(|character| !character.is_alphanumeric() && character != '_')
    })
}

#[test]
fn finds_a_word_only_as_a_word() {
    assert!(names("use sandbox::World;", "sandbox::"));
    assert!(!names("use my_sandbox::World;", "sandbox::"));
    assert!(names("my_sandbox::a(sandbox::b)", "sandbox::"));
}
