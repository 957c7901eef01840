//! A rotation of the fingerprint key: one live application per child, one account per person, and every way in is still found.

use std::os::unix::fs::PermissionsExt as _;

use domain::people::Provider;
use store::live_children::{self, Held};
use store::proved_people::Whose;
use store::seal::Keyring;
use store::{Store, StoreError, accounts, proved_people, ways_in};
use uuid::Uuid;

use crate::accounts::name;
use crate::database::{Database, account, now, person, read, write};

crate::on_both_databases!(
    whoever_shares_a_key_sees_the_others_hold,
    an_old_hold_gets_the_new_key_and_the_old_one_can_go,
    processes_with_different_active_keys_race_for_one_child,
    a_person_and_their_ways_in_get_the_new_key,
    a_forged_row_makes_nobody_a_proved_person,
    a_forged_row_of_no_account_stops_nothing,
    a_way_in_that_is_there_twice_stays_as_it_is,
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

async fn a_person_and_their_ways_in_get_the_new_key(db: &Database) {
    let old = with_keys(db, 1, &[1]).await;
    let both = with_keys(db, 2, &[1, 2]).await;
    let new = with_keys(db, 2, &[2]).await;
    let hold = async |store: &Store, number| {
        write!(store, |tx| {
            proved_people::hold(tx, &person(1).id_number, account(number)).await?
        })
        .await
        .unwrap()
    };
    let enters = async |store: &Store| {
        let found = read!(store, |tx| {
            ways_in::find(tx, Provider::Password, "", "parent1").await?
        });
        found.await.unwrap().is_some()
    };
    write!(old, |tx| {
        for number in [1, 2] {
            accounts::create(tx, account(number), now()).await?;
        }
        ways_in::add(tx, &name(1, "parent1")).await?;
    })
    .await
    .unwrap();
    assert_eq!(hold(&old, 1).await, Whose::Here);
    assert_eq!(hold(&both, 2).await, Whose::Of(account(1)));
    assert!(enters(&both).await && !enters(&new).await);
    let older = async |store: &Store| {
        read!(store, |tx| (
            proved_people::lacking(tx, None, 10).await?,
            ways_in::older(tx, None, 10).await?,
        ))
        .await
        .unwrap()
    };
    assert_eq!(older(&old).await, (vec![], vec![]));
    let way = name(1, "parent1").id;
    assert_eq!(older(&both).await, (vec![account(1)], vec![way]));
    let extended = write!(both, |tx| {
        proved_people::extend(tx, &person(1).id_number, account(1)).await?
    });
    assert_eq!(extended.await.unwrap(), Some(Whose::Here));
    let renewed = write!(both, |tx| ways_in::renew(tx, way).await?);
    assert!(renewed.await.unwrap());
    assert_eq!(older(&both).await, (vec![], vec![]));
    assert_eq!(hold(&new, 2).await, Whose::Of(account(1)));
    assert!(enters(&both).await && enters(&new).await);
    for store in [old, both, new] {
        store.close().await.unwrap();
    }
}

/// Whoever can write the database lists an account, in which somebody's number was only typed, as that person's.
async fn a_forged_row_makes_nobody_a_proved_person(db: &Database) {
    let old = with_keys(db, 1, &[1]).await;
    let both = with_keys(db, 2, &[1, 2]).await;
    write!(old, |tx| {
        for number in [1, 2] {
            accounts::create(tx, account(number), now()).await?;
        }
        accounts::set_typed(tx, account(1), &person(1)).await?;
        proved_people::hold(tx, &person(2).id_number, account(2)).await?;
    })
    .await
    .unwrap();
    let forge = async |fingerprint: &str, account: &str| {
        let columns = "INSERT INTO proved_people (fingerprint, account_id, mac)";
        let row = format!("'{fingerprint}', '{account}', mac");
        db.spoil(&format!("{columns} SELECT {row} FROM proved_people"))
            .await;
    };
    let extend = async |person_of, number| {
        write!(both, |tx| {
            proved_people::extend(tx, &person(person_of).id_number, account(number)).await?
        })
        .await
    };
    forge("1:00", &account(1).to_string()).await;
    let lacking = read!(both, |tx| proved_people::lacking(tx, None, 9).await?).await;
    assert_eq!(lacking.unwrap(), [account(1), account(2)]);
    assert_eq!(extend(1, 1).await.unwrap(), None, "no row of this number");
    assert_eq!(extend(2, 2).await.unwrap(), Some(Whose::Here));
    let rows: i64 = db.peek("SELECT count(*) FROM proved_people").await;
    assert_eq!(rows, 3, "the forged one, and two of the second account");
    // The number's own row, but of another account.
    db.spoil(&format!(
        "UPDATE proved_people SET account_id = '{}' WHERE fingerprint LIKE '2:%'",
        account(1)
    ))
    .await;
    let extended = extend(2, 1).await;
    assert!(
        matches!(&extended, Err(error) if error.is_of_a_row()),
        "{extended:?}"
    );
    for store in [old, both] {
        store.close().await.unwrap();
    }
}

/// Its name hides no account that comes after it.
async fn a_forged_row_of_no_account_stops_nothing(db: &Database) {
    let old = with_keys(db, 1, &[1]).await;
    let both = with_keys(db, 2, &[1, 2]).await;
    write!(old, |tx| {
        accounts::create(tx, account(1), now()).await?;
        proved_people::hold(tx, &person(1).id_number, account(1)).await?;
    })
    .await
    .unwrap();
    for forgery in [
        "INSERT INTO accounts (id, created_at, mac) SELECT '!', created_at, mac FROM accounts",
        "INSERT INTO proved_people (fingerprint, account_id, mac) SELECT '1:00', '!', mac FROM proved_people",
    ] {
        db.spoil(forgery).await;
    }
    let lacking = read!(both, |tx| proved_people::lacking(tx, None, 1).await?).await;
    assert_eq!(lacking.unwrap(), [account(1)]);
    for store in [old, both] {
        store.close().await.unwrap();
    }
}

/// Two processes that have no key in common do not see each other's.
async fn a_way_in_that_is_there_twice_stays_as_it_is(db: &Database) {
    let old = with_keys(db, 1, &[1]).await;
    let both = with_keys(db, 2, &[1, 2]).await;
    let new = with_keys(db, 2, &[2]).await;
    for (store, number) in [(&old, 1), (&new, 2)] {
        let added = write!(store, |tx| {
            accounts::create(tx, account(number), now()).await?;
            ways_in::add(tx, &name(number, "parent1")).await?
        });
        assert_eq!(added.await.unwrap(), ways_in::Added::New);
    }
    let renew = async |number| {
        let way = name(number, "parent1").id;
        write!(both, |tx| ways_in::renew(tx, way).await?)
            .await
            .unwrap()
    };
    assert!(!renew(1).await, "the second one has the fingerprint");
    assert!(renew(2).await);
    for store in [old, both, new] {
        store.close().await.unwrap();
    }
}
