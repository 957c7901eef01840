//! Atomic file writes.

use std::io::Write as _;
use std::path::Path;

/// Writes a file atomically: a reader sees all of it or nothing, whenever the process ends.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    // Several processes may write the same file.
    let (process, thread) = (std::process::id(), std::thread::current().id());
    name.push(format!(".{process}.{thread:?}.part"));
    let part = path.with_file_name(name);
    let mut file = std::fs::File::create(&part)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    std::fs::rename(&part, path)
}
