//! One live application per child during a rotation of the fingerprint key.

use std::os::unix::fs::PermissionsExt as _;

use store::live_children::{self, Held};
use store::seal::Keyring;
use store::{Store, StoreError};
use uuid::Uuid;

use crate::database::{Database, now, read, write};

crate::on_both_databases!(
    whoever_shares_a_key_sees_the_others_hold,
    an_old_hold_gets_the_new_key_and_the_old_one_can_go,
    processes_with_different_active_keys_race_for_one_child,
);

const CHILD: &str = "110101202301010011";

/// The store, opened by a process with these fingerprint keys.
async fn with_keys(db: &Database, active: u32, keys: &[u32]) -> Store {
    let text = std::fs::read_to_string(&db.key_file).unwrap();
    let mut file: serde_json::Value = serde_json::from_str(&text).unwrap();
    let entries = keys.iter().map(|key| {
        let secret = data_encoding::BASE64.encode(&[u8::try_from(*key).unwrap(); 32]);
        (key.to_string(), serde_json::json!({ "key": secret }))
    });
    file["fingerprints"] = serde_json::json!({
        "active": active,
        "keys": entries.collect::<serde_json::Map<_, _>>(),
    });
    let path = db.key_file.with_extension(format!("{active}-{keys:?}"));
    std::fs::write(&path, file.to_string()).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
    Store::open(&db.settings, Keyring::read(&path).unwrap())
        .await
        .unwrap()
}

async fn hold(store: &Store, case: Uuid) -> Result<Held, StoreError> {
    write!(store, |tx| live_children::hold(tx, CHILD, case, now())
        .await?)
    .await
}

async fn whoever_shares_a_key_sees_the_others_hold(db: &Database) {
    let (one, two) = (db.draft(1).await.id, db.draft(2).await.id);
    let old = with_keys(db, 1, &[1]).await;
    let before = with_keys(db, 1, &[1, 2]).await;
    let both = with_keys(db, 2, &[1, 2]).await;
    let new = with_keys(db, 2, &[2]).await;
    for (first, second) in [
        (&old, &old),
        (&old, &before),
        (&old, &both),
        (&before, &old),
        (&before, &both),
        (&before, &new),
        (&both, &old),
        (&both, &before),
        (&both, &new),
        (&new, &both),
        (&new, &before),
        (&new, &new),
    ] {
        assert_eq!(hold(first, one).await.unwrap(), Held::Here);
        assert_eq!(hold(second, two).await.unwrap(), Held::Elsewhere);
        let holder = read!(second, |tx| live_children::holder(tx, CHILD).await?)
            .await
            .unwrap();
        assert_eq!(holder, Some(one));
        // A release covers the rows of all keys.
        assert!(
            write!(second, |tx| live_children::release(tx, one).await?)
                .await
                .unwrap()
        );
        assert_eq!(
            db.peek::<i64>("SELECT count(*) FROM live_children").await,
            0
        );
    }
    for store in [old, before, both, new] {
        store.close().await.unwrap();
    }
}

async fn an_old_hold_gets_the_new_key_and_the_old_one_can_go(db: &Database) {
    let cases = [db.draft(1).await.id, db.draft(2).await.id];
    let old = with_keys(db, 1, &[1]).await;
    assert_eq!(hold(&old, cases[0]).await.unwrap(), Held::Here);
    let lacking = async |store: &Store, after| {
        read!(store, |tx| live_children::lacking(tx, after, 10).await?)
            .await
            .unwrap()
    };
    assert!(lacking(&old, None).await.is_empty());
    let both = with_keys(db, 2, &[1, 2]).await;
    assert_eq!(lacking(&both, None).await, [cases[0]]);
    assert!(lacking(&both, Some(cases[0])).await.is_empty());
    assert_eq!(hold(&both, cases[0]).await.unwrap(), Held::Here);
    assert!(lacking(&both, None).await.is_empty());
    let new = with_keys(db, 2, &[2]).await;
    assert_eq!(hold(&new, cases[1]).await.unwrap(), Held::Elsewhere);
    assert!(lacking(&new, None).await.is_empty());
    for store in [old, both, new] {
        store.close().await.unwrap();
    }
}

async fn processes_with_different_active_keys_race_for_one_child(db: &Database) {
    let cases = [db.draft(1).await.id, db.draft(2).await.id];
    let stores = [
        with_keys(db, 1, &[1]).await,
        with_keys(db, 2, &[1, 2]).await,
    ];
    let races = (0..16).map(|n| {
        let (store, case) = (stores[n % 2].clone(), cases[n % 2]);
        tokio::spawn(async move { (case, hold(&store, case).await) })
    });
    let mut winners = std::collections::BTreeSet::new();
    for race in races.collect::<Vec<_>>() {
        match race.await.unwrap() {
            (case, Ok(Held::Here)) => {
                winners.insert(case);
            }
            (_, Ok(Held::Elsewhere)) => {}
            // Two writers of one SQLite file may make each other wait too long.
            (_, Err(error)) => assert!(error.is_temporary(), "{error}"),
        }
    }
    assert_eq!(winners.len(), 1, "{winners:?}");
    let holders: i64 = db
        .peek("SELECT count(DISTINCT case_id) FROM live_children")
        .await;
    assert_eq!(holders, 1);
    for store in stores {
        store.close().await.unwrap();
    }
}
