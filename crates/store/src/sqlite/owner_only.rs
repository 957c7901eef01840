//! Only the owner may access the database file: states, times, ids and the journal's hash chain are stored unsealed.

use std::fs::{DirBuilder, OpenOptions, Permissions};
use std::io::ErrorKind;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use crate::error::StoreError;

/// Creates the file if missing, before SQLite would create it with the system's default permissions; the log and its index
/// (`-wal`, `-shm`) inherit those of the file. Refuses any of them that other users can access.
pub(super) fn claim(path: &Path) -> Result<(), StoreError> {
    let cannot = |what: &str, file: &Path, error: &std::io::Error| {
        StoreError::Open(format!("cannot {what} {}: {error}", file.display()).into())
    };
    let mut file = OpenOptions::new();
    match file.write(true).create_new(true).mode(0o600).open(path) {
        Ok(_) => {}
        // Not the first start, or another process was faster.
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
        Err(error) => return Err(cannot("make the database", path, &error)),
    }
    for end in ["", "-wal", "-shm"] {
        let file = beside(path, end);
        match std::fs::metadata(&file) {
            Ok(found) if is_open_to_others(&found.permissions()) => {
                return Err(StoreError::Open(
                    format!(
                        "the file {} of the database is open to other users of the machine: chmod 600 it, and find out who read it",
                        file.display()
                    )
                    .into(),
                ));
            }
            Ok(_) => {}
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(cannot("look at", &file, &error)),
        }
    }
    Ok(())
}

/// Creates the database folder with owner-only permissions. An existing folder may hold other things too, so its permissions are
/// left alone.
pub(super) fn make_folder(folder: &Path) -> Result<(), StoreError> {
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .map_err(|error| {
            StoreError::Open(format!("cannot make the folder {}: {error}", folder.display()).into())
        })
}

fn is_open_to_others(rights: &Permissions) -> bool {
    rights.mode() & 0o077 != 0
}

/// The path of a file that belongs to the database, by its suffix in SQLite.
fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    name.into()
}

#[cfg(test)]
mod tests {
    use super::super::File;
    use super::*;

    fn rights(path: &Path) -> u32 {
        std::fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    /// A new database that was written to, so that its log exists.
    async fn written(folder: &Path) -> (PathBuf, sea_orm::DatabaseConnection) {
        use sea_orm::ConnectionTrait as _;
        let path = folder.join("made/data.db");
        let file = File::prepare(&format!("sqlite:{}", path.display())).unwrap();
        let writer = file.connect_writer().await.unwrap();
        writer
            .execute_unprepared("CREATE TABLE t (a TEXT)")
            .await
            .unwrap();
        (path, writer)
    }

    #[tokio::test]
    async fn a_new_database_and_its_log_are_for_their_owner_alone() {
        let folder = tempfile::tempdir().unwrap();
        let (path, _writer) = written(folder.path()).await;
        assert_eq!(rights(path.parent().unwrap()), 0o700);
        for end in ["", "-wal", "-shm"] {
            assert_eq!(rights(&beside(&path, end)), 0o600, "{end}");
        }
    }

    #[tokio::test]
    async fn a_file_that_others_may_read_is_refused_by_name() {
        let folder = tempfile::tempdir().unwrap();
        let (path, _writer) = written(folder.path()).await;
        for end in ["", "-wal", "-shm"] {
            let file = beside(&path, end);
            for open in [0o640, 0o604] {
                std::fs::set_permissions(&file, Permissions::from_mode(open)).unwrap();
                let refused = File::prepare(&format!("sqlite:{}", path.display()))
                    .unwrap_err()
                    .to_string();
                let named = format!("the file {} of", file.display());
                assert!(
                    refused.contains(&named) && refused.contains("chmod 600"),
                    "{refused}"
                );
            }
            std::fs::set_permissions(&file, Permissions::from_mode(0o600)).unwrap();
        }
        assert!(File::prepare(&format!("sqlite:{}", path.display())).is_ok());
    }
}
