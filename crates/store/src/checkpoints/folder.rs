//! The folder of checkpoints: one file each, named by its number.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use data_encoding::HEXLOWER;

use super::checkpoint::TABLE;
use crate::StoreError;
use crate::seal::chance;

const EXTENSION: &str = "checkpoint";

/// The numbers of the checkpoints in a folder, in order; none when there is no such folder.
pub(crate) fn numbers(folder: &Path) -> Result<Vec<i64>, StoreError> {
    let entries = match std::fs::read_dir(folder) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(|error| failed(folder, &error))?,
    };
    let mut numbers = Vec::new();
    for entry in entries {
        let path = entry.map_err(|error| failed(folder, &error))?.path();
        let stem = path.file_stem().and_then(|stem| stem.to_str());
        let number = stem.and_then(|stem| stem.parse().ok());
        // Whatever else somebody put there is none of ours.
        numbers.extend(number.filter(|number| path == self::path(folder, *number)));
    }
    numbers.sort_unstable();
    Ok(numbers)
}

/// The content of a checkpoint.
pub(crate) fn read(folder: &Path, number: i64) -> Result<String, StoreError> {
    let path = path(folder, number);
    std::fs::read_to_string(&path).map_err(|error| failed(&path, &error))
}

/// Writes a checkpoint durably. One that is there already must be the same.
pub(super) fn write(folder: &Path, number: i64, content: &str) -> Result<(), StoreError> {
    let mut make = std::fs::DirBuilder::new();
    make.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut make, 0o700);
    make.create(folder)
        .map_err(|error| failed(folder, &error))?;
    let path = path(folder, number);
    // Of its own for each writer: two processes may write the same checkpoint at once.
    let draft = path.with_extension(HEXLOWER.encode(&chance::<8>()?));
    let failed = |error: std::io::Error| failed(&path, &error);
    match std::fs::read_to_string(&path) {
        Ok(known) if known == content => return Ok(()),
        Ok(_) => {
            return Err(StoreError::altered(
                TABLE,
                &number.to_string(),
                "its file holds another checkpoint: the database was put back to an earlier state",
            ));
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
        Err(error) => return Err(failed(error)),
    }
    let mut file = std::fs::File::create(&draft).map_err(failed)?;
    file.write_all(content.as_bytes()).map_err(failed)?;
    file.sync_all().map_err(failed)?;
    std::fs::rename(&draft, &path).map_err(failed)?;
    std::fs::File::open(folder)
        .and_then(|folder| folder.sync_all())
        .map_err(failed)
}

/// Removes every checkpoint.
pub(super) fn remove_all(folder: &Path) -> Result<(), StoreError> {
    for number in numbers(folder)? {
        let path = path(folder, number);
        std::fs::remove_file(&path).map_err(|error| failed(&path, &error))?;
    }
    Ok(())
}

fn path(folder: &Path, number: i64) -> PathBuf {
    folder.join(format!("{number:010}.{EXTENSION}"))
}

fn failed(path: &Path, error: &std::io::Error) -> StoreError {
    StoreError::Objects(format!("{}: {error}", path.display()).into())
}
