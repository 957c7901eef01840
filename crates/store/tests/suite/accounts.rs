//! Accounts, their ways in and their passwords.

use domain::people::Provider;
use store::passwords::{self, Password};
use store::seal::Secret;
use store::ways_in::{self, Added, WayIn};
use store::{accounts, proved_people};
use uuid::Uuid;

use crate::database::{Database, account, later, now, person, read, write};

crate::on_both_databases!(
    a_password_s_account_is_found_by_each_of_its_names,
    accounts_and_ways_in_are_sealed,
    a_way_in_leads_to_one_account,
    one_subject_of_two_providers_or_apps_is_two_ways_in,
    what_somebody_changed_in_the_database_is_refused,
    a_password_is_replaced,
    a_closed_password_is_noted_until_its_owner_has_read_so,
    ways_in_and_passwords_move_with_their_account,
    what_was_typed_is_found_by_its_number_until_it_is_forgotten,
    what_was_proved_is_not_forgotten_as_typed,
);

/// The password of an account.
pub(crate) fn password(number: u32) -> Password {
    Password {
        id: Uuid::from_u128(0x9a55_0000 + u128::from(number)),
        account: account(number),
        hash: "$argon2id$v=19$made-up".into(),
        closed_at: None,
    }
}

fn way(number: u32, provider: Provider, app: &str, subject: &str) -> WayIn {
    let of_a_password = provider == Provider::Password;
    // Another id for each subject.
    let sum: u128 = subject.bytes().chain(app.bytes()).map(u128::from).sum();
    WayIn {
        id: Uuid::from_u128((u128::from(number) << 64) + (sum << 8) + provider as u128),
        account: account(number),
        provider,
        app: app.to_owned(),
        subject: subject.into(),
        password: of_a_password.then(|| password(number).id),
        created_at: now(),
    }
}

/// A log-in name of an account, with its password.
pub(crate) fn name(number: u32, subject: &str) -> WayIn {
    way(number, Provider::Password, "", subject)
}

/// Accounts 1 and 2, of which each can log in by a user name, a mobile and its ID number.
async fn two_accounts(db: &Database) {
    write!(db.store, |tx| {
        for number in [1, 2] {
            accounts::create(tx, account(number), now()).await?;
            accounts::set_typed(tx, account(number), &person(number)).await?;
            passwords::create(tx, &password(number)).await?;
            let names = [
                format!("parent{number}"),
                format!("1380013{number:04}"),
                person(number).id_number.as_str().to_owned(),
            ];
            for subject in names {
                let added = ways_in::add(tx, &name(number, &subject)).await?;
                assert_eq!(added, Added::New);
            }
        }
    })
    .await
    .unwrap();
}

async fn found(db: &Database, provider: Provider, app: &'static str, login: &str) -> Option<WayIn> {
    let login = login.to_owned();
    read!(db.store, |tx| {
        ways_in::find(tx, provider, app, &login).await?
    })
    .await
    .unwrap()
}

async fn a_password_s_account_is_found_by_each_of_its_names(db: &Database) {
    two_accounts(db).await;
    let number = person(1).id_number.as_str().to_owned();
    let wide: String = number
        .chars()
        .map(|c| char::from_u32(c as u32 + 0xfee0).unwrap())
        .collect();
    for login in [
        "parent1",
        "PARENT1",
        &number.to_lowercase(),
        &wide,
        "138 0013 0001",
    ] {
        let way = found(db, Provider::Password, "", login).await.unwrap();
        assert_eq!(way.account, account(1), "{login}");
        assert_eq!(way.password, Some(password(1).id), "{login}");
    }
    for login in ["parent3", "张三", ""] {
        assert_eq!(
            found(db, Provider::Password, "", login).await,
            None,
            "{login}"
        );
    }
    let listed = read!(db.store, |tx| ways_in::list(tx, account(2)).await?)
        .await
        .unwrap();
    assert_eq!(listed.len(), 3);
}

async fn accounts_and_ways_in_are_sealed(db: &Database) {
    two_accounts(db).await;
    for (table, column) in [
        ("accounts", "name"),
        ("accounts", "id_number"),
        ("ways_in", "subject"),
        ("passwords", "hash"),
    ] {
        let stored: Vec<u8> = db.peek(&format!("SELECT {column} FROM {table}")).await;
        let header = [0x80 | 1, 0, 0, 0, 1];
        assert_eq!(stored[..5], header, "{column}: a text, suite 1, key 1");
        // Header, nonce, padded text, tag.
        assert_eq!(stored.len(), 5 + 12 + 32 + 16, "{column}");
        let text = String::from_utf8_lossy(&stored);
        let plain = ["parent1", "张三", "110105", "13800", "argon2"];
        assert!(!plain.iter().any(|plain| text.contains(plain)), "{column}");
    }
    let shown = format!("{:?} {:?} {:?}", person(1), name(1, "parent1"), password(1));
    let plain = ["张三", "110105", "parent1", "argon2"];
    assert!(!plain.iter().any(|plain| shown.contains(plain)), "{shown}");
}

