//! What a write and a read guarantee, whatever the job does.

use store::seal::{Keyring, SealContext};
use store::{Store, StoreError, answers, cases, settings};

use crate::database::{Database, is_refused, now, read, typed, write};

crate::on_both_databases!(
    what_was_saved_is_there_after_a_restart,
    migrating_again_changes_nothing,
    processes_that_start_at_once_migrate_once,
    tables_of_another_version_are_not_ready,
    an_error_undoes_the_whole_write,
    an_ignored_error_undoes_the_whole_write,
    a_panic_undoes_the_whole_write,
    a_read_cannot_change_anything,
    a_read_sees_one_state,
    writers_at_once_lose_nothing,
    a_save_whose_caller_goes_away_is_made_whole,
    a_closed_store_says_so,
    other_keys_are_refused_before_anything_is_saved,
    a_database_sealed_without_padding_is_refused_as_such,
);

async fn what_was_saved_is_there_after_a_restart(db: &Database) {
    write!(db.store, |tx| settings::put(tx, "instance", "demo").await?)
        .await
        .unwrap();
    write!(db.store, |tx| settings::put(tx, "instance", "demo 2")
        .await?)
    .await
    .unwrap();
    let again = db.reopened().await;
    assert_eq!(
        read!(again, |tx| settings::get(tx, "instance").await?)
            .await
            .unwrap()
            .as_deref(),
        Some("demo 2")
    );
    again.close().await.unwrap();
}

async fn migrating_again_changes_nothing(db: &Database) {
    db.store.ready().await.unwrap();
    let before: i64 = db.peek("SELECT count(*) FROM seaql_migrations").await;
    db.store.migrate().await.unwrap();
    assert_eq!(
        db.peek::<i64>("SELECT count(*) FROM seaql_migrations")
            .await,
        before
    );
    db.store.ready().await.unwrap();
}

async fn processes_that_start_at_once_migrate_once(db: &Database) {
    db.forget_everything().await;
    let others = [
        db.reopened().await,
        db.reopened().await,
        db.reopened().await,
    ];
    let begun = others
        .clone()
        .map(|store| tokio::spawn(async move { store.migrate().await }));
    for migration in begun {
        migration.await.unwrap().unwrap();
    }
    for store in others {
        store.ready().await.unwrap();
        store.close().await.unwrap();
    }
}

async fn tables_of_another_version_are_not_ready(db: &Database) {
    db.spoil(
        "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m20990101_000001_future', 0)",
    )
    .await;
    assert!(matches!(db.store.ready().await, Err(StoreError::Open(_))));
    assert!(
        matches!(db.store.migrate().await, Err(StoreError::Open(why)) if why.contains("another version"))
    );
    db.spoil("DROP TABLE seaql_migrations").await;
    assert!(
        matches!(db.store.ready().await, Err(StoreError::Open(_))),
        "never migrated"
    );
}

async fn an_error_undoes_the_whole_write(db: &Database) {
    let outcome = write!(db.store, |tx| {
        settings::put(tx, "a", "1").await?;
        Err::<(), _>(StoreError::Busy)?;
    });
    assert!(matches!(outcome.await, Err(StoreError::Busy)));
    assert!(
        read!(db.store, |tx| settings::get(tx, "a").await?)
            .await
            .unwrap()
            .is_none()
    );
}

async fn an_ignored_error_undoes_the_whole_write(db: &Database) {
    let case = db.draft(1).await;
    let outcome = write!(db.store, |tx| {
        settings::put(tx, "a", "1").await?;
        // Answers of a missing application: refused by the foreign key. The careless job goes on.
        let _ = answers::put(tx, uuid::Uuid::nil(), [("child.name", &typed("李小花"))]).await;
        let _ = answers::put(tx, case.id, [("child.name", &typed("李小花"))]).await;
    })
    .await;
    assert!(
        matches!(outcome, Err(StoreError::Ignored(_))),
        "{outcome:?}"
    );
    assert!(
        read!(db.store, |tx| settings::get(tx, "a").await?)
            .await
            .unwrap()
            .is_none()
    );
    assert!(
        read!(db.store, |tx| answers::list(tx, case.id).await?)
            .await
            .unwrap()
            .is_empty()
    );
}

async fn a_panic_undoes_the_whole_write(db: &Database) {
    let outcome = write!(db.store, |tx| {
        settings::put(tx, "a", "1").await?;
        assert!(settings::get(tx, "a").await?.is_none(), "a fault of ours");
    });
    assert!(matches!(outcome.await, Err(StoreError::Panicked)));
    assert!(
        read!(db.store, |tx| settings::get(tx, "a").await?)
            .await
            .unwrap()
            .is_none()
    );
    write!(db.store, |tx| settings::put(tx, "a", "2").await?)
        .await
        .unwrap();
}

async fn a_read_cannot_change_anything(db: &Database) {
    let outcome = read!(db.store, |tx| settings::put(tx, "a", "1").await?).await;
    assert!(is_refused(&outcome), "{outcome:?}");
    assert!(
        read!(db.store, |tx| settings::get(tx, "a").await?)
            .await
            .unwrap()
            .is_none()
    );
}

async fn a_read_sees_one_state(db: &Database) {
    let seen = db
        .store
        .read(async |tx| {
            let before = settings::get(tx, "a").await?;
            write!(db.store, |tx| settings::put(tx, "a", "1").await?).await?;
            Ok::<_, StoreError>((before, settings::get(tx, "a").await?))
        })
        .await
        .unwrap();
    assert_eq!(seen, (None, None));
}

