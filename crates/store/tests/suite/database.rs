//! A database for one test, and test data that tests share.

use std::collections::BTreeMap;

use domain::answer::{Answer, Provenance};
use domain::application::{Case, begin};
use domain::channel::Channel;
use domain::digest::Digest;
use domain::id::{CitizenId, PersonalName};
use domain::people::Identity;
use jiff::Timestamp;
use sea_orm::{ConnectionTrait as _, DatabaseConnection, TransactionTrait as _};
use store::materials::Material;
use store::objects::{NewPicture, PictureId};
use store::seal::Keyring;
use store::{Settings, Store, StoreError, accounts, cases};
use uuid::Uuid;

/// A fresh store, and direct access to its database, to inspect or corrupt what the store does not expose.
pub(crate) struct Database {
    pub(crate) store: Store,
    pub(crate) settings: Settings,
    pub(crate) key_file: std::path::PathBuf,
    raw: DatabaseConnection,
    /// The server on which to drop the database afterwards, and its name.
    server: Option<(DatabaseConnection, String)>,
    _folder: tempfile::TempDir,
}

impl Database {
    pub(crate) async fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("daiban.db").display());
        Self::open(folder, url, None).await
    }

    pub(crate) async fn postgres() -> Self {
        let server_url = std::env::var("DAIBAN_TEST_POSTGRES").expect(
            "DAIBAN_TEST_POSTGRES names no server: run `cargo xtask test`, which starts one",
        );
        let folder = tempfile::tempdir().unwrap();
        let unique = folder
            .path()
            .file_name()
            .unwrap()
            .to_string_lossy()
            .to_lowercase();
        let name = format!(
            "daiban_{}_{}",
            std::process::id(),
            unique.trim_start_matches('.')
        );
        let server = sea_orm::Database::connect(&server_url).await.unwrap();
        server
            .execute_unprepared(&format!("CREATE DATABASE {name}"))
            .await
            .unwrap();
        let (base, _) = server_url.rsplit_once('/').unwrap();
        let url = format!("{base}/{name}");
        Self::open(folder, url, Some((server, name))).await
    }

    async fn open(
        folder: tempfile::TempDir,
        url: String,
        server: Option<(DatabaseConnection, String)>,
    ) -> Self {
        let key_file = folder.path().join("keys.json");
        let keyring = Keyring::create(&key_file).unwrap();
        let settings = Settings {
            database_url: url,
            pictures_folder: folder.path().join("pictures"),
            checkpoints_folder: folder.path().join("checkpoints"),
            connections: 8,
        };
        let store = Store::open(&settings, keyring).await.unwrap();
        store.migrate().await.unwrap();
        let raw = sea_orm::Database::connect(&settings.database_url)
            .await
            .unwrap();
        Self {
            store,
            settings,
            key_file,
            raw,
            server,
            _folder: folder,
        }
    }

    /// Runs a test and removes the database.
    pub(crate) async fn run(self, test: impl AsyncFnOnce(&Self)) {
        test(&self).await;
        self.store.close().await.unwrap();
        self.raw.close().await.unwrap();
        if let Some((server, name)) = self.server {
            server
                .execute_unprepared(&format!("DROP DATABASE {name} WITH (FORCE)"))
                .await
                .unwrap();
        }
    }

    /// The same data, opened as after a restart.
    pub(crate) async fn reopened(&self) -> Store {
        Store::open(&self.settings, Keyring::read(&self.key_file).unwrap())
            .await
            .unwrap()
    }

    /// Runs a statement behind the store's back, and returns how many rows it changed.
    pub(crate) async fn spoil(&self, sql: &str) -> u64 {
        self.raw
            .execute_unprepared(sql)
            .await
            .unwrap()
            .rows_affected()
    }

    /// The names of all tables.
    pub(crate) async fn tables(&self) -> Vec<String> {
        let sql = match self.raw.get_database_backend() {
            sea_orm::DbBackend::Postgres => {
                "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
            }
            _ => "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
        };
        let statement = sea_orm::Statement::from_string(self.raw.get_database_backend(), sql);
        let mut tables: Vec<String> = Vec::new();
        for row in self.raw.query_all_raw(statement).await.unwrap() {
            tables.push(row.try_get_by_index(0).unwrap());
        }
        tables
    }

    /// The names of the tables that have this column.
    pub(crate) async fn tables_with(&self, column: &str) -> Vec<String> {
        let mut tables = Vec::new();
        for table in self.tables().await {
            let probe = format!("SELECT {column} FROM {table} WHERE 1 = 0");
            if self.raw.execute_unprepared(&probe).await.is_ok() {
                tables.push(table);
            }
        }
        tables
    }

    /// The columns of a table.
    pub(crate) async fn columns(&self, table: &str) -> Vec<String> {
        let backend = self.raw.get_database_backend();
        let sql = match backend {
            sea_orm::DbBackend::Postgres => format!(
                "SELECT column_name::text FROM information_schema.columns WHERE table_name = '{table}'"
            ),
            _ => format!("SELECT name FROM pragma_table_info('{table}')"),
        };
        let statement = sea_orm::Statement::from_string(backend, sql);
        let rows = self.raw.query_all_raw(statement).await.unwrap();
        rows.iter()
            .map(|row| row.try_get_by_index(0).unwrap())
            .collect()
    }

    /// The files of all checkpoints, by number.
    pub(crate) fn checkpoint_files(&self) -> Vec<std::path::PathBuf> {
        let files = std::fs::read_dir(&self.settings.checkpoints_folder).unwrap();
        let mut files: Vec<_> = files.map(|file| file.unwrap().path()).collect();
        files.sort();
        files
    }

    /// Drops every table, as before the first migration.
    pub(crate) async fn forget_everything(&self) {
        let mut tables = self.tables().await;
        // Referencing tables first: each round drops what nothing refers to any more.
        while !tables.is_empty() {
            let mut left = Vec::new();
            for table in tables {
                if self
                    .raw
                    .execute_unprepared(&format!("DROP TABLE {table}"))
                    .await
                    .is_err()
                {
                    left.push(table);
                }
            }
            tables = left;
        }
    }

    /// One value, read behind the store's back.
    pub(crate) async fn peek<T: sea_orm::TryGetable>(&self, sql: &str) -> T {
        let statement = sea_orm::Statement::from_string(self.raw.get_database_backend(), sql);
        self.raw
            .query_one_raw(statement)
            .await
            .unwrap()
            .unwrap()
            .try_get_by_index(0)
            .unwrap()
    }

    /// How the database carries out a query, once it knows its tables and does not think them too small for an index.
    pub(crate) async fn plan(&self, sql: &str) -> String {
        let backend = self.raw.get_database_backend();
        let explain = match backend {
            sea_orm::DbBackend::Postgres => {
                self.spoil("VACUUM ANALYZE").await;
                format!("EXPLAIN {sql}")
            }
            _ => format!("EXPLAIN QUERY PLAN {sql}"),
        };
        let transaction = self.raw.begin().await.unwrap();
        if backend == sea_orm::DbBackend::Postgres {
            for way in ["enable_seqscan", "enable_bitmapscan", "enable_sort"] {
                transaction
                    .execute_unprepared(&format!("SET LOCAL {way} = off"))
                    .await
                    .unwrap();
            }
        }
        let rows = transaction
            .query_all_raw(sea_orm::Statement::from_string(backend, explain))
            .await
            .unwrap();
        let last = match backend {
            sea_orm::DbBackend::Postgres => 0,
            _ => 3,
        };
        let lines = rows.iter().map(|row| row.try_get_by_index(last).unwrap());
        lines.collect::<Vec<String>>().join("\n")
    }

    /// The files of all pictures on the disk.
    pub(crate) fn picture_files(&self) -> Vec<std::path::PathBuf> {
        let folders = std::fs::read_dir(&self.settings.pictures_folder).unwrap();
        let files = folders.flat_map(|folder| std::fs::read_dir(folder.unwrap().path()).unwrap());
        files.map(|file| file.unwrap().path()).collect()
    }

    /// An account with a draft.
    pub(crate) async fn draft(&self, number: u32) -> Case {
        let owner = account(number);
        let case = begin(
            Uuid::from_u128(0xca5e_0000 + u128::from(number)),
            owner,
            Channel::Portal,
            now(),
        )
        .next;
        let stored = case.clone();
        self.store
            .write(async move |tx| {
                accounts::create(tx, owner, now()).await?;
                cases::create(tx, &stored, "2026.1", &Digest::of("release")).await
            })
            .await
            .unwrap();
        case
    }
}

