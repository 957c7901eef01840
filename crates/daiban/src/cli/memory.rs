//! Gives the memory of pictures back as soon as they are done with.

use std::os::unix::process::CommandExt as _;
use std::process::Command;

/// What glibc reads when a program starts: from which size on a block is mapped by itself, and unmapped when it is freed
/// (mallopt(3)).
const THRESHOLD: &str = "MALLOC_MMAP_THRESHOLD_";

/// 256 KB: above what pages and rows take, below a picture.
const BYTES: &str = "262144";

/// Begins the program anew with the threshold set, unless somebody set it.
///
/// Without it, glibc raises the threshold to the largest block that was ever freed, so pictures come to lie between other blocks and
/// what they leave behind stays with the process: with 32 users who send pictures it held 248 MB instead of 137
/// (docs/performance.md). It can only be set from outside, or by a call that is not safe.
pub(super) fn give_back_at_once() {
    if !cfg!(target_env = "gnu") || std::env::var_os(THRESHOLD).is_some() {
        return;
    }
    let Ok(program) = std::env::current_exe() else {
        return;
    };
    // It returns only if it failed; the service then runs with more memory.
    let _ = Command::new(program)
        .args(std::env::args_os().skip(1))
        .env(THRESHOLD, BYTES)
        .exec();
}
