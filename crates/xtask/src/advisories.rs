//! Checks `Cargo.lock` against the advisories of rustsec.org, from a snapshot next to the checkout: nothing is downloaded.
//!
//! We read it ourselves: the crate `rustsec` does more, and would bring a dozen packages that somebody has to trust as well.

mod database;
mod lock;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};
use jiff::civil::Date;

use crate::command::run;
use crate::setup::{Need, ensure};
use crate::workspace;

use database::{Advisory, Kind};
use lock::Lock;

/// The folder, relative to the root of the repository. Its README names the day of the snapshot.
const FOLDER: &str = "../shared/advisory-db";
const ARCHIVE: &str = "advisory-db.tar.xz";

/// Fails on a vulnerable version, warns about unmaintained or unsound ones. `deny.toml` lists what we know and accept.
pub(crate) fn check() -> Result<()> {
    let folder = workspace::root().join(FOLDER);
    if !folder.join(ARCHIVE).exists() {
        println!(
            "there is no {FOLDER}/{ARCHIVE}: Cargo.lock is not checked against the advisories"
        );
        return Ok(());
    }
    println!(
        "{}",
        age(
            &fs::read_to_string(folder.join("README.md")).unwrap_or_default(),
            today()
        )
    );
    let unpacked = workspace::target().join("advisory-db");
    ensure(&[Need::Xz])?;
    unpack(&folder.join(ARCHIVE), &unpacked)?;
    let advisories = database::read(&unpacked)?;
    let lock = Lock::parse(&fs::read_to_string(workspace::root().join("Cargo.lock"))?)?;
    let known = known(&fs::read_to_string(workspace::root().join("deny.toml"))?)?;
    let found = look(&lock, &advisories, &known);
    for line in found.warnings.iter().chain(&found.vulnerable) {
        println!("{line}");
    }
    println!(
        "{} packages, {} advisories",
        lock.packages.len(),
        advisories.len()
    );
    match found.vulnerable.len() {
        0 => Ok(()),
        many => bail!("{many} vulnerable: {}", found.vulnerable.join("; ")),
    }
}

#[derive(Debug, Default, PartialEq, Eq)]
struct Found {
    vulnerable: Vec<String>,
    warnings: Vec<String>,
}

/// `known`: advisories that we accept, by id, with the reason.
fn look(lock: &Lock, advisories: &[Advisory], known: &BTreeMap<String, String>) -> Found {
    let mut found = Found::default();
    let mut needless: BTreeMap<&str, &str> = known
        .iter()
        .map(|(id, reason)| (id.as_str(), reason.as_str()))
        .collect();
    for advisory in advisories {
        // A crate of ours may have the same name as a package from elsewhere.
        let packages = lock.packages.iter().filter(|package| package.is_foreign);
        for package in packages.filter(|package| advisory.is_about(&package.name, &package.version))
        {
            let line = format!(
                "{}: {} {} is {}; it comes by {}",
                advisory.id,
                package.name,
                package.version,
                advisory.kind.word(),
                lock.chain(package).join(" <- "),
            );
            if let Some(reason) = known.get(&advisory.id) {
                needless.remove(advisory.id.as_str());
                println!("known: {line}. {reason}");
            } else if advisory.kind == Kind::Vulnerable {
                found.vulnerable.push(line);
            } else {
                found.warnings.push(format!("warning: {line}"));
            }
        }
    }
    for id in needless.keys() {
        let line = format!("warning: deny.toml lists {id}, which is about nothing in Cargo.lock");
        found.warnings.push(line);
    }
    found
}

/// The list that `cargo deny` reads: `ignore = [{ id = "RUSTSEC-...", reason = "..." }]` under `[advisories]`.
fn known(deny: &str) -> Result<BTreeMap<String, String>> {
    let deny: toml::Table = deny.parse().context("deny.toml is no TOML")?;
    let listed = deny
        .get("advisories")
        .and_then(|advisories| advisories.get("ignore"))
        .and_then(toml::Value::as_array);
    let read = |entry: &toml::Value| {
        let text = |key| entry.get(key).and_then(toml::Value::as_str);
        let reason = text("reason").filter(|reason| !reason.trim().is_empty());
        let (id, reason) = text("id").zip(reason).with_context(|| {
            format!("deny.toml, advisories.ignore: {entry:?} must have an id and a reason")
        })?;
        Ok((id.to_owned(), reason.to_owned()))
    };
    listed.into_iter().flatten().map(read).collect()
}

/// How old the snapshot is: it knows nothing that was published since.
fn age(readme: &str, today: Date) -> String {
    let mut words = readme.split(|c: char| !(c.is_ascii_digit() || c == '-'));
    match words.find_map(|word| word.parse::<Date>().ok()) {
        Some(day) => {
            let days = (today - day).get_days();
            format!("the advisories are of {day}: {days} days old")
        }
        None => format!("{FOLDER}/README.md does not say how old the advisories are"),
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the edge: a person or CI asks how old the snapshot is today"
)]
fn today() -> Date {
    jiff::Timestamp::now()
        .to_zoned(jiff::tz::TimeZone::UTC)
        .date()
}

fn unpack(archive: &Path, to: &Path) -> Result<()> {
    if to.exists() {
        fs::remove_dir_all(to)?;
    }
    fs::create_dir_all(to)?;
    run(Command::new("tar")
        .arg("-xJf")
        .arg(archive)
        .arg("-C")
        .arg(to))
}

#[cfg(test)]
mod tests;
