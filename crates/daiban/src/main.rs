//! The program `daiban`.

use std::process::ExitCode;

fn main() -> ExitCode {
    daiban::cli::run()
}
