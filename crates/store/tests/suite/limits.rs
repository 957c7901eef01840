//! Limits and challenges: counted in the database, whatever restarts.

use jiff::SignedDuration;
use store::challenges::{self, Answered, NewChallenge};
use store::limits::{self, Attempt, Limit};
use uuid::Uuid;

use crate::database::{Database, later, now, read, write};

crate::on_both_databases!(
    tries_are_delayed_more_and_more,
    a_budget_is_spent_once,
    attempts_at_once_are_all_counted,
    an_attempt_that_comes_second_is_not_held_up,
    a_clock_that_was_set_back_locks_nobody_out,
    a_restart_forgets_no_limit,
    a_challenge_is_answered_once,
    a_challenge_ends,
);

const LOG_IN: Limit = Limit {
    kind: "login_account",
    window: SignedDuration::from_mins(15),
    free: 3,
    first_delay: SignedDuration::from_secs(10),
    longest_delay: SignedDuration::from_mins(10),
};

fn challenge(id: u128, tries: u32) -> NewChallenge<'static> {
    NewChallenge {
        id: Uuid::from_u128(id),
        purpose: "picture_code",
        answers: &["K7MX", "8"],
        tries,
        expires_at: later(300),
    }
}

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

/// Two people behind one address: the one who began first may be counted second.
async fn an_attempt_that_comes_second_is_not_held_up(db: &Database) {
    for (hits, at) in [(1, later(1)), (2, now())] {
        let attempt = write!(db.store, |tx| limits::attempt(tx, &LOG_IN, "address", at)
            .await?)
        .await
        .unwrap();
        assert_eq!(attempt, Attempt::Allowed { hits });
    }
}

/// What was counted tomorrow says nothing about today.
async fn a_clock_that_was_set_back_locks_nobody_out(db: &Database) {
    let day = 24 * 3600;
    let attempt = async |at| {
        write!(db.store, |tx| limits::attempt(tx, &LOG_IN, "parent1", at)
            .await?)
        .await
        .unwrap()
    };
    for hits in 1..=3 {
        assert_eq!(attempt(later(day)).await, Attempt::Allowed { hits });
    }
    let look = read!(db.store, |tx| limits::look(tx, &LOG_IN, "parent1", now())
        .await?)
    .await
    .unwrap();
    assert_eq!(look, Attempt::Allowed { hits: 0 });
    for hits in 1..=3 {
        assert_eq!(attempt(now()).await, Attempt::Allowed { hits });
    }
    assert_eq!(attempt(now()).await, Attempt::Wait { until: later(10) });
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