/// Runs functions of the store in a write, and returns what they return. `$tx` is the transaction.
macro_rules! write {
    ($store:expr, |$tx:ident| $body:expr) => {
        $store.write(async move |$tx| Ok::<_, store::StoreError>($body))
    };
}
/// The same in a read.
macro_rules! read {
    ($store:expr, |$tx:ident| $body:expr) => {
        $store.read(async move |$tx| Ok::<_, store::StoreError>($body))
    };
}
pub(crate) use {read, write};

/// The time at which all tests happen.
pub(crate) fn now() -> Timestamp {
    "2026-11-22T02:59:00Z".parse().unwrap()
}

/// This many seconds later.
pub(crate) fn later(seconds: i64) -> Timestamp {
    now() + jiff::SignedDuration::from_secs(seconds)
}

/// The id of an account, another one for each number.
pub(crate) fn account(number: u32) -> Uuid {
    Uuid::from_u128(0xacc0_0000 + u128::from(number))
}

/// A made-up person, another one for each number.
pub(crate) fn person(number: u32) -> Identity {
    let digits = format!("11010519491231{number:03}");
    let check = domain::id::check_character(&digits).unwrap();
    Identity {
        name: PersonalName::parse("张三").unwrap(),
        id_number: CitizenId::from_stored(&format!("{digits}{check}")).unwrap(),
    }
}

