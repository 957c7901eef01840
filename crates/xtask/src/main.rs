//! The task runner: everything a person or CI does with the workspace, in plain Rust.
//!
//! `cargo xtask up` starts the service with the sandbox, `test` runs every test, `check` is the quick check before a commit,
//! `bench` measures saves and whole journeys. Each installs what it needs if it may, and says so; if it may not, it says what a
//! person has to install.
//!
//! It holds no logic of the service: it starts other programs and reports their results.
#![expect(
    clippy::print_stdout,
    reason = "a task runner speaks to the person who started it"
)]

mod advisories;
mod bench;
mod check;
mod codegen;
mod command;
mod coverage;
mod looks;
mod miniprogram;
mod report;
mod setup;
mod test;
#[cfg(test)]
mod tidy;
mod up;
mod workspace;

use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask up [--day YYYY-MM-DD]   build, set up and start the service with its sandbox
cargo xtask test                    every test: what CI runs
cargo xtask check                   format, lints, docs, tidy and the fast tests
cargo xtask advisories              Cargo.lock against the RustSec advisories beside the checkout
cargo xtask codegen                 write the files that are made from others
cargo xtask coverage                how many lines of domain its tests run
cargo xtask bench [--quick]         saves and whole journeys, optimised, on both databases: docs/performance.md
cargo xtask miniprogram             the mini-programs for every host, and their previews for a browser
cargo xtask screens                 pictures of the main pages and the mini-programs into docs/screens
cargo xtask lighthouse              what Lighthouse says of the main pages";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match words.as_slice() {
        ["up"] => up::up(None),
        ["up", "--day", day] => up::up(Some(day)),
        ["test"] => test::test(),
        ["check"] => check::check(),
        ["advisories"] => advisories::check(),
        ["codegen"] => codegen::codegen(),
        ["coverage"] => coverage::coverage(),
        ["bench", options @ ..] => bench::bench(options),
        ["miniprogram"] => miniprogram::build(),
        ["screens"] => looks::screens(),
        ["lighthouse"] => looks::lighthouse(),
        [up::ANNOUNCE, address] => up::announce(address),
        _ => {
            println!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            println!("\nxtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}
