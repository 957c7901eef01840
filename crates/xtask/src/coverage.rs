//! How many lines of `domain` its own tests run: it holds the rules of the service, and is the only crate with a required figure.
//!
//! The compiler counts (`-C instrument-coverage`), LLVM's tools add up. Lines of tests count on neither side.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::command::{Closing, cargo, output, run, run_tests};
use crate::report::Report;
use crate::setup::{Need, ensure, llvm_program};
use crate::workspace;

/// Percentage of lines that must have run.
const AT_LEAST: f64 = 95.0;

/// Prints the figure alone.
pub(crate) fn coverage() -> Result<()> {
    let mut report = Report::new();
    report.tests("coverage of domain", coverage_of_domain);
    report.close()
}

/// Runs the tests of `domain` with counters, prints the lines that never ran, and the figure.
///
/// # Errors
/// If a tool is missing, or the figure is under the limit.
pub(crate) fn coverage_of_domain() -> Result<Closing> {
    ensure(&[Need::Llvm])?;
    let folder = workspace::target().join("coverage");
    let host = host()?;
    let profiles = folder.join("profiles");
    if profiles.exists() {
        fs::remove_dir_all(&profiles)?;
    }
    let program = test_program(&folder, &host)?;
    let mut closing = run_tests(
        counted(&folder, &host).env("LLVM_PROFILE_FILE", profiles.join("%p-%m.profraw")),
    )?;
    let lines = lines_of(&program, &profiles)?;
    let (ran, all) = print_what_never_ran(&lines)?;
    #[expect(
        clippy::cast_precision_loss,
        reason = "a crate has fewer lines than a float has places"
    )]
    let percent = 100.0 * ran as f64 / all as f64;
    let figure = format!("coverage of domain by lines: {percent:.1} % ({ran} of {all})");
    println!("{figure}");
    if percent < AT_LEAST {
        bail!("{figure}: under {AT_LEAST} %");
    }
    closing.lines.push(figure);
    Ok(closing)
}

/// The tests of `domain`, with counters. Naming the host as the target keeps build scripts and macros uncounted; a folder of its
/// own keeps the usual build from being invalidated.
fn counted(folder: &Path, host: &str) -> Command {
    let mut command = cargo(["test", "--package", "domain", "--lib", "--target", host]);
    command
        .arg("--target-dir")
        .arg(folder)
        .env("RUSTFLAGS", "-C instrument-coverage");
    command
}

/// Builds the tests, and returns the path of their program.
fn test_program(folder: &Path, host: &str) -> Result<PathBuf> {
    let built = counted(folder, host)
        .args(["--no-run", "--message-format", "json"])
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()?;
    if !built.status.success() {
        bail!("the tests of domain do not build for coverage");
    }
    String::from_utf8_lossy(&built.stdout)
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .filter_map(|message| message.get("executable")?.as_str().map(PathBuf::from))
        .next_back()
        .context("cargo names no program of tests")
}

fn host() -> Result<String> {
    let version = output(Command::new("rustc").arg("-vV")).context("rustc does not answer")?;
    version
        .lines()
        .find_map(|line| line.strip_prefix("host: "))
        .map(str::to_owned)
        .context("rustc names no host")
}

/// Merges the counts of a run into the lines of an lcov file.
fn lines_of(program: &Path, profiles: &Path) -> Result<String> {
    let sum = profiles.join("sum.profdata");
    let raw = fs::read_dir(profiles)?.map(|entry| Ok(entry?.path()));
    run(
        Command::new(llvm_program("llvm-profdata").context("no llvm-profdata")?)
            .args(["merge", "--sparse", "--output"])
            .arg(&sum)
            .args(raw.collect::<Result<Vec<_>>>()?),
    )?;
    output(
        Command::new(llvm_program("llvm-cov").context("no llvm-cov")?)
            .args(["export", "--format", "lcov", "--instr-profile"])
            .arg(&sum)
            .arg(program),
    )
    .context("llvm-cov cannot read what the tests left behind")
}

/// Prints each file with the lines that never ran; returns how many ran, and how many there are.
fn print_what_never_ran(lcov: &str) -> Result<(usize, usize)> {
    let source = workspace::root().join("crates/domain/src");
    let (mut ran, mut all) = (0, 0);
    for file in lcov.split("end_of_record") {
        let Some(path) = file.lines().find_map(|line| line.strip_prefix("SF:")) else {
            continue;
        };
        let Ok(name) = Path::new(path).strip_prefix(&source) else {
            continue;
        };
        if is_of_tests(name) {
            continue;
        }
        let end = tests_begin(&fs::read_to_string(path)?);
        let counts: Vec<_> = counts(file).filter(|(line, _)| *line < end).collect();
        let never: Vec<String> = counts
            .iter()
            .filter(|(_, times)| *times == 0)
            .map(|(line, _)| line.to_string())
            .collect();
        all += counts.len();
        ran += counts.len() - never.len();
        if !never.is_empty() {
            println!("never ran: {}: {}", name.display(), never.join(" "));
        }
    }
    Ok((ran, all))
}

/// Each line and how often it ran, for one file of an lcov file.
fn counts(file: &str) -> impl Iterator<Item = (usize, u64)> {
    file.lines().filter_map(|line| {
        let (line, times) = line.strip_prefix("DA:")?.split_once(',')?;
        Some((line.parse().ok()?, times.parse().ok()?))
    })
}

fn is_of_tests(name: &Path) -> bool {
    name.ends_with("tests.rs") || name.components().any(|part| part.as_os_str() == "tests")
}

/// The line at which the tests of a file begin: they come last.
fn tests_begin(text: &str) -> usize {
    text.lines()
        .position(|line| line == "#[cfg(test)]")
        .map_or(usize::MAX, |place| place + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_lines_that_count() {
        let file = "SF:/a/b.rs\nFN:3,x\nDA:3,12\nDA:4,0\nLH:1\n";
        assert_eq!(counts(file).collect::<Vec<_>>(), [(3, 12), (4, 0)]);
    }

    #[test]
    fn leaves_tests_out() {
        assert_eq!(tests_begin("fn a() {}\n\n#[cfg(test)]\nmod tests {}\n"), 3);
        assert_eq!(tests_begin("fn a() {}\n"), usize::MAX);
        assert!(is_of_tests(Path::new("flow/tests/mod.rs")));
        assert!(is_of_tests(Path::new("id/name/tests.rs")));
        assert!(!is_of_tests(Path::new("flow/plan.rs")));
    }
}
