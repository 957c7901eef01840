//! The store, over either database.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use sea_orm::{
    AccessMode, ConnectionTrait as _, DatabaseConnection, IsolationLevel, TransactionOptions,
    TransactionTrait as _,
};
use tokio::sync::{Mutex, watch};
use tokio::task::JoinHandle;

use crate::bell::Bell;
use crate::error::StoreError;
use crate::in_tx::InTx;
use crate::objects::Pictures;
use crate::seal::Keyring;
use crate::tx::Tx;
use crate::writer::{Writer, guarded};
use crate::{keys_check, migrations, postgres, sqlite};

/// Where the data is kept.
#[derive(Clone)]
pub struct Settings {
    /// `sqlite:PATH`, or `postgres://USER:PASSWORD@HOST/DATABASE`.
    pub database_url: String,
    /// Folder of the sealed pictures.
    pub pictures_folder: PathBuf,
    /// Folder of the checkpoints; best on another machine, where whoever can write the database cannot write.
    pub checkpoints_folder: PathBuf,
    /// Number of read connections (SQLite), or of all connections (PostgreSQL).
    pub connections: u32,
}

impl std::fmt::Debug for Settings {
    /// Without the URL: it may hold a password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Settings")
            .field("pictures_folder", &self.pictures_folder)
            .field("checkpoints_folder", &self.checkpoints_folder)
            .field("connections", &self.connections)
            .finish_non_exhaustive()
    }
}

/// The database and the pictures. Cheap to clone; every clone is the same store.
#[derive(Clone)]
pub struct Store {
    shared: Arc<Shared>,
}

struct Shared {
    keyring: Arc<Keyring>,
    pictures: Pictures,
    checkpoints_folder: PathBuf,
    engine: Engine,
    bell: Bell,
}

enum Engine {
    Sqlite(Box<Sqlite>),
    Postgres(DatabaseConnection),
}

struct Sqlite {
    file: sqlite::File,
    readers: DatabaseConnection,
    /// `None` once the store is closed.
    writer: Mutex<Option<(Writer, JoinHandle<()>)>>,
}

impl Store {
    /// Opens the database and the pictures folder, and creates them if missing. Tables are created by [`Store::migrate`].
    ///
    /// Refuses a database that would acknowledge a commit before it is on disk.
    pub async fn open(settings: &Settings, keyring: Keyring) -> Result<Self, StoreError> {
        let keyring = Arc::new(keyring);
        let pictures = Pictures::open(&settings.pictures_folder, Arc::clone(&keyring))?;
        let bell = Bell::new();
        let engine = match settings
            .database_url
            .split_once(':')
            .map(|(scheme, _)| scheme)
        {
            Some("sqlite") => {
                let file = sqlite::File::prepare(&settings.database_url)?;
                let connection = file.connect_writer().await?;
                let readers = file.connect_readers(settings.connections).await?;
                let writer =
                    Writer::start(file.clone(), connection, Arc::clone(&keyring), bell.clone());
                Engine::Sqlite(Box::new(Sqlite {
                    file,
                    readers,
                    writer: Mutex::new(Some(writer)),
                }))
            }
            Some("postgres" | "postgresql") => Engine::Postgres(
                postgres::connect(&settings.database_url, settings.connections).await?,
            ),
            _ => {
                return Err(StoreError::Open(
                    "the database url begins with sqlite: or postgres:".into(),
                ));
            }
        };
        Ok(Self {
            shared: Arc::new(Shared {
                keyring,
                pictures,
                checkpoints_folder: settings.checkpoints_folder.clone(),
                engine,
                bell,
            }),
        })
    }

