//! What a command says.

use std::io::{ErrorKind, Write as _};

/// A line of a command's output. If the pipe is closed (`| head`), nobody reads on: that is no error.
pub(super) fn say(line: &str) {
    if let Err(error) = writeln!(std::io::stdout(), "{line}")
        && error.kind() != ErrorKind::BrokenPipe
    {
        say_wrong(&format!("the output cannot be written: {error}"));
        std::process::exit(1);
    }
}

/// Why a command failed.
pub(super) fn say_wrong(line: &str) {
    // If even this cannot be written, only the exit code is left.
    let _ = writeln!(std::io::stderr(), "{line}");
}
