//! Plans out of files that people wrote.

use std::path::Path;

use crate::{Desk, said};

#[test]
fn answers_with_a_byte_order_mark_are_read() {
    let desk = Desk::new("");
    let file = desk.folder.path().join("answers.json");
    std::fs::write(&file, "\u{FEFF}{\"child.name\": \"陈1诺\"}").unwrap();
    let file = file.display().to_string();
    let arguments = [
        "flows",
        "plan",
        "--channel",
        "portal",
        "--answers",
        &file,
        "--on",
        "2026-11-22",
        "--json",
    ];
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let output = desk.command(&arguments).current_dir(root).output().unwrap();
    assert!(output.status.success(), "{}", said(&output));
    let plan: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let problems = plan["problems"].as_array().unwrap();
    let of_the_name = problems
        .iter()
        .find(|problem| problem["field"] == "child.name");
    assert_eq!(of_the_name.unwrap()["code"], "name_characters");
}
