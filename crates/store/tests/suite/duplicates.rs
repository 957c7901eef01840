//! Submitted applications for the same child.

use std::sync::Arc;

use store::submitted_children::{forget, note, others};
use store::{StoreError, Tx, cases, live_children, settings};
use tokio::sync::{Barrier, Semaphore};
use uuid::Uuid;

use crate::database::{Database, now, write};

crate::on_both_databases!(
    whoever_is_about_the_same_child_is_found_until_it_ends,
    of_two_handed_in_at_once_one_finds_the_other,
    the_gate_goes_with_the_last_behind_it,
    the_last_two_that_go_at_once_leave_no_gate,
    two_find_each_other_while_a_third_goes,
);

const NONE: [Uuid; 0] = [];

/// What a submission does: looks for others, then records itself.
async fn hand_in(tx: &Tx, child: &str, case: Uuid) -> Result<Vec<Uuid>, StoreError> {
    let found = others(tx, child, case).await?;
    note(tx, child, case, now()).await?;
    Ok(found)
}

fn child(number: u32) -> String {
    format!("1101012023010{number:05}")
}

async fn whoever_is_about_the_same_child_is_found_until_it_ends(db: &Database) {
    let (one, two, three) = (
        db.draft(1).await.id,
        db.draft(2).await.id,
        db.draft(3).await.id,
    );
    let hand_in = async |number, case| {
        write!(db.store, |tx| hand_in(tx, &child(number), case).await?)
            .await
            .unwrap()
    };
    assert_eq!(hand_in(1, one).await, NONE);
    assert_eq!(hand_in(2, three).await, NONE, "another child");
    assert_eq!(hand_in(1, two).await, [one]);
    assert_eq!(hand_in(1, one).await, [two], "once more is fine");
    write!(db.store, |tx| forget(tx, two).await?).await.unwrap();
    assert_eq!(hand_in(1, one).await, NONE);
}

async fn of_two_handed_in_at_once_one_finds_the_other(db: &Database) {
    for round in 0..20 {
        let one = db.draft(2 * round + 1).await.id;
        let two = db.draft(2 * round + 2).await.id;
        let number = child(round);
        let go = |case| {
            let number = number.clone();
            db.store
                .write(async move |tx| hand_in(tx, &number, case).await)
        };
        let (first, second) = tokio::join!(go(one), go(two));
        let (first, second) = (first.unwrap(), second.unwrap());
        assert!(
            first == [two] || second == [one],
            "round {round}: neither found the other"
        );
    }
}

async fn gates(db: &Database) -> i64 {
    db.peek("SELECT count(*) FROM submitted_children_gates")
        .await
}

async fn the_gate_goes_with_the_last_behind_it(db: &Database) {
    let (one, two, three) = (
        db.draft(1).await.id,
        db.draft(2).await.id,
        db.draft(3).await.id,
    );
    for (number, case) in [(1, one), (1, two), (2, three)] {
        write!(db.store, |tx| hand_in(tx, &child(number), case).await?)
            .await
            .unwrap();
    }
    for (case, left) in [(two, 2), (two, 2), (one, 1), (three, 0)] {
        write!(db.store, |tx| forget(tx, case).await?)
            .await
            .unwrap();
        assert_eq!(gates(db).await, left);
    }
}

async fn the_last_two_that_go_at_once_leave_no_gate(db: &Database) {
    let (one, two) = (db.draft(1).await.id, db.draft(2).await.id);
    for round in 0..10 {
        for case in [one, two] {
            write!(db.store, |tx| hand_in(tx, &child(1), case).await?)
                .await
                .unwrap();
        }
        let go = |case| write!(db.store, |tx| forget(tx, case).await?);
        let (first, second) = tokio::join!(go(one), go(two));
        first.and(second).unwrap();
        assert_eq!(gates(db).await, 0, "round {round}");
    }
}

async fn two_find_each_other_while_a_third_goes(db: &Database) {
    let [gone, one, two] = [1, 2, 3].map(async |number| db.draft(number).await.id);
    let (gone, one, two) = (gone.await, one.await, two.await);
    for round in 0..10 {
        let number = child(round);
        let go = |case| {
            let number = number.clone();
            db.store
                .write(async move |tx| hand_in(tx, &number, case).await)
        };
        go(gone).await.unwrap();
        let goes = write!(db.store, |tx| forget(tx, gone).await?);
        let (first, second, third) = tokio::join!(go(one), go(two), goes);
        third.unwrap();
        assert!(
            first.unwrap().contains(&two) || second.unwrap().contains(&one),
            "round {round}: neither found the other"
        );
        assert_eq!(gates(db).await, 1, "round {round}");
        for case in [one, two] {
            write!(db.store, |tx| forget(tx, case).await?)
                .await
                .unwrap();
        }
    }
}

/// PostgreSQL only: SQLite lets nobody else write while a transaction waits.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_looked_before_the_gate_was_turned_finds_what_came_since() {
    let db = Database::postgres().await;
    db.run(async |db| {
        let [gone, one, two] = [1, 2, 3].map(async |number| db.draft(number).await.id);
        let (gone, one, two) = (gone.await, one.await, two.await);
        let hand_in_now = |case| write!(db.store, |tx| hand_in(tx, &child(1), case).await?);
        hand_in_now(gone).await.unwrap();
        let has_looked = Arc::new(Semaphore::new(0));
        let may_go_on = Arc::new(Semaphore::new(0));
        let slow = {
            let (has_looked, may_go_on) = (Arc::clone(&has_looked), Arc::clone(&may_go_on));
            let store = db.store.clone();
            tokio::spawn(async move {
                store
                    .write(async move |tx| {
                        // The first statement takes this transaction's snapshot.
                        settings::get(tx, "anything").await?;
                        has_looked.add_permits(1);
                        let _go = may_go_on.acquire().await;
                        hand_in(tx, &child(1), one).await
                    })
                    .await
            })
        };
        let _looked = has_looked.acquire().await.unwrap();
        assert_eq!(hand_in_now(two).await.unwrap(), [gone]);
        write!(db.store, |tx| forget(tx, gone).await?)
            .await
            .unwrap();
        may_go_on.add_permits(1);
        assert_eq!(slow.await.unwrap().unwrap(), [two]);
    })
    .await;
}

/// PostgreSQL only, as above.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_that_look_at_each_other_do_not_wait_for_each_other() {
    let db = Database::postgres().await;
    db.run(async |db| {
        let (one, two) = (db.draft(1).await.id, db.draft(2).await.id);
        for (number, case) in [(1, one), (2, two)] {
            write!(db.store, |tx| {
                live_children::hold(tx, &child(number), case, now()).await?;
                note(tx, &child(number), case, now()).await?;
            })
            .await
            .unwrap();
        }
        // A retry after a deadlock would find nobody here, and run out of time.
        let both_began = Arc::new(Barrier::new(2));
        let look = |own, other| {
            let both_began = Arc::clone(&both_began);
            write!(db.store, |tx| {
                cases::load(tx, own).await?;
                both_began.wait().await;
                let holder = live_children::holder(tx, &child(other)).await?;
                (holder, others(tx, &child(other), own).await?)
            })
        };
        let (first, second) = tokio::join!(look(one, 2), look(two, 1));
        assert_eq!(first.unwrap(), (Some(two), vec![two]));
        assert_eq!(second.unwrap(), (Some(one), vec![one]));
    })
    .await;
}
