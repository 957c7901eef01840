//! Accounts and sessions.

use store::accounts::{self, Created};
use store::sessions::{self, SessionRow, TokenHash};

use crate::database::{Database, account, later, now, read, write};

crate::on_both_databases!(
    an_account_is_found_by_each_of_its_names,
    an_account_is_sealed,
    two_accounts_never_share_a_name,
    a_password_is_replaced,
    a_closed_password_is_noted_until_its_owner_has_read_so,
    a_session_ends,
    the_other_sessions_of_an_account_are_counted_and_end,
);

async fn an_account_is_found_by_each_of_its_names(db: &Database) {
    write!(db.store, |tx| accounts::create(tx, &account(1)).await?)
        .await
        .unwrap();
    for login in [
        "parent1",
        "PARENT1",
        "11010519491231001x",
        "１１０１０５１９４９１２３１００１Ｘ",
        "138 0013 0001",
    ] {
        let found = read!(db.store, |tx| accounts::find_by_login(tx, login).await?)
            .await
            .unwrap();
        assert_eq!(found, Some(account(1)), "{login}");
    }
    for login in ["parent2", "张三", ""] {
        assert_eq!(
            read!(db.store, |tx| accounts::find_by_login(tx, login).await?)
                .await
                .unwrap(),
            None,
            "{login}"
        );
    }
}

async fn an_account_is_sealed(db: &Database) {
    write!(db.store, |tx| accounts::create(tx, &account(1)).await?)
        .await
        .unwrap();
    for column in ["username", "name", "id_number", "mobile", "password_hash"] {
        let stored: Vec<u8> = db.peek(&format!("SELECT {column} FROM accounts")).await;
        let header = [0x80 | 1, 0, 0, 0, 1];
        assert_eq!(stored[..5], header, "{column}: a text, suite 1, key 1");
        // Header, nonce, padded text, tag.
        assert_eq!(stored.len(), 5 + 12 + 32 + 16, "{column}");
        let text = String::from_utf8_lossy(&stored);
        assert!(
            !["parent1", "张三", "110105", "13800", "argon2"]
                .iter()
                .any(|plain| text.contains(plain)),
            "{column}"
        );
    }
    let shown = format!("{:?}", account(1));
    assert!(
        !shown.contains("张三") && !shown.contains("110105"),
        "{shown}"
    );
    // A value that is moved to another row or column does not open there.
    assert_eq!(db.spoil("UPDATE accounts SET name = id_number").await, 1);
    assert!(
        read!(db.store, |tx| accounts::get(tx, account(1).id).await?)
            .await
            .is_err()
    );
}

async fn two_accounts_never_share_a_name(db: &Database) {
    write!(db.store, |tx| accounts::create(tx, &account(1)).await?)
        .await
        .unwrap();
    let mut second = account(2);
    // A user name that equals the mobile of somebody else.
    second.username = account(1).mobile.unwrap();
    let outcome = db
        .store
        .write(async move |tx| accounts::create(tx, &second).await)
        .await
        .unwrap();
    assert_eq!(outcome, Created::AlreadyThere(account(1).id));
    assert_eq!(db.peek::<i64>("SELECT count(*) FROM accounts").await, 1);
}

async fn a_password_is_replaced(db: &Database) {
    write!(db.store, |tx| accounts::create(tx, &account(1)).await?)
        .await
        .unwrap();
    assert!(
        write!(db.store, |tx| accounts::set_password(
            tx,
            account(1).id,
            &"new".into()
        )
        .await?)
        .await
        .unwrap()
    );
    assert!(
        !write!(db.store, |tx| accounts::set_password(
            tx,
            account(2).id,
            &"new".into()
        )
        .await?)
        .await
        .unwrap()
    );
    let read = read!(db.store, |tx| accounts::get(tx, account(1).id).await?)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(read.password_hash.expose(), "new");
}