/// Eight clients change one application concurrently, each until its change succeeds: every change counts once. A retried job has
/// all its captures again, though the lost attempt consumed them.
async fn writers_at_once_lose_nothing(db: &Database) {
    const CLIENTS: u32 = 8;
    const CHANGES: u32 = 10;
    let case = db.draft(1).await;
    let clients = (0..CLIENTS).map(|client| {
        let store = db.store.clone();
        tokio::spawn(async move {
            for change in 0..CHANGES {
                let keys = ["before", "after"].map(|when| format!("{client}/{change}/{when}"));
                let outcome = write!(store, |tx| {
                    let [before, after] = keys;
                    settings::put(tx, &before, "").await?;
                    drop(before);
                    let mut next = cases::load(tx, case.id).await?.expect("it was made").case;
                    let read = next.version;
                    next.version += 1;
                    cases::update(tx, read, &next).await?;
                    settings::put(tx, &after, "").await?;
                });
                outcome.await.unwrap();
            }
        })
    });
    for client in clients.collect::<Vec<_>>() {
        client.await.unwrap();
    }
    let version = read!(db.store, |tx| cases::load(tx, case.id).await?)
        .await
        .unwrap()
        .unwrap()
        .case
        .version;
    assert_eq!(version, 1 + CLIENTS * CHANGES);
    assert_eq!(
        db.peek::<i64>("SELECT count(*) FROM settings WHERE key NOT LIKE 'keys.%'")
            .await,
        i64::from(2 * CLIENTS * CHANGES)
    );
}

async fn a_save_whose_caller_goes_away_is_made_whole(db: &Database) {
    let store = db.store.clone();
    let caller = tokio::spawn(async move {
        write!(store, |tx| {
            settings::put(tx, "first", "").await?;
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
            settings::put(tx, "second", "").await?;
        })
        .await
    });
    tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    caller.abort();
    let _ = caller.await;
    // Saved either not at all (it never started) or completely; a later write is queued behind it.
    let mut keys = Vec::new();
    for _ in 0..100 {
        write!(db.store, |tx| settings::put(
            tx,
            "third",
            &now().to_string()
        )
        .await?)
        .await
        .unwrap();
        keys = read!(db.store, |tx| settings::keys(tx).await?)
            .await
            .unwrap();
        keys.retain(|key| !key.starts_with("keys."));
        if keys.len() == 3 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    assert!(
        keys == ["first", "second", "third"] || keys == ["third"],
        "{keys:?}"
    );
}

async fn a_closed_store_says_so(db: &Database) {
    let again = db.reopened().await;
    again.close().await.unwrap();
    again.close().await.unwrap();
    let outcome = write!(again, |tx| settings::put(tx, "a", "1").await?).await;
    assert!(
        matches!(outcome, Err(StoreError::Unavailable(_))),
        "{outcome:?}"
    );
    assert!(again.ready().await.is_err());
}

/// As when the true key file is not mounted and another one was created: nothing may be saved that the true one cannot open.
async fn other_keys_are_refused_before_anything_is_saved(db: &Database) {
    db.reopened().await.migrate().await.unwrap();
    let other = Keyring::generate().unwrap();
    let store = Store::open(&db.settings, other).await.unwrap();
    let refused = store.migrate().await;
    assert!(
        matches!(&refused, Err(StoreError::Open(why)) if why.contains("not the one of this database")),
        "{refused:?}"
    );
    store.close().await.unwrap();

    // Only the sealing key is the true one, then only the fingerprint key.
    let parts = |file: &str| serde_json::from_str::<serde_json::Value>(file).unwrap();
    let elsewhere = db.key_file.with_file_name("other.json");
    Keyring::create(&elsewhere).unwrap();
    let other = std::fs::read_to_string(&elsewhere).unwrap();
    for part in ["sealing", "fingerprints", "macs"] {
        let mut mixed = parts(&std::fs::read_to_string(&db.key_file).unwrap());
        mixed[part] = parts(&other)[part].clone();
        std::fs::write(&elsewhere, mixed.to_string()).unwrap();
        let store = Store::open(&db.settings, Keyring::read(&elsewhere).unwrap())
            .await
            .unwrap();
        assert!(
            matches!(store.migrate().await, Err(StoreError::Open(_))),
            "{part}"
        );
        store.close().await.unwrap();
    }

    // A new key beside the old one is no such case, and the key check values move to it, so that the old one may be removed
    // later.
    let mut both = parts(&std::fs::read_to_string(&db.key_file).unwrap());
    for part in ["sealing", "fingerprints", "macs"] {
        both[part]["keys"]["2"] = parts(&other)[part]["keys"]["1"].clone();
        both[part]["active"] = 2.into();
    }
    std::fs::write(&elsewhere, both.to_string()).unwrap();
    let store = Store::open(&db.settings, Keyring::read(&elsewhere).unwrap())
        .await
        .unwrap();
    store.migrate().await.unwrap();
    store.close().await.unwrap();
    assert!(matches!(
        db.reopened().await.migrate().await,
        Err(StoreError::Open(_))
    ));
}

/// As left by a version before the padding: the key check value is the first thing that a start opens.
async fn a_database_sealed_without_padding_is_refused_as_such(db: &Database) {
    let place = SealContext {
        table: "settings",
        column: "value",
        row: "keys.sealed",
    };
    let mark = db.store.keyring().seal(place, b"these are the keys");
    let mark = data_encoding::BASE64.encode(&mark.unwrap());
    let marked = format!("UPDATE settings SET value = '{mark}' WHERE key = 'keys.sealed'");
    assert_eq!(db.spoil(&marked).await, 1);
    let store = db.reopened().await;
    let refused = store.migrate().await;
    assert!(
        matches!(&refused, Err(StoreError::Open(why)) if why.contains("an earlier version") && why.contains("empty data folder")),
        "{refused:?}"
    );
    store.close().await.unwrap();
}
