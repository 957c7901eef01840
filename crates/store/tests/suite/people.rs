//! Accounts, sessions, and the limits and challenges that guard them.

use jiff::SignedDuration;
use store::accounts::{self, Created};
use store::challenges::{self, Answered, NewChallenge};
use store::limits::{self, Attempt, Limit};
use store::sessions::{self, Session, TokenHash};
use uuid::Uuid;

use crate::database::{Database, account, later, now, read, write};

crate::on_both_databases!(
    an_account_is_found_by_each_of_its_names,
    an_account_is_sealed,
    two_accounts_never_share_a_name,
    a_password_is_replaced,
    a_session_ends,
    tries_are_delayed_more_and_more,
    a_budget_is_spent_once,
    attempts_at_once_are_all_counted,
    a_restart_forgets_no_limit,
    a_challenge_is_answered_once,
    a_challenge_ends,
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
        assert_eq!(stored[..5], [1, 0, 0, 0, 1], "{column}: suite 1, key 1");
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
    // A user name that reads like the mobile of somebody else.
    second.username = account(1).mobile.unwrap();
    let outcome = db
        .store
        .write(move |tx| {
            let second = second.clone();
            Box::pin(async move { accounts::create(tx, &second).await })
        })
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

fn session(token: &str) -> Session {
    Session {
        token: TokenHash::of(token),
        account: Some(account(1).id),
        csrf: "secret of the forms".into(),
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
        sessions::create(
            tx,
            &Session {
                account: None,
                ..session("before the log-in")
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
        find("before the log-in", now()).await.unwrap().account,
        None
    );
    assert_eq!(
        write!(db.store, |tx| sessions::sweep(tx, later(3600)).await?)
            .await
            .unwrap(),
        1
    );
}

const LOG_IN: Limit = Limit {
    kind: "login_account",
    window: SignedDuration::from_mins(15),
    free: 3,
    first_delay: SignedDuration::from_secs(10),
    longest_delay: SignedDuration::from_mins(10),
};

async fn tries_are_delayed_more_and_more(db: &Database) {
    let attempt = async |at| {
        write!(db.store, |tx| limits::attempt(tx, &LOG_IN, "parent1", at)
            .await?)
        .await
        .unwrap()
    };
    for hits in 1..=3 {
        assert_eq!(attempt(now()).await, Attempt::Allowed { hits });
    }
    assert_eq!(attempt(now()).await, Attempt::Wait { until: later(10) });
    assert_eq!(attempt(later(9)).await, Attempt::Wait { until: later(10) });
    assert_eq!(attempt(later(10)).await, Attempt::Allowed { hits: 4 });
    assert_eq!(attempt(later(11)).await, Attempt::Wait { until: later(30) });
    assert_eq!(attempt(later(30)).await, Attempt::Allowed { hits: 5 });
    assert_eq!(attempt(later(30)).await, Attempt::Wait { until: later(70) });
    // Somebody else is not held up, and a proof forgets all.
    let other = write!(db.store, |tx| limits::attempt(
        tx,
        &LOG_IN,
        "parent2",
        now()
    )
    .await?)
    .await
    .unwrap();
    assert_eq!(other, Attempt::Allowed { hits: 1 });
    write!(db.store, |tx| limits::forget(tx, LOG_IN.kind, "parent1")
        .await?)
    .await
    .unwrap();
    assert_eq!(attempt(later(31)).await, Attempt::Allowed { hits: 1 });
    // After the window it begins anew.
    assert_eq!(
        attempt(later(31 + 15 * 60)).await,
        Attempt::Allowed { hits: 1 }
    );
    let plain: String = db.peek("SELECT subject FROM limits").await;
    assert!(!plain.contains("parent"), "{plain}");
    assert_eq!(
        write!(db.store, |tx| limits::sweep(tx, later(3600)).await?)
            .await
            .unwrap(),
        2
    );
}

async fn a_budget_is_spent_once(db: &Database) {
    let day = SignedDuration::from_hours(24);
    let budget = Limit {
        kind: "lookups",
        window: day,
        free: 2,
        first_delay: day,
        longest_delay: day,
    };
    let attempt = async |at| {
        write!(db.store, |tx| limits::attempt(tx, &budget, "account", at)
            .await?)
        .await
        .unwrap()
    };
    assert_eq!(
        read!(db.store, |tx| limits::look(tx, &budget, "account", now())
            .await?)
        .await
        .unwrap(),
        Attempt::Allowed { hits: 0 }
    );
    assert_eq!(attempt(now()).await, Attempt::Allowed { hits: 1 });
    assert_eq!(attempt(later(60)).await, Attempt::Allowed { hits: 2 });
    let until = later(60 + 24 * 3600);
    assert_eq!(attempt(later(61)).await, Attempt::Wait { until });
    assert_eq!(
        read!(db.store, |tx| limits::look(
            tx,
            &budget,
            "account",
            later(61)
        )
        .await?)
        .await
        .unwrap(),
        Attempt::Wait { until }
    );
    assert_eq!(attempt(until).await, Attempt::Allowed { hits: 1 });
}

async fn attempts_at_once_are_all_counted(db: &Database) {
    let tries = (0..24).map(|_| {
        let store = db.store.clone();
        tokio::spawn(async move {
            write!(store, |tx| limits::attempt(tx, &LOG_IN, "parent1", now())
                .await?)
            .await
            .unwrap()
        })
    });
    let mut allowed = Vec::new();
    for attempt in tries.collect::<Vec<_>>() {
        if let Attempt::Allowed { hits } = attempt.await.unwrap() {
            allowed.push(hits);
        }
    }
    allowed.sort_unstable();
    assert_eq!(allowed, [1, 2, 3], "exactly the free attempts came through");
}

async fn a_restart_forgets_no_limit(db: &Database) {
    for _ in 0..3 {
        write!(db.store, |tx| limits::attempt(
            tx,
            &LOG_IN,
            "parent1",
            now()
        )
        .await?)
        .await
        .unwrap();
    }
    let again = db.reopened().await;
    let after = write!(again, |tx| limits::attempt(tx, &LOG_IN, "parent1", now())
        .await?)
    .await
    .unwrap();
    assert_eq!(after, Attempt::Wait { until: later(10) });
    again.close().await.unwrap();
}

fn challenge(id: u128, tries: u32) -> NewChallenge<'static> {
    NewChallenge {
        id: Uuid::from_u128(id),
        purpose: "picture_code",
        answers: &["K7MX", "8"],
        tries,
        expires_at: later(300),
    }
}

async fn a_challenge_is_answered_once(db: &Database) {
    write!(db.store, |tx| {
        challenges::create(tx, &challenge(1, 1)).await?;
        challenges::create(tx, &challenge(2, 1)).await?;
        challenges::create(tx, &challenge(3, 2)).await?;
    })
    .await
    .unwrap();
    let answer = async |id, answer: &'static str| {
        write!(db.store, |tx| challenges::answer(
            tx,
            Uuid::from_u128(id),
            "picture_code",
            answer,
            now()
        )
        .await?)
        .await
        .unwrap()
    };
    assert_eq!(answer(1, " k7mx").await, Answered::Right);
    assert_eq!(answer(1, "k7mx").await, Answered::Gone, "used up");
    assert_eq!(answer(2, "wrong").await, Answered::Wrong { tries_left: 0 });
    assert_eq!(
        answer(2, "k7mx").await,
        Answered::Gone,
        "one wrong answer uses a picture code up"
    );
    assert_eq!(answer(3, "wrong").await, Answered::Wrong { tries_left: 1 });
    assert_eq!(
        answer(3, "8").await,
        Answered::Right,
        "the question in words has an answer of its own"
    );
}

async fn a_challenge_ends(db: &Database) {
    write!(db.store, |tx| challenges::create(tx, &challenge(1, 1))
        .await?)
    .await
    .unwrap();
    let answer = async |purpose: &'static str, at| {
        write!(db.store, |tx| challenges::answer(
            tx,
            Uuid::from_u128(1),
            purpose,
            "8",
            at
        )
        .await?)
        .await
        .unwrap()
    };
    assert_eq!(
        answer("sms", now()).await,
        Answered::Gone,
        "of another purpose"
    );
    assert_eq!(
        answer("picture_code", later(300)).await,
        Answered::Gone,
        "expired"
    );
    assert_eq!(
        write!(db.store, |tx| challenges::sweep(tx, later(300)).await?)
            .await
            .unwrap(),
        1
    );
}