async fn a_way_in_leads_to_one_account(db: &Database) {
    two_accounts(db).await;
    // A user name that equals the mobile of somebody else.
    let taken = name(2, "13800130001");
    let outcome = write!(db.store, |tx| ways_in::add(tx, &taken).await?).await;
    assert_eq!(outcome.unwrap(), Added::AlreadyThere(account(1)));
    assert_eq!(db.peek::<i64>("SELECT count(*) FROM ways_in").await, 6);
}

async fn one_subject_of_two_providers_or_apps_is_two_ways_in(db: &Database) {
    two_accounts(db).await;
    let ways = [
        way(1, Provider::WeChat, "app-1", "oABC"),
        way(2, Provider::WeChat, "app-2", "oABC"),
        way(2, Provider::Baidu, "app-1", "oABC"),
        // A platform's subjects differ by letter case.
        way(2, Provider::WeChat, "app-1", "oabc"),
        way(2, Provider::Password, "", "oABC"),
    ];
    let added = ways.clone();
    write!(db.store, |tx| for way in &added {
        assert_eq!(ways_in::add(tx, way).await?, Added::New);
    })
    .await
    .unwrap();
    for way in ways {
        let app = way.app.clone();
        let subject = way.subject.clone();
        let found = read!(db.store, |tx| {
            ways_in::find(tx, way.provider, &app, subject.expose()).await?
        })
        .await
        .unwrap();
        assert_eq!(found, Some(way));
    }
    assert_eq!(found(db, Provider::Alipay, "app-1", "oABC").await, None);
}

async fn what_somebody_changed_in_the_database_is_refused(db: &Database) {
    two_accounts(db).await;
    let (one, two) = (account(1), account(2));
    // Whoever can write the database leads a way in to another account, or gives an account another person.
    db.spoil(&format!(
        "UPDATE ways_in SET account_id = '{two}' WHERE account_id = '{one}'"
    ))
    .await;
    let stolen = read!(db.store, |tx| {
        ways_in::find(tx, Provider::Password, "", "parent1").await?
    })
    .await;
    assert!(stolen.is_err());
    db.spoil("UPDATE accounts SET name = NULL, id_number = NULL")
        .await;
    let emptied = read!(db.store, |tx| accounts::get(tx, account(1)).await?).await;
    assert!(emptied.is_err());
    db.spoil(&format!("UPDATE passwords SET account_id = '{two}'"))
        .await;
    let id = password(1).id;
    assert!(
        read!(db.store, |tx| passwords::get(tx, id).await?)
            .await
            .is_err()
    );
}

async fn a_password_is_replaced(db: &Database) {
    two_accounts(db).await;
    let replace = async |account| {
        write!(db.store, |tx| {
            passwords::replace(tx, account, &Secret::from("new")).await?
        })
        .await
        .unwrap()
    };
    assert!(replace(account(1)).await);
    assert!(!replace(account(3)).await);
    let hash = async |number| {
        let id = password(number).id;
        let read = read!(db.store, |tx| passwords::get(tx, id).await?).await;
        read.unwrap().unwrap().hash.expose().to_owned()
    };
    assert_eq!(hash(1).await, "new");
    assert_eq!(hash(2).await, password(2).hash.expose());
}

async fn a_closed_password_is_noted_until_its_owner_has_read_so(db: &Database) {
    two_accounts(db).await;
    let noted = async || {
        let read = read!(db.store, |tx| passwords::closed_at(tx, account(1)).await?).await;
        read.unwrap()
    };
    let note = async |id: Option<Uuid>, at| {
        write!(db.store, |tx| passwords::note_closed(tx, id, at).await?)
            .await
            .unwrap();
    };
    let has_read = async |at| {
        write!(db.store, |tx| passwords::forget_closed(tx, account(1), at)
            .await?)
        .await
        .unwrap();
    };
    // An unknown name takes the same path.
    note(None, now()).await;
    assert_eq!(noted().await, None);
    assert_eq!(db.peek::<i64>("SELECT count(*) FROM passwords").await, 2);
    note(Some(password(1).id), now()).await;
    assert_eq!(noted().await, Some(now()));
    // Closed once more while the first alert was on the page.
    note(Some(password(1).id), later(3600)).await;
    has_read(now()).await;
    assert_eq!(noted().await, Some(later(3600)));
    has_read(later(3600)).await;
    assert_eq!(noted().await, None);
}

