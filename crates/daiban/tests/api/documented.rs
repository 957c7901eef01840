//! The journey of `docs/api.md`, run as it stands there.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::house::House;

/// The commands of the page, in order.
fn commands() -> String {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/api.md");
    let page = std::fs::read_to_string(page).unwrap();
    let blocks = page.split("```sh\n").skip(1);
    let blocks: Vec<&str> = blocks
        .map(|block| block.split("```").next().unwrap())
        .collect();
    assert!(blocks.len() >= 6, "the page has lost its journey");
    format!("set -euo pipefail\n{}", blocks.join("\n"))
}

#[tokio::test(flavor = "multi_thread")]
async fn the_journey_of_the_page_leads_from_the_log_in_to_a_receipt() {
    let house = House::open().await;
    let folder = tempfile::tempdir().unwrap();
    let mut bash = Command::new("bash");
    bash.arg("-c")
        .arg(commands())
        .current_dir(folder.path())
        .env("SITE", house.site())
        .env("CASE", "family-01")
        .env("no_proxy", "127.0.0.1");
    let run = tokio::task::spawn_blocking(move || bash.output());
    let run = run.await.unwrap().unwrap();
    let said = String::from_utf8_lossy(&run.stdout).into_owned();
    let complained = String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success(), "{said}\n{complained}");
    let told: Value = serde_json::from_str(said.trim()).unwrap();
    assert_eq!(told["relationship"], "verified", "{told}");
    let read = |file: &str| -> Value {
        let text = std::fs::read_to_string(folder.path().join(file)).unwrap();
        serde_json::from_str(&text).unwrap()
    };
    assert_eq!(read("receipt.json")["receipt"], told["receipt"]);
    assert_eq!(read("state.json")["state"], "submitted");
}
