//! What a process costs, read from `/proc`.

use std::fs;
use std::time::Duration;

/// The kernel counts CPU time in hundredths of a second for everyone who reads `/proc` (`USER_HZ`).
const TICK: Duration = Duration::from_millis(10);

/// CPU time of all threads so far, in user and kernel mode.
pub(crate) fn cpu(process: u32) -> Duration {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).expect("the process lives");
    TICK * ticks(&stat).expect("a line of proc(5)")
}

/// `utime + stime` of a line of `/proc/<id>/stat`. The name of the program, in brackets, may hold anything, also brackets.
pub(crate) fn ticks(stat: &str) -> Option<u32> {
    let (_, after_name) = stat.rsplit_once(')')?;
    let mut fields = after_name.split_whitespace().skip(11);
    let user: u32 = fields.next()?.parse().ok()?;
    let kernel: u32 = fields.next()?.parse().ok()?;
    Some(user + kernel)
}

/// Resident memory in bytes: now, and the most so far.
pub(crate) fn resident_bytes(process: u32) -> [u64; 2] {
    let status = fs::read_to_string(format!("/proc/{process}/status")).expect("the process lives");
    ["VmRSS:", "VmHWM:"].map(|name| kilobytes(&status, name).expect("as in proc(5)") * 1_024)
}

/// The number behind `name` in `/proc/<id>/status`.
pub(crate) fn kilobytes(status: &str, name: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    line.trim().strip_suffix(" kB")?.parse().ok()
}
