//! A stranger's program that knows the description alone: schemathesis calls every operation with what fits it and what does not.

use std::path::PathBuf;
use std::process::Command;

use crate::house::{House, JINGTONG, Program, YIKATONG};

/// Set by `cargo xtask test`, which installs it; without it nothing is called.
const PROGRAM: &str = "DAIBAN_SCHEMATHESIS";

/// Every check must hold of every answer but this one: what fits the description may be wrong for the family all the same (a code that a
/// host never gave, a number that is no ID number, a cursor that no list gave out), and no description says so.
const NOT_CHECKED: &str = "positive_data_acceptance";

/// Operations that end the session with which they are called.
const ENDING: [&str; 2] = ["end_session", "renew_session"];

async fn strange(program: &Program<'_>, phases: &str, filters: &[(&str, &str)]) {
    let Some(schemathesis) = std::env::var_os(PROGRAM).map(PathBuf::from) else {
        return;
    };
    let site = program.house.site();
    let mut command = Command::new(schemathesis);
    // It keeps what it found where it runs.
    command.current_dir(env!("CARGO_TARGET_TMPDIR"));
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
            "all",
            "--exclude-checks",
            NOT_CHECKED,
            "--phases",
            phases,
        ])
        // The same calls at every run, without a seed.
        .args(["--generation-deterministic", "--max-examples", "15"])
        .args(["--suppress-health-check", "all"])
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
        strange(&program, "examples,coverage,fuzzing,stateful", &others).await;
    }
    for operation in ENDING {
        let program = house.program("family-02", JINGTONG).await;
        // Nothing leads from it to another.
        let alone = [("--include-operation-id", operation)];
        strange(&program, "examples,coverage,fuzzing", &alone).await;
    }
}
