//! What the kernel would write to disk when a process dies.

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

use crate::Desk;

#[test]
fn a_service_that_dies_leaves_no_picture_of_its_memory() {
    let desk = Desk::new("");
    // Started without a limit on dumps, as on a developer's machine.
    let mut service = Command::new("sh")
        .args(["-c", "ulimit -c unlimited 2>/dev/null; exec \"$0\" \"$@\""])
        .arg(env!("CARGO_BIN_EXE_daiban"))
        .args(["serve", "--sandbox", "--sandbox-day", "2026-11-22"])
        .arg("--config")
        .arg(desk.folder.path().join("daiban.toml"))
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(service.stderr.take().unwrap()).lines();
    let ready = lines
        .map(Result::unwrap)
        .any(|line| line.contains("ready address="));
    let limits = std::fs::read_to_string(format!("/proc/{}/limits", service.id()));
    service.kill().unwrap();
    service.wait().unwrap();
    assert!(ready);
    let limits = limits.unwrap();
    let core = limits
        .lines()
        .find(|line| line.starts_with("Max core file size"))
        .unwrap();
    let values: Vec<&str> = core.split_whitespace().skip(4).collect();
    assert_eq!(values[..2], ["0", "0"], "{core}");
}
