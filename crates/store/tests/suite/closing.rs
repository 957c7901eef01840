//! Limits that close something for a while, and attempts that are taken back.

use jiff::SignedDuration;
use store::limits::{self, Attempt, Limit};

use crate::database::{Database, later, now, read, write};

crate::on_both_databases!(
    a_delay_that_cannot_grow_settles_the_hits,
    one_attempt_is_taken_back_and_those_of_others_stay,
);

/// Three hits in a day close it for an hour.
const CLOSING: Limit = Limit {
    kind: "login_name",
    window: SignedDuration::from_hours(24),
    free: 3,
    first_delay: SignedDuration::from_hours(1),
    longest_delay: SignedDuration::from_hours(1),
};

async fn try_name(db: &Database, at: jiff::Timestamp) -> Attempt {
    write!(db.store, |tx| limits::attempt(tx, &CLOSING, "parent1", at)
        .await?)
    .await
    .unwrap()
}

async fn look_at_name(db: &Database, at: jiff::Timestamp) -> Attempt {
    read!(db.store, |tx| limits::look(tx, &CLOSING, "parent1", at)
        .await?)
    .await
    .unwrap()
}

async fn a_delay_that_cannot_grow_settles_the_hits(db: &Database) {
    for hits in 1..=3 {
        assert_eq!(try_name(db, now()).await, Attempt::Allowed { hits });
    }
    let until = later(3600);
    assert_eq!(try_name(db, later(3599)).await, Attempt::Wait { until });
    let none = Attempt::Allowed { hits: 0 };
    assert_eq!(look_at_name(db, until).await, none);
    for hits in 1..=3 {
        assert_eq!(try_name(db, until).await, Attempt::Allowed { hits });
    }
    let until = later(2 * 3600);
    assert_eq!(try_name(db, later(3601)).await, Attempt::Wait { until });
}

async fn one_attempt_is_taken_back_and_those_of_others_stay(db: &Database) {
    let take_back = async |at| {
        write!(db.store, |tx| limits::take_back(
            tx, &CLOSING, "parent1", at
        )
        .await?)
        .await
        .unwrap();
    };
    take_back(now()).await;
    for hits in 1..=3 {
        assert_eq!(try_name(db, now()).await, Attempt::Allowed { hits });
    }
    // The third was the right password: it closed nothing.
    take_back(now()).await;
    assert_eq!(look_at_name(db, now()).await, Attempt::Allowed { hits: 2 });
    assert_eq!(try_name(db, now()).await, Attempt::Allowed { hits: 3 });
    let until = later(3600);
    assert_eq!(try_name(db, now()).await, Attempt::Wait { until });
}
