//! What commands and the service write, and where.

use std::process::Stdio;

use crate::said;

#[test]
fn a_reader_who_has_enough_is_no_fault() {
    let mut routes = std::process::Command::new(env!("CARGO_BIN_EXE_daiban"))
        .args(["routes", "--json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(routes.stdout.take());
    let output = routes.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", said(&output));
    assert_eq!(said(&output), "");
}
