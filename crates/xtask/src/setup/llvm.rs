//! LLVM's tools, at least as new as the compiler's own LLVM: older ones cannot read the counters of its programs.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::command::output;

/// The path of an LLVM tool that reads what our compiler writes: rustup's, else the oldest of Debian's that is new enough.
pub(crate) fn llvm_program(name: &str) -> Option<PathBuf> {
    let version = output(Command::new("rustc").arg("-vV"))?;
    let line = |start: &str| version.lines().find_map(|line| line.strip_prefix(start));
    let least: u32 = line("LLVM version: ")?.split('.').next()?.parse().ok()?;
    let root = output(Command::new("rustc").args(["--print", "sysroot"]))?;
    let of_rustup = Path::new(root.trim())
        .join("lib/rustlib")
        .join(line("host: ")?)
        .join("bin");
    let of_debian =
        (least..least + 4).map(|major| PathBuf::from(format!("/usr/lib/llvm-{major}/bin")));
    std::iter::once(of_rustup)
        .chain(of_debian)
        .map(|folder| folder.join(name))
        .find(|program| program.is_file())
}
