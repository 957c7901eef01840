//! Limits and challenges: counted in the database, so that counts survive a restart.

use jiff::SignedDuration;
use store::challenges::{self, Answered, NewChallenge};
use store::limits::{self, Attempt, Budget, Limit};
use uuid::Uuid;

use crate::database::{Database, later, now, read, write};

crate::on_both_databases!(
    tries_are_delayed_more_and_more,
    a_budget_is_spent_once,
    attempts_at_once_are_all_counted,
    an_attempt_that_comes_second_is_not_held_up,
    a_clock_that_was_set_back_locks_nobody_out,
    a_restart_forgets_no_limit,
    a_budget_by_amount_is_never_overspent,
    spendings_at_once_are_all_counted,
    a_clock_that_was_set_back_gives_the_budget_anew,
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

const PAPER: Budget = Budget {
    kind: "sheets",
    window: SignedDuration::from_mins(10),
    most: 100,
};

async fn spend(db: &Database, amount: u32, at: jiff::Timestamp) -> Attempt {
    let spent = write!(db.store, |tx| {
        limits::spend(tx, &PAPER, "parent1", amount, at).await?
    });
    spent.await.unwrap()
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
    // Another subject is not delayed, and a successful log-in clears the count.
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
    // After the window the count starts over.
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

/// Hits from the future do not count today.
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

async fn a_budget_by_amount_is_never_overspent(db: &Database) {
    let allowed = |hits| Attempt::Allowed { hits };
    let ends = |second: i64| Attempt::Wait {
        until: later(second + 600),
    };
    for (at, amount, expected, why) in [
        (0, 60, allowed(60), "the first spending begins the window"),
        (30, 41, ends(0), "one more than there is"),
        (30, 40, allowed(100), "what was refused was not counted"),
        (31, 1, ends(0), "nothing is left"),
        (31, 0, allowed(100), "nothing costs nothing"),
        (599, 1, ends(0), "the last second of the window"),
        (600, 1, allowed(1), "a window of its own, begun now"),
        (1199, 100, ends(600), "it does not slide"),
        (1200, 101, ends(1200), "more than a whole budget"),
        (
            1200,
            u32::MAX,
            ends(1200),
            "so much that it cannot be added",
        ),
        (1201, 100, allowed(100), "those two began no window"),
        (1202, u32::MAX, ends(1201), "added to what was spent"),
    ] {
        assert_eq!(
            spend(db, amount, later(at)).await,
            expected,
            "{amount} after {at} s: {why}"
        );
    }
    let other = write!(db.store, |tx| {
        limits::spend(tx, &PAPER, "parent2", 100, later(1202)).await?
    });
    assert_eq!(other.await.unwrap(), allowed(100), "somebody else's own");
    write!(db.store, |tx| {
        limits::forget(tx, PAPER.kind, "parent1").await?;
    })
    .await
    .unwrap();
    assert_eq!(spend(db, 100, later(1203)).await, allowed(100));
    let gone = write!(db.store, |tx| limits::sweep(tx, later(1802)).await?);
    assert_eq!(gone.await.unwrap(), 1, "the other window is still open");
}

async fn spendings_at_once_are_all_counted(db: &Database) {
    let spendings = (0..24).map(|_| {
        let store = db.store.clone();
        tokio::spawn(async move {
            write!(store, |tx| {
                limits::spend(tx, &PAPER, "parent1", 30, now()).await?
            })
            .await
            .unwrap()
        })
    });
    let mut allowed = Vec::new();
    for spending in spendings.collect::<Vec<_>>() {
        if let Attempt::Allowed { hits } = spending.await.unwrap() {
            allowed.push(hits);
        }
    }
    allowed.sort_unstable();
    assert_eq!(allowed, [30, 60, 90], "exactly what the budget holds");
}

async fn a_clock_that_was_set_back_gives_the_budget_anew(db: &Database) {
    let full = Attempt::Allowed { hits: 100 };
    assert_eq!(spend(db, 100, later(24 * 3600)).await, full);
    assert_eq!(spend(db, 100, now()).await, full);
    // Another process's clock may be a little behind: the existing spending still counts.
    let refused = Attempt::Wait { until: later(600) };
    assert_eq!(spend(db, 1, later(-30)).await, refused);
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
