//! The world's file: `world.json` in the sandbox's folder.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use sm3::{Digest as _, Sm3};

use super::kept::{FORMAT, Kept};
use crate::papers::FOLDER;
use crate::whole_file::write_whole;

const FILE: &str = "world.json";

/// The one field that files of every format have.
#[derive(Deserialize)]
struct Format {
    format: u32,
}

/// The world's folder cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum WorldError {
    /// A file or folder cannot be read, written or removed.
    #[error("the sandbox's folder cannot be used at {path}: {source}")]
    Folder {
        /// Where.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The file exists but holds no world, or one of another version. The accounts made for it are useless to other families
    /// and go with it.
    #[error(
        "{path} holds no families of this version ({reason}); begin afresh without the folder {folder} and without the accounts that were made for it"
    )]
    Unreadable {
        /// Which file.
        path: PathBuf,
        /// The folder it is in.
        folder: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
}

/// A name that only worlds with the same families have.
pub(super) fn name(kept: &Kept) -> String {
    let families = serde_json::to_vec(kept).expect("a world is plain data");
    data_encoding::HEXLOWER.encode(&Sm3::digest(families)[..16])
}

/// The world of a folder; `None` when there is none yet.
pub(super) fn read(folder: &Path) -> Result<Option<Kept>, WorldError> {
    let path = folder.join(FILE);
    let bytes = match std::fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(source) => return Err(WorldError::Folder { path, source }),
    };
    let unreadable = |reason: String| WorldError::Unreadable {
        path: path.clone(),
        folder: folder.to_owned(),
        reason,
    };
    // Read first, since a file of another format also has other fields.
    let Format { format } =
        serde_json::from_slice(&bytes).map_err(|error| unreadable(error.to_string()))?;
    if format != FORMAT {
        return Err(unreadable(format!("format {format}, not {FORMAT}")));
    }
    serde_json::from_slice(&bytes)
        .map(Some)
        .map_err(|error| unreadable(error.to_string()))
}

/// Stores a new world and returns it.
pub(super) fn write(folder: &Path, kept: Kept) -> Result<Kept, WorldError> {
    let json = serde_json::to_vec(&kept).expect("strings under string keys always serialize");
    std::fs::create_dir_all(folder).map_err(|source| WorldError::Folder {
        path: folder.to_owned(),
        source,
    })?;
    let path = folder.join(FILE);
    write_whole(&path, &json).map_err(|source| WorldError::Folder { path, source })?;
    Ok(kept)
}

/// Removes the file and the drawn papers.
pub(super) fn remove(folder: &Path) -> Result<(), WorldError> {
    let file = folder.join(FILE);
    let papers = folder.join(FOLDER);
    for (path, removed) in [
        (&file, std::fs::remove_file(&file)),
        (&papers, std::fs::remove_dir_all(&papers)),
    ] {
        match removed {
            Err(source) if source.kind() != ErrorKind::NotFound => {
                return Err(WorldError::Folder {
                    path: path.clone(),
                    source,
                });
            }
            _ => {}
        }
    }
    Ok(())
}
