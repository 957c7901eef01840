//! `cargo xtask up`: the service with its sandbox, from nothing, in one command.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::os::unix::process::CommandExt;
use std::process::Command;
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::command::{cargo, run};
use crate::miniprogram::build_previews;
use crate::setup::{Need, ensure};
use crate::workspace;

/// The hidden task that waits for the service and prints what to try.
pub(crate) const ANNOUNCE: &str = "announce-when-ready";
const ADDRESS: &str = "127.0.0.1:8420";
const OWN_CONFIG: &str = "daiban.toml";
const EXAMPLE_CONFIG: &str = "daiban.example.toml";
const START_LIMIT: Duration = Duration::from_mins(2);

/// Builds the service, then replaces itself with it: Ctrl-C reaches only the service, which stops cleanly.
pub(crate) fn up(day: Option<&str>) -> Result<()> {
    if let Err(error) = ensure(&[Need::ChineseFont]) {
        println!(
            "{error:#}\nWithout it the sandbox's papers say so in Latin letters; all else works."
        );
    }
    run(&mut cargo(["build", "--package", "daiban"]))?;
    if let Err(error) = build_previews() {
        println!("{error:#}\nThe previews of the mini-programs are not built; all else works.");
    }
    announce_later()?;
    let config = if workspace::root().join(OWN_CONFIG).exists() {
        OWN_CONFIG
    } else {
        EXAMPLE_CONFIG
    };
    let mut service = Command::new(workspace::daiban());
    service
        .current_dir(workspace::root())
        .args(["serve", "--config", config, "--sandbox"]);
    if let Some(day) = day {
        service.args(["--sandbox-day", day]);
    }
    Err(service.exec()).context("cannot start the service")
}

/// Leaves a process behind that announces. It is nobody's child, so nobody has to wait for it.
fn announce_later() -> Result<()> {
    let own = std::env::current_exe()?;
    Command::new("sh")
        .args(["-c", "\"$0\" \"$@\" &"])
        .arg(own)
        .args([ANNOUNCE, ADDRESS])
        .status()
        .context("cannot start a shell")?;
    Ok(())
}

/// Waits until the service at this address answers, then prints where to look and what to try.
pub(crate) fn announce(address: &str) -> Result<()> {
    let begun = Instant::now();
    while get(address, "/readyz").is_err() {
        if begun.elapsed() > START_LIMIT {
            bail!(
                "the service at {address} is not ready after {} s",
                START_LIMIT.as_secs()
            );
        }
        sleep(Duration::from_millis(200));
    }
    let cases: Value = serde_json::from_str(&get(address, "/sandbox/cases.json")?)?;
    println!("\n  The portal    http://{address}/");
    println!("  The sandbox   http://{address}/sandbox   try a family in a click, papers, the day");
    println!("\n  Try as (user name / password):");
    // Only those told by hand: hundreds more are drawn by chance, numbered from 101 on.
    let told = |case: &&Value| {
        case["family"]
            .as_str()
            .is_some_and(|family| family.len() == "family-00".len())
    };
    for case in cases.as_array().into_iter().flatten().filter(told) {
        let text = |pointer: &str| case.pointer(pointer).and_then(Value::as_str).unwrap_or("-");
        println!(
            "  {:<12} {:<16} {:<16} {}",
            text("/case"),
            text("/agent/username"),
            text("/agent/password"),
            text("/title/en"),
        );
    }
    println!(
        "\n  The sandbox page fills in a family's log-in, and has its papers. Ctrl-C stops the service.\n"
    );
    Ok(())
}

/// The body of a page, by the simplest HTTP there is: one request, one connection.
fn get(address: &str, path: &str) -> Result<String> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    write!(
        stream,
        "GET {path} HTTP/1.0\r\nHost: {address}\r\nConnection: close\r\n\r\n"
    )?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    let answer = String::from_utf8_lossy(&answer);
    let (head, body) = answer.split_once("\r\n\r\n").context("no HTTP answer")?;
    if head.split_whitespace().nth(1) != Some("200") {
        bail!(
            "{path} answered: {}",
            head.lines().next().unwrap_or_default()
        );
    }
    Ok(body.to_owned())
}
