//! Opens SQLite with durable settings, and verifies them.

use std::path::{Path, PathBuf};
use std::str::FromStr as _;
use std::time::Duration;

use sea_orm::sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous,
};
use sea_orm::{ConnectionTrait as _, DatabaseConnection, SqlxSqliteConnector};

use crate::error::StoreError;

mod owner_only;

/// How long a statement waits for another process that holds the file, such as `daiban migrate`.
const OTHER_PROCESS: Duration = Duration::from_secs(10);

/// The database file of a SQLite store.
#[derive(Debug, Clone)]
pub(crate) struct File {
    options: SqliteConnectOptions,
    path: PathBuf,
}

impl File {
    /// `url`: `sqlite:` and a path. Creates the file and its folder if missing. Refuses a file that other users can access.
    pub(crate) fn prepare(url: &str) -> Result<Self, StoreError> {
        let options = SqliteConnectOptions::from_str(url)
            .map_err(|error| StoreError::Open(error.to_string().into()))?;
        let path = options.get_filename().to_path_buf();
        if path.as_os_str().is_empty()
            || path == Path::new(":memory:")
            || url.contains("mode=memory")
        {
            return Err(StoreError::Open(
                "a database in memory keeps nothing: name a file, as in sqlite:./data/daiban.db"
                    .into(),
            ));
        }
        if let Some(folder) = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty())
        {
            owner_only::make_folder(folder)?;
        }
        owner_only::claim(&path)?;
        let options = options
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(OTHER_PROCESS)
            // Overwrites deleted data, so that an erased answer does not linger in free pages.
            .pragma("secure_delete", "ON");
        Ok(Self { options, path })
    }

    /// The only write connection.
    pub(crate) async fn connect_writer(&self) -> Result<DatabaseConnection, StoreError> {
        let pool = SqlitePoolOptions::new()
            .max_connections(1)
            .idle_timeout(None)
            .max_lifetime(None)
            .connect_with(self.options.clone())
            .await
            .map_err(|error| self.cannot(&error))?;
        let connection = SqlxSqliteConnector::from_sqlx_sqlite_pool(pool);
        assert_durable(&connection).await?;
        self.sync_folder()?;
        Ok(connection)
    }

    /// Read-only connections.
    pub(crate) async fn connect_readers(
        &self,
        connections: u32,
    ) -> Result<DatabaseConnection, StoreError> {
        let pool = SqlitePoolOptions::new()
            .max_connections(connections.max(1))
            .connect_with(self.options.clone().pragma("query_only", "ON"))
            .await
            .map_err(|error| self.cannot(&error))?;
        Ok(SqlxSqliteConnector::from_sqlx_sqlite_pool(pool))
    }

    /// Makes the directory entry of a new database file durable: SQLite syncs the entry of its log, but not that of the file
    /// itself.
    fn sync_folder(&self) -> Result<(), StoreError> {
        let folder = match self.path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        std::fs::File::open(folder)
            .and_then(|folder| folder.sync_all())
            .map_err(|error| {
                StoreError::Unavailable(
                    format!("cannot sync the folder {}: {error}", folder.display()).into(),
                )
            })
    }

    fn cannot(&self, error: &sea_orm::sqlx::Error) -> StoreError {
        StoreError::Unavailable(format!("cannot open {}: {error}", self.path.display()).into())
    }
}

/// Fails unless a commit on this connection survives a power loss.
async fn assert_durable(connection: &DatabaseConnection) -> Result<(), StoreError> {
    let journal: String = pragma(connection, "journal_mode").await?;
    // 2 is FULL: the log is synced at every commit. NORMAL would sync at checkpoints only.
    let synchronous: i64 = pragma(connection, "synchronous").await?;
    if journal != "wal" || synchronous != 2 {
        return Err(StoreError::Open(
            format!("SQLite would not be durable: journal_mode is {journal} and must be wal, synchronous is {synchronous} and must be 2")
                .into(),
        ));
    }
    Ok(())
}

async fn pragma<T: sea_orm::TryGetable>(
    connection: &DatabaseConnection,
    name: &str,
) -> Result<T, StoreError> {
    let row = connection
        .query_one_raw(sea_orm::Statement::from_string(
            sea_orm::DbBackend::Sqlite,
            format!("PRAGMA {name}"),
        ))
        .await?
        .ok_or_else(|| StoreError::Open(format!("PRAGMA {name} says nothing").into()))?;
    Ok(row.try_get_by_index(0)?)
}
