//! Atomic file writes.

use std::io::Write as _;
use std::path::Path;

/// Writes a file atomically: a reader sees all of it or nothing, whenever the process ends.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{:?}.part", std::thread::current().id()));
    let part = path.with_file_name(name);
    let mut file = std::fs::File::create(&part)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    std::fs::rename(&part, path)
}