async fn ways_in_and_passwords_move_with_their_account(db: &Database) {
    two_accounts(db).await;
    write!(db.store, |tx| {
        ways_in::move_all(tx, account(2), account(1)).await?;
        passwords::move_all(tx, account(2), account(1)).await?;
        // Nothing refers to it any more.
        assert!(accounts::remove(tx, account(2)).await?);
        assert!(!accounts::remove(tx, account(2)).await?);
    })
    .await
    .unwrap();
    for (login, number) in [("parent1", 1), ("parent2", 2)] {
        let way = found(db, Provider::Password, "", login).await.unwrap();
        assert_eq!(way.account, account(1));
        assert_eq!(
            way.password,
            Some(password(number).id),
            "each keeps its own"
        );
    }
    let id = password(2).id;
    let moved = read!(db.store, |tx| passwords::get(tx, id).await?).await;
    assert_eq!(moved.unwrap().unwrap().account, account(1));
}

async fn what_was_typed_is_found_by_its_number_until_it_is_forgotten(db: &Database) {
    two_accounts(db).await;
    let typists = async |number| {
        read!(db.store, |tx| {
            accounts::with_typed(tx, &person(number).id_number).await?
        })
        .await
        .unwrap()
    };
    assert_eq!(typists(1).await, [account(1)]);
    write!(db.store, |tx| {
        assert!(accounts::set_typed(tx, account(2), &person(1)).await?);
        assert!(!accounts::set_typed(tx, account(3), &person(1)).await?);
    })
    .await
    .unwrap();
    let mut both = typists(1).await;
    both.sort();
    assert_eq!(both, [account(1), account(2)]);
    assert!(typists(2).await.is_empty(), "it was typed over");
    write!(db.store, |tx| {
        assert!(!accounts::forget_typed(tx, account(2), &person(2).id_number).await?);
        assert!(accounts::forget_typed(tx, account(2), &person(1).id_number).await?);
        accounts::set_proved(tx, account(1), &person(1)).await?;
    })
    .await
    .unwrap();
    assert!(typists(1).await.is_empty());
    let [one, two] = read!(db.store, |tx| [
        accounts::get(tx, account(1)).await?,
        accounts::get(tx, account(2)).await?,
    ])
    .await
    .unwrap();
    assert_eq!(one.unwrap().identity, Some(person(1)));
    assert_eq!(two.unwrap().identity, None);
}

/// Whoever can write the database lists a proved account among the typists of its own number.
async fn what_was_proved_is_not_forgotten_as_typed(db: &Database) {
    two_accounts(db).await;
    let number = person(2).id_number;
    write!(db.store, |tx| {
        accounts::set_typed(tx, account(1), &person(2)).await?;
        proved_people::hold(tx, &number, account(2)).await?;
        accounts::set_proved(tx, account(2), &person(2)).await?;
    })
    .await
    .unwrap();
    let shared = "SELECT count(*) FROM typed_people NATURAL JOIN proved_people";
    let copied = "SELECT fingerprint, account_id FROM proved_people";
    db.spoil(&format!(
        "INSERT INTO typed_people (fingerprint, account_id) {copied}"
    ))
    .await;
    assert_eq!(db.peek::<i64>(shared).await, 1);
    let typists = read!(db.store, |tx| accounts::with_typed(tx, &number).await?).await;
    assert_eq!(typists.unwrap(), [account(1)], "a copied row says nothing");
    db.spoil(&format!(
        "INSERT INTO typed_people (fingerprint, account_id) SELECT fingerprint, '{}' FROM typed_people WHERE account_id = '{}'",
        account(2), account(1)
    ))
    .await;
    write!(db.store, |tx| {
        assert_eq!(accounts::with_typed(tx, &number).await?.len(), 2);
        assert!(!accounts::forget_typed(tx, account(2), &number).await?);
        assert!(accounts::forget_typed(tx, account(1), &number).await?);
        let known = accounts::get(tx, account(2)).await?;
        assert_eq!(known.and_then(|known| known.identity), Some(person(2)));
    })
    .await
    .unwrap();
}