async fn a_closed_password_is_noted_until_its_owner_has_read_so(db: &Database) {
    write!(db.store, |tx| accounts::create(tx, &account(1)).await?)
        .await
        .unwrap();
    let noted = async || {
        let read = read!(db.store, |tx| accounts::get(tx, account(1).id).await?).await;
        read.unwrap().unwrap().password_closed_at
    };
    let note = async |number, at| {
        let id = account(number).id;
        write!(db.store, |tx| accounts::note_password_closed(tx, id, at)
            .await?)
        .await
        .unwrap();
    };
    let has_read = async |at| {
        let id = account(1).id;
        write!(db.store, |tx| accounts::forget_password_closed(tx, id, at)
            .await?)
        .await
        .unwrap();
    };
    // An unknown account takes the same path.
    note(2, now()).await;
    assert_eq!(noted().await, None);
    note(1, now()).await;
    assert_eq!(noted().await, Some(now()));
    // Closed once more while the first alert was on the page.
    note(1, later(3600)).await;
    has_read(now()).await;
    assert_eq!(noted().await, Some(later(3600)));
    has_read(later(3600)).await;
    assert_eq!(noted().await, None);
}

fn session(token: &str) -> SessionRow {
    SessionRow {
        token: TokenHash::of(token),
        account: account(1).id,
        created_at: now(),
        last_seen_at: now(),
        expires_at: later(3600),
    }
}

async fn a_session_ends(db: &Database) {
    write!(db.store, |tx| {
        accounts::create(tx, &account(1)).await?;
        for token in ["one", "two", "three"] {
            sessions::create(tx, &session(token)).await?;
        }
        accounts::create(tx, &account(2)).await?;
        sessions::create(
            tx,
            &SessionRow {
                account: account(2).id,
                ..session("somebody else's")
            },
        )
        .await?;
    })
    .await
    .unwrap();
    let find = async |token: &'static str, at| {
        read!(db.store, |tx| sessions::find(tx, &TokenHash::of(token), at)
            .await?)
        .await
        .unwrap()
    };
    assert_eq!(find("one", now()).await, Some(session("one")));
    assert_eq!(find("nobody's", now()).await, None);
    assert_eq!(find("one", later(3600)).await, None);
    write!(db.store, |tx| sessions::seen(
        tx,
        &TokenHash::of("one"),
        later(60)
    )
    .await?)
    .await
    .unwrap();
    assert_eq!(
        find("one", later(60)).await.unwrap().last_seen_at,
        later(60)
    );
    write!(db.store, |tx| sessions::end(tx, &TokenHash::of("one"))
        .await?)
    .await
    .unwrap();
    assert_eq!(find("one", now()).await, None);
    assert_eq!(
        write!(db.store, |tx| sessions::end_all(tx, account(1).id).await?)
            .await
            .unwrap(),
        2
    );
    assert_eq!(
        find("somebody else's", now()).await.unwrap().account,
        account(2).id
    );
    assert_eq!(
        write!(db.store, |tx| sessions::sweep(tx, later(3600)).await?)
            .await
            .unwrap(),
        1
    );
}

async fn the_other_sessions_of_an_account_are_counted_and_end(db: &Database) {
    write!(db.store, |tx| {
        for number in [1, 2] {
            accounts::create(tx, &account(number)).await?;
        }
        for token in ["mine", "other", "third"] {
            sessions::create(tx, &session(token)).await?;
        }
        let strangers = SessionRow {
            account: account(2).id,
            ..session("somebody else's")
        };
        sessions::create(tx, &strangers).await?;
        sessions::seen(tx, &TokenHash::of("third"), later(60)).await?;
    })
    .await
    .unwrap();
    let count = async |at, used_since| {
        read!(db.store, |tx| sessions::count_others(
            tx,
            account(1).id,
            &TokenHash::of("mine"),
            at,
            used_since
        )
        .await?)
        .await
        .unwrap()
    };
    assert_eq!(count(now(), now()).await, 2);
    assert_eq!(count(now(), later(60)).await, 1, "one was idle");
    assert_eq!(count(later(3600), now()).await, 0, "their time is over");
    let gone = write!(db.store, |tx| sessions::end_others(
        tx,
        account(1).id,
        &TokenHash::of("mine")
    )
    .await?)
    .await
    .unwrap();
    assert_eq!(gone, 2);
    assert_eq!(count(now(), now()).await, 0);
    for (token, stays) in [("mine", true), ("other", false), ("somebody else's", true)] {
        let found = read!(db.store, |tx| sessions::find(
            tx,
            &TokenHash::of(token),
            now()
        )
        .await?)
        .await
        .unwrap();
        assert_eq!(found.is_some(), stays, "{token}");
    }
}
