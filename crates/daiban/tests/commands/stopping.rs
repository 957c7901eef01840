//! The service stops when it is told to, whatever its visitors do.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpStream;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::Desk;

#[test]
fn a_visitor_with_half_a_request_does_not_hold_up_the_stop() {
    let desk = Desk::new("");
    let mut service = desk
        .command(&["serve", "--sandbox", "--sandbox-day", "2026-11-22"])
        .env("DAIBAN__SERVER__STOP_SECONDS", "1")
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(service.stderr.take().unwrap()).lines();
    let address = lines
        .by_ref()
        .map(Result::unwrap)
        .find_map(|line| {
            let (_, rest) = line.split_once("ready address=")?;
            rest.split_whitespace().next().map(str::to_owned)
        })
        .unwrap();
    let mut half = TcpStream::connect(address).unwrap();
    half.write_all(b"GET / HTTP/1.1\r\nHost: x\r\n").unwrap();
    std::thread::sleep(Duration::from_millis(100));
    let told = Instant::now();
    let kill = Command::new("kill")
        .args(["-TERM", &service.id().to_string()])
        .status();
    assert!(kill.unwrap().success());
    assert!(service.wait().unwrap().success());
    assert!(told.elapsed() < Duration::from_secs(10));
    drop(half);
}
