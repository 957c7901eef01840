//! A stranger's program that knows the description alone: schemathesis calls every operation with what fits it and what does not.

use std::path::PathBuf;
use std::process::Command;

use crate::house::{House, JINGTONG, Program, YIKATONG};

/// Set by `cargo xtask test`, which installs it; without it nothing is called.
const PROGRAM: &str = "DAIBAN_SCHEMATHESIS";

/// What must hold of every answer. What is refused although it fits the description is not among them: many values fit that are wrong
/// for the family, and no description says so.
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,\
     response_schema_conformance,ignored_auth,use_after_free,missing_required_header";

/// Operations that end the session with which they are called.
const ENDING: [&str; 2] = ["end_session", "renew_session"];

async fn strange(program: &Program<'_>, filters: &[(&str, &str)]) {
    let Some(schemathesis) = std::env::var_os(PROGRAM).map(PathBuf::from) else {
        return;
    };
    let site = program.house.site();
    let mut command = Command::new(schemathesis);
    command
        .args([
            "run",
            &format!("{site}/api/v1/openapi.json"),
            "--url",
            &site,
        ])
        .args([
            "--header",
            &format!("Authorization: Bearer {}", program.token.secret()),
        ])
        .args([
            "--checks",
            CHECKS,
            "--phases",
            "examples,coverage,fuzzing,stateful",
        ])
        .args([
            "--seed",
            "2026",
            "--generation-deterministic",
            "--max-examples",
            "15",
        ])
        .args([
            "--generation-database",
            "none",
            "--suppress-health-check",
            "all",
        ])
        .args([
            "--request-timeout",
            "30",
            "--workers",
            "1",
            "--warnings",
            "off",
        ])
        .args(filters.iter().flat_map(|(name, value)| [*name, *value]))
        .env("NO_PROXY", "127.0.0.1");
    let called = tokio::task::spawn_blocking(move || command.output());
    let called = called.await.unwrap().unwrap();
    let said = String::from_utf8_lossy(&called.stdout);
    assert!(
        called.status.success(),
        "{said}{}",
        String::from_utf8_lossy(&called.stderr)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn no_call_breaks_the_service_or_is_answered_otherwise_than_described() {
    let house = House::open().await;
    for pair in [JINGTONG, YIKATONG] {
        let program = house.program("family-01", pair).await;
        let others = ENDING.map(|operation| ("--exclude-operation-id", operation));
        strange(&program, &others).await;
    }
    for operation in ENDING {
        let program = house.program("family-02", JINGTONG).await;
        strange(&program, &[("--include-operation-id", operation)]).await;
    }
}
