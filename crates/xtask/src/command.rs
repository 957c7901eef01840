//! Starts programs, shows what they print, and keeps the summary lines of test runners.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, IsTerminal, Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;

use anyhow::{Context, Result, bail};

use crate::workspace;

/// `cargo` with these arguments, in the root of the repository.
///
/// Runs the same cargo that runs us, so that a toolchain chosen outside stays chosen.
pub(crate) fn cargo<S: AsRef<OsStr>>(arguments: impl IntoIterator<Item = S>) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments).current_dir(workspace::root());
    if std::io::stdout().is_terminal() {
        command.env("CARGO_TERM_COLOR", "always");
    }
    command
}

/// A script of the Node package in `folder`, run against the development build of the service.
pub(crate) fn outside(folder: &Path, script: &str) -> Command {
    let mut command = Command::new("npm");
    command
        .args(["run", "--silent", script])
        .current_dir(folder)
        .env("DAIBAN_PROGRAM", workspace::daiban());
    command
}

/// Runs a command to its end; its output goes straight to the person.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    println!("\n$ {}", shown(command));
    let status = command
        .stdin(Stdio::null())
        .status()
        .with_context(|| format!("cannot start {}", shown(command)))?;
    if !status.success() {
        bail!("{} failed ({status})", shown(command));
    }
    Ok(())
}

/// Runs a command silently and returns what it printed; `None` if it is missing or fails.
pub(crate) fn output(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).output().ok()?;
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The result of a test runner: its summary lines and whether it passed.
pub(crate) struct Closing {
    /// The lines that count tests, in the order printed, without colours.
    pub(crate) lines: Vec<String>,
    /// Whether the runner ended well.
    pub(crate) passed: bool,
}

/// Runs a test runner, shows everything and keeps its summary lines.
pub(crate) fn run_tests(command: &mut Command) -> Result<Closing> {
    println!("\n$ {}", shown(command));
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot start {}", shown(command)))?;
    let errors = child.stderr.take().expect("piped just above");
    let beside = thread::spawn(move || show(errors));
    let printed = child.stdout.take().expect("piped just above");
    let mut lines = show(printed);
    lines.extend(beside.join().expect("showing output does not panic"));
    Ok(Closing {
        lines,
        passed: child.wait()?.success(),
    })
}

fn show(from: impl Read) -> Vec<String> {
    let mut closing = Vec::new();
    let mut reader = BufReader::new(from);
    let mut line = Vec::new();
    while reader
        .read_until(b'\n', &mut line)
        .is_ok_and(|read| read > 0)
    {
        let text = String::from_utf8_lossy(&line);
        let mut out = std::io::stdout().lock();
        // If nobody reads the output any more, the tests go on all the same.
        let _ = out.write_all(text.as_bytes());
        let _ = out.flush();
        let plain = without_colours(text.trim_end());
        if counts_tests(&plain) {
            closing.push(plain.trim().to_owned());
        }
        line.clear();
    }
    closing
}

/// Whether this is the summary line of a test runner: nextest, libtest, node, or our own counts.
fn counts_tests(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with("Summary [")
        || line.starts_with("test result:")
        || line.starts_with("count: ")
        || [
            "# tests ",
            "# pass ",
            "# fail ",
            "# skipped ",
            "ℹ tests ",
            "ℹ pass ",
            "ℹ fail ",
            "ℹ skipped ",
        ]
        .iter()
        .any(|start| line.starts_with(start))
}

fn without_colours(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text.chars();
    while let Some(character) = rest.next() {
        if character == '\u{1b}' {
            rest.find(char::is_ascii_alphabetic);
        } else {
            plain.push(character);
        }
    }
    plain
}

fn shown(command: &Command) -> String {
    std::iter::once(command.get_program())
        .chain(command.get_args())
        .map(|word| {
            word.to_string_lossy()
                .replace(&*workspace::root().to_string_lossy(), ".")
        })
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::{counts_tests, without_colours};

    #[test]
    fn knows_the_closing_lines_of_the_runners() {
        for line in [
            "     Summary [   1.204s] 312 tests run: 312 passed, 0 skipped",
            "test result: ok. 12 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out",
            "# pass 31",
            "ℹ fail 0",
            "count: axe looked at 62 pages, 0 findings",
        ] {
            assert!(counts_tests(line), "{line}");
        }
        assert!(!counts_tests(
            "test id::tests::refuses_a_short_number ... ok"
        ));
    }

    #[test]
    fn takes_colours_off_a_line() {
        assert_eq!(
            without_colours("\u{1b}[32;1m Summary\u{1b}[0m [1s]"),
            " Summary [1s]"
        );
    }
}