pub(crate) fn typed(value: &str) -> Answer {
    Answer {
        value: value.to_owned(),
        provenance: Provenance::Typed,
        at: now(),
        channel: Channel::Portal,
    }
}

/// Where the picture of an object is sealed.
/// A picture as it is stored, with a thumbnail that can be told from it.
pub(crate) fn jpeg(bytes: &[u8]) -> NewPicture<'_> {
    NewPicture {
        jpeg: bytes,
        thumbnail: SMALL,
    }
}

/// The thumbnail of [`jpeg`].
pub(crate) const SMALL: &[u8] = b"small";

pub(crate) fn picture_id(case: Uuid, material: &str, object: u128) -> PictureId {
    PictureId {
        case,
        material: material.to_owned(),
        object: Uuid::from_u128(object),
    }
}

/// A picture whose content is its object's number.
pub(crate) fn picture(material: &str, object: u128) -> Material {
    let jpeg = object.to_be_bytes();
    Material {
        material: material.to_owned(),
        object: Uuid::from_u128(object),
        sm3: Digest::of(jpeg),
        width_px: 1200,
        height_px: 800,
        size_bytes: jpeg.len() as u64,
        uploaded_at: now(),
        uploaded_by: account(1),
        from_earlier: false,
        crop: None,
    }
}

/// The snapshot of an application with these pictures.
pub(crate) fn snapshot(
    case: &Case,
    number: u32,
    pictures: &[&Material],
) -> domain::application::snapshot::Snapshot {
    use domain::application::snapshot::{Picture, Snapshot};
    Snapshot {
        case: case.id,
        number,
        agent: case.owner,
        channel: case.channel,
        release: "2026.1".to_owned(),
        release_digest: Digest::of("release"),
        submitted_at: now(),
        relationship_verified: true,
        answers: BTreeMap::from([("child.name".to_owned(), typed("李小花"))]),
        materials: pictures
            .iter()
            .map(|picture| {
                let (sm3, crop) = (picture.sm3, picture.crop);
                (picture.material.clone(), Picture { sm3, crop })
            })
            .collect(),
        texts: BTreeMap::new(),
    }
}

pub(crate) fn is_refused<T>(outcome: &Result<T, StoreError>) -> bool {
    matches!(outcome, Err(StoreError::Refused(_)))
}
