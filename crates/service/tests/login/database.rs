//! A service for one test, on SQLite or on a PostgreSQL database of its own.

use sea_orm::{ConnectionTrait as _, DatabaseConnection};
use store::seal::Keyring;
use store::{Settings, Store};

use crate::house::House;

/// Runs a test on a service with its data in a temporary folder.
pub(crate) async fn on_sqlite(test: impl AsyncFnOnce(&House)) {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("daiban.db").display());
    on(&folder, url, test).await;
}

/// The same with a database of its own on the server that `DAIBAN_TEST_POSTGRES` names.
pub(crate) async fn on_postgres(test: impl AsyncFnOnce(&House)) {
    let server_url = std::env::var("DAIBAN_TEST_POSTGRES")
        .expect("DAIBAN_TEST_POSTGRES names no server: run `cargo xtask test`, which starts one");
    let folder = tempfile::tempdir().unwrap();
    let unique = folder.path().file_name().unwrap().to_string_lossy();
    let unique = unique.trim_start_matches('.').to_lowercase();
    let name = format!("daiban_login_{}_{unique}", std::process::id());
    let server = sea_orm::Database::connect(&server_url).await.unwrap();
    run(&server, &format!("CREATE DATABASE {name}")).await;
    let (base, _) = server_url.rsplit_once('/').unwrap();
    on(&folder, format!("{base}/{name}"), test).await;
    run(&server, &format!("DROP DATABASE {name} WITH (FORCE)")).await;
}

async fn on(folder: &tempfile::TempDir, database_url: String, test: impl AsyncFnOnce(&House)) {
    let settings = Settings {
        database_url,
        pictures_folder: folder.path().join("pictures"),
        checkpoints_folder: folder.path().join("checkpoints"),
        connections: 8,
    };
    let key_file = folder.path().join("keys.json");
    let store = Store::open(&settings, Keyring::create(&key_file).unwrap())
        .await
        .unwrap();
    store.migrate().await.unwrap();
    let house = House::new(store, settings, key_file);
    test(&house).await;
    house.service.store.close().await.unwrap();
}

async fn run(server: &DatabaseConnection, sql: &str) {
    server.execute_unprepared(sql).await.unwrap();
}