    /// Migrates the tables to this program's schema. Atomic on both databases, and idempotent.
    ///
    /// Refuses keys that do not belong to this database, before anything is saved under them.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        match &self.shared.engine {
            Engine::Sqlite(sqlite) => {
                // Not through the writer's queue: a migration may exceed the time limit of a job.
                let connection = sqlite.file.connect_writer().await?;
                let outcome = migrations::run(&connection).await;
                connection.close().await?;
                outcome?;
            }
            Engine::Postgres(connection) => migrations::run(connection).await?,
        }
        self.check_keys().await
    }

    /// Refuses keys that do not belong to this database, as [`Store::migrate`] does. For callers that do not migrate.
    pub async fn check_keys(&self) -> Result<(), StoreError> {
        self.write(keys_check::tie).await
    }

    /// Runs a job in a read-only transaction. All its statements see one snapshot of the database.
    ///
    /// The job runs once, while the caller waits, and may borrow from the caller.
    #[expect(
        clippy::manual_async_fn,
        reason = "the return type states `Send`, so that callers need not infer it from the job"
    )]
    pub fn read<T, E, F>(&self, job: F) -> impl Future<Output = Result<T, E>> + Send
    where
        F: InTx<T, E>,
        T: Send,
        E: From<StoreError> + Send,
    {
        async move {
            let (connection, options) = match &self.shared.engine {
                Engine::Sqlite(sqlite) => (&sqlite.readers, TransactionOptions::default()),
                Engine::Postgres(connection) => (
                    connection,
                    TransactionOptions {
                        isolation_level: Some(IsolationLevel::RepeatableRead),
                        access_mode: Some(AccessMode::ReadOnly),
                        ..TransactionOptions::default()
                    },
                ),
            };
            let transaction = connection
                .begin_with_options(options)
                .await
                .map_err(StoreError::from)?;
            let tx = Tx::new(transaction, Arc::clone(&self.shared.keyring), false);
            let outcome = guarded(job, &tx).await;
            let (transaction, _) = tx.finish();
            transaction.rollback().await.map_err(StoreError::from)?;
            outcome
        }
    }

    /// Runs a job in a read-write transaction. Returns `Ok` only after its changes are durable; on `Err` none of them was made.
    ///
    /// The job runs isolated from others. It may be retried (PostgreSQL, after a lost race), so it only calls functions of this
    /// crate and computes: no network request, no message, no picture. Each attempt gets its own clone of the closure and its
    /// captures, and may consume them.
    ///
    /// Once started, the job runs to its end even if the caller is dropped; hence it borrows nothing from it (`async move`).
    pub async fn write<T, E, F>(&self, job: F) -> Result<T, E>
    where
        F: InTx<T, E> + Clone + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        match &self.shared.engine {
            Engine::Sqlite(sqlite) => {
                let writer = sqlite
                    .writer
                    .lock()
                    .await
                    .as_ref()
                    .map(|(writer, _)| writer.clone());
                let Some(writer) = writer else {
                    return Err(StoreError::Unavailable("the store is closed".into()).into());
                };
                writer.write(job).await
            }
            Engine::Postgres(connection) => {
                // In its own task, as on SQLite: a dropped caller must not interrupt a save.
                let connection = connection.clone();
                let (keyring, bell) = (Arc::clone(&self.shared.keyring), self.shared.bell.clone());
                let done = tokio::spawn(async move {
                    postgres::write(&connection, &keyring, &bell, job).await
                });
                done.await
                    .unwrap_or_else(|_| Err(StoreError::Panicked.into()))
            }
        }
    }

    /// Changes after every commit of this process that makes a job due.
    pub fn due_jobs(&self) -> watch::Receiver<()> {
        self.shared.bell.listen()
    }

    /// Checks that the database answers and has this program's schema.
    pub async fn ready(&self) -> Result<(), StoreError> {
        let connection = match &self.shared.engine {
            Engine::Sqlite(sqlite) => &sqlite.readers,
            Engine::Postgres(connection) => connection,
        };
        let backend = connection.get_database_backend();
        connection
            .query_one_raw(sea_orm::Statement::from_string(backend, "SELECT 1"))
            .await?;
        migrations::assert_current(connection).await
    }

    /// Finishes the queued jobs, then closes every connection. Later calls return [`StoreError::Unavailable`].
    pub async fn close(&self) -> Result<(), StoreError> {
        match &self.shared.engine {
            Engine::Sqlite(sqlite) => {
                if let Some((writer, task)) = sqlite.writer.lock().await.take() {
                    drop(writer);
                    task.await.map_err(|_| {
                        StoreError::Unavailable("the writer did not end cleanly".into())
                    })?;
                }
                sqlite.readers.close_by_ref().await?;
            }
            Engine::Postgres(connection) => connection.close_by_ref().await?,
        }
        Ok(())
    }

    /// The sealed pictures.
    #[must_use]
    pub fn pictures(&self) -> &Pictures {
        &self.shared.pictures
    }

    /// The folder of the checkpoints.
    #[must_use]
    pub fn checkpoints_folder(&self) -> &Path {
        &self.shared.checkpoints_folder
    }

    /// The keys, for fingerprints outside of a transaction.
    #[must_use]
    pub fn keyring(&self) -> &Arc<Keyring> {
        &self.shared.keyring
    }
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let engine = match self.shared.engine {
            Engine::Sqlite(_) => "sqlite",
            Engine::Postgres(_) => "postgres",
        };
        f.debug_struct("Store")
            .field("engine", &engine)
            .finish_non_exhaustive()
    }
}
