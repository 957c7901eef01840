//! What a command says.

use std::io::{ErrorKind, Write as _};

/// A line of a command's output. Nobody reads on once the pipe is closed (`| head`): that is no fault.
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
    // Where even this cannot be written the status is all that is left.
    let _ = writeln!(std::io::stderr(), "{line}");
}
