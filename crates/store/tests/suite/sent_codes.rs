//! Codes that are sent to somebody: each has five tries, whoever makes them and at once, and one use.

use store::challenges::{self, SentCode, Try};
use store::{Store, StoreError};

use crate::database::{Database, later, now, write};

crate::on_both_databases!(
    a_code_is_of_its_purpose_its_recipient_and_its_time,
    a_newer_code_replaces_the_older_one,
    a_try_is_spent_though_nothing_came_of_it,
    a_right_answer_stays_right_until_something_uses_it,
    ten_thousand_wrong_answers_compare_five_times_a_code,
    fifty_right_answers_at_once_are_used_once,
    a_code_outlives_a_restart_and_is_erased_in_time,
);

const MOBILE: &str = "13800130001";

fn code(answer: &'static str) -> SentCode<'static> {
    SentCode {
        purpose: "prove_phone",
        to: MOBILE,
        answer,
        tries: 5,
        expires_at: later(300),
    }
}

async fn send(store: &Store, code: SentCode<'static>) {
    let sent = store.write(async move |tx| challenges::send(tx, &code).await);
    sent.await.unwrap();
}

async fn try_at(store: &Store, at: jiff::Timestamp) -> Option<Try> {
    let tried =
        store.write(async move |tx| challenges::try_sent(tx, "prove_phone", MOBILE, at).await);
    tried.await.unwrap()
}

/// Answers as a use case does: the try first, then the comparison, then the use.
async fn answered(store: &Store, answer: &str) -> bool {
    let Some(tried) = try_at(store, now()).await else {
        return false;
    };
    if !tried.is_right(store.keyring(), answer) {
        return false;
    }
    used(store, tried).await
}

async fn used(store: &Store, tried: Try) -> bool {
    let used = store.write(async move |tx| challenges::use_up(tx, &tried).await);
    used.await.unwrap()
}

async fn a_code_is_of_its_purpose_its_recipient_and_its_time(db: &Database) {
    send(&db.store, code("123456/a")).await;
    for (purpose, to, at) in [
        ("register", MOBILE, now()),
        ("prove_phone", "13800130002", now()),
        ("prove_phone", MOBILE, later(300)),
    ] {
        let tried = write!(db.store, |tx| {
            challenges::try_sent(tx, purpose, to, at).await?.is_some()
        });
        assert!(!tried.await.unwrap(), "{purpose} {to}");
    }
    assert!(!answered(&db.store, "123456").await, "bound to more");
    assert!(!answered(&db.store, "123456/b").await);
    assert!(answered(&db.store, "123456/a").await);
    assert!(!answered(&db.store, "123456/a").await, "used");
    for column in ["id", "answers"] {
        send(&db.store, code("123456/a")).await;
        let stored: String = db.peek(&format!("SELECT {column} FROM challenges")).await;
        assert!(
            !stored.contains("13800") && !stored.contains("123456"),
            "{stored}"
        );
    }
}

async fn a_newer_code_replaces_the_older_one(db: &Database) {
    send(&db.store, code("111111")).await;
    let older = try_at(&db.store, now()).await.unwrap();
    send(&db.store, code("222222")).await;
    assert!(older.is_right(db.store.keyring(), "111111"));
    assert!(!used(&db.store, older).await, "it was replaced meanwhile");
    assert!(!answered(&db.store, "111111").await);
    assert!(answered(&db.store, "222222").await);
}

async fn a_try_is_spent_though_nothing_came_of_it(db: &Database) {
    send(&db.store, code("111111")).await;
    for left in (0..5).rev() {
        let tried = try_at(&db.store, now()).await.unwrap();
        assert_eq!(tried.tries_left(), left);
    }
    assert!(try_at(&db.store, now()).await.is_none());
    assert!(!answered(&db.store, "111111").await, "right, and too late");
}

async fn a_right_answer_stays_right_until_something_uses_it(db: &Database) {
    send(&db.store, code("111111")).await;
    let tried = try_at(&db.store, now()).await.unwrap();
    let again = tried.clone();
    let failed = db.store.write(async move |tx| {
        assert!(challenges::use_up(tx, &tried).await?);
        Err::<(), _>(StoreError::Busy)
    });
    failed.await.unwrap_err();
    assert!(used(&db.store, again).await, "what it was for had failed");
}

async fn ten_thousand_wrong_answers_compare_five_times_a_code(db: &Database) {
    const CODES: u32 = 4;
    let mut compared = 0;
    for _ in 0..CODES {
        send(&db.store, code("111111")).await;
        let guessers = (0..100).map(|guesser: u32| {
            let store = db.store.clone();
            tokio::spawn(async move {
                let (mut compared, mut right) = (0, 0);
                for guess in 0..10_000 / 100 / CODES {
                    if let Some(tried) = try_at(&store, now()).await {
                        compared += 1;
                        let guess = format!("{:06}", 200_000 + guesser * 1_000 + guess);
                        right += u32::from(tried.is_right(store.keyring(), &guess));
                    }
                }
                (compared, right)
            })
        });
        for guesser in guessers.collect::<Vec<_>>() {
            let (tries, right) = guesser.await.unwrap();
            compared += tries;
            assert_eq!(right, 0);
        }
    }
    assert_eq!(compared, 5 * CODES);
}

async fn fifty_right_answers_at_once_are_used_once(db: &Database) {
    send(&db.store, code("111111")).await;
    let answers = (0..50).map(|_| {
        let store = db.store.clone();
        tokio::spawn(async move { answered(&store, "111111").await })
    });
    let mut used = 0;
    for answer in answers.collect::<Vec<_>>() {
        used += u32::from(answer.await.unwrap());
    }
    assert_eq!(used, 1);
}

async fn a_code_outlives_a_restart_and_is_erased_in_time(db: &Database) {
    send(&db.store, code("111111")).await;
    let _ = try_at(&db.store, now()).await.unwrap();
    let again = db.reopened().await;
    let tried = try_at(&again, later(299)).await.unwrap();
    assert_eq!(tried.tries_left(), 3, "the try before it was kept");
    assert!(tried.is_right(again.keyring(), "111111"));
    let gone = write!(again, |tx| challenges::sweep(tx, later(300)).await?);
    assert_eq!(gone.await.unwrap(), 1);
    again.close().await.unwrap();
}
