//! Jobs: leased by one worker, retried, made dead letters, and never left behind by a rollback.

use jiff::{SignedDuration, Timestamp};
use store::jobs::{self, Failed, JobState, Lease, NewJob, RetryDelay};
use store::{Store, StoreError};

use crate::database::{Database, later, now, read, write};

crate::on_both_databases!(
    a_job_is_done_once_and_goes,
    a_job_waits_for_its_time,
    what_is_undone_leaves_no_job,
    of_a_kind_there_is_one_job_per_subject,
    what_is_enqueued_while_it_is_done_is_done_again,
    a_job_that_failed_comes_back_and_is_buried_in_the_end,
    a_dead_letter_is_requeued_or_discarded_by_hand,
    a_lease_that_ran_out_is_taken_again_and_the_first_worker_changes_nothing,
    a_job_that_kills_its_workers_is_buried,
    a_renewed_lease_lasts,
    workers_at_once_never_get_the_same_job,
    workers_hear_of_a_due_job_once_it_is_committed,
);

const LASTS: SignedDuration = SignedDuration::from_secs(60);

async fn enqueue(store: &Store, subject: &'static str, run_at: Timestamp) {
    write!(store, |tx| {
        let job = NewJob {
            kind: "ask",
            subject,
            run_at,
            most_attempts: 3,
        };
        jobs::enqueue(tx, &job, now()).await?;
    })
    .await
    .unwrap();
}

async fn lease(store: &Store, owner: &'static str, at: Timestamp) -> Vec<Lease> {
    write!(store, |tx| jobs::lease(tx, &["ask"], owner, at, LASTS, 10)
        .await?)
    .await
    .unwrap()
}

async fn finish(store: &Store, lease: &Lease) -> bool {
    let lease = lease.clone();
    store
        .write(async move |tx| jobs::finish(tx, &lease).await)
        .await
        .unwrap()
}

async fn retry(store: &Store, lease: &Lease, run_at: Timestamp) -> Failed {
    let lease = lease.clone();
    store
        .write(async move |tx| jobs::retry(tx, &lease, run_at, "register_down").await)
        .await
        .unwrap()
}

async fn all(store: &Store) -> Vec<jobs::Job> {
    read!(store, |tx| jobs::list(tx, None, 100).await?)
        .await
        .unwrap()
}

async fn a_job_is_done_once_and_goes(db: &Database) {
    enqueue(&db.store, "1", now()).await;
    let taken = lease(&db.store, "a", now()).await;
    assert_eq!((taken.len(), taken[0].attempt), (1, 1));
    assert_eq!(lease(&db.store, "b", now()).await, [], "it is taken");
    assert!(finish(&db.store, &taken[0]).await);
    assert!(!finish(&db.store, &taken[0]).await, "it is gone");
    assert_eq!(all(&db.store).await, []);
}

async fn a_job_waits_for_its_time(db: &Database) {
    enqueue(&db.store, "1", later(10)).await;
    let due = async |at| {
        read!(db.store, |tx| jobs::is_due(tx, &["ask"], at).await?)
            .await
            .unwrap()
    };
    assert!(!due(later(9)).await);
    assert_eq!(lease(&db.store, "a", later(9)).await, []);
    assert!(due(later(10)).await);
    let other_kind = read!(db.store, |tx| jobs::is_due(tx, &["sweep"], later(10))
        .await?)
    .await
    .unwrap();
    assert!(!other_kind);
    assert_eq!(lease(&db.store, "a", later(10)).await.len(), 1);
}

async fn what_is_undone_leaves_no_job(db: &Database) {
    let outcome: Result<(), StoreError> = db
        .store
        .write(async move |tx| {
            let job = NewJob {
                kind: "ask",
                subject: "1",
                run_at: now(),
                most_attempts: 3,
            };
            jobs::enqueue(tx, &job, now()).await?;
            Err(StoreError::Busy)
        })
        .await;
    assert!(outcome.is_err());
    assert_eq!(all(&db.store).await, []);
}

async fn of_a_kind_there_is_one_job_per_subject(db: &Database) {
    enqueue(&db.store, "1", later(10)).await;
    enqueue(&db.store, "2", later(10)).await;
    for (again, stands) in [(later(20), later(10)), (later(5), later(5))] {
        enqueue(&db.store, "1", again).await;
        let jobs = all(&db.store).await;
        assert_eq!((jobs.len(), jobs[0].run_at), (2, stands));
    }
}

async fn what_is_enqueued_while_it_is_done_is_done_again(db: &Database) {
    enqueue(&db.store, "1", now()).await;
    let taken = lease(&db.store, "a", now()).await;
    enqueue(&db.store, "1", later(30)).await;
    enqueue(&db.store, "1", later(20)).await;
    assert!(finish(&db.store, &taken[0]).await);
    let jobs = all(&db.store).await;
    assert_eq!(
        (jobs[0].state, jobs[0].run_at, jobs[0].attempts),
        (JobState::Waiting, later(20), 0)
    );
}

async fn a_job_that_failed_comes_back_and_is_buried_in_the_end(db: &Database) {
    enqueue(&db.store, "1", now()).await;
    for attempt in 1..=3 {
        let at = later(i64::from(attempt) * 100);
        let taken = lease(&db.store, "a", at).await;
        assert_eq!(taken[0].attempt, attempt);
        let failed = retry(&db.store, &taken[0], later(i64::from(attempt) * 100 + 50)).await;
        let expected = if attempt < 3 {
            Failed::Waits
        } else {
            Failed::Dead
        };
        assert_eq!(failed, expected);
        assert_eq!(retry(&db.store, &taken[0], at).await, Failed::Lost);
    }
    assert_eq!(lease(&db.store, "a", later(9_999)).await, []);
    let jobs = all(&db.store).await;
    assert_eq!(
        (jobs[0].state, jobs[0].last_error.as_deref()),
        (JobState::Dead, Some("register_down"))
    );
    // Enqueueing it for a new reason revives it.
    enqueue(&db.store, "1", later(10_000)).await;
    assert_eq!(lease(&db.store, "a", later(10_000)).await[0].attempt, 1);
}

async fn a_dead_letter_is_requeued_or_discarded_by_hand(db: &Database) {
    let requeue = async || {
        write!(db.store, |tx| jobs::requeue(tx, "ask", "1").await?)
            .await
            .unwrap()
    };
    let discard = async || {
        write!(db.store, |tx| jobs::discard(tx, "ask", "1").await?)
            .await
            .unwrap()
    };
    enqueue(&db.store, "1", later(7)).await;
    assert!(!requeue().await, "it waits");
    assert!(!discard().await, "it waits");
    db.spoil("UPDATE jobs SET state = 'dead', attempts = 3")
        .await;
    assert!(requeue().await);
    let jobs = all(&db.store).await;
    assert_eq!(
        (jobs[0].state, jobs[0].run_at, jobs[0].attempts),
        (JobState::Waiting, now(), 0)
    );
    db.spoil("UPDATE jobs SET state = 'dead'").await;
    assert!(discard().await);
    assert_eq!(all(&db.store).await, []);
}

async fn a_lease_that_ran_out_is_taken_again_and_the_first_worker_changes_nothing(db: &Database) {
    enqueue(&db.store, "1", now()).await;
    let first = lease(&db.store, "a", now()).await;
    assert_eq!(lease(&db.store, "b", later(59)).await, []);
    // Every lease is a new one, even for the same worker.
    for (owner, at) in [("b", later(60)), ("b", later(120))] {
        let next = lease(&db.store, owner, at).await;
        assert_eq!(next.len(), 1);
        assert!(!finish(&db.store, &first[0]).await);
        assert_eq!(retry(&db.store, &first[0], at).await, Failed::Lost);
    }
    let jobs = all(&db.store).await;
    assert_eq!((jobs[0].state, jobs[0].attempts), (JobState::Leased, 3));
}

async fn a_job_that_kills_its_workers_is_buried(db: &Database) {
    enqueue(&db.store, "1", now()).await;
    enqueue(&db.store, "2", later(500)).await;
    for n in 0..3 {
        assert_eq!(lease(&db.store, "a", later(n * 60)).await.len(), 1);
    }
    let taken = lease(&db.store, "a", later(500)).await;
    assert_eq!(taken[0].subject, "2", "the next one is not held up");
    let dead = read!(db.store, |tx| jobs::list(tx, Some(JobState::Dead), 9)
        .await?)
    .await
    .unwrap();
    assert_eq!(dead[0].last_error.as_deref(), Some("abandoned"));
}

async fn a_renewed_lease_lasts(db: &Database) {
    enqueue(&db.store, "1", now()).await;
    let taken = lease(&db.store, "a", now()).await;
    let renew = async |lease: Lease| {
        db.store
            .write(async move |tx| jobs::renew(tx, &lease, later(600)).await)
            .await
            .unwrap()
    };
    let longer = renew(taken[0].clone()).await.unwrap();
    assert_eq!(renew(taken[0].clone()).await, None, "that one is over");
    assert_eq!(lease(&db.store, "b", later(599)).await, []);
    assert!(finish(&db.store, &longer).await);
}

async fn workers_at_once_never_get_the_same_job(db: &Database) {
    const SUBJECTS: [&str; 12] = [
        "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12",
    ];
    for subject in SUBJECTS {
        enqueue(&db.store, subject, now()).await;
    }
    let workers = (0..6).map(|_| {
        let store = db.store.clone();
        tokio::spawn(async move {
            let mut got = Vec::new();
            loop {
                let taken = write!(store, |tx| jobs::lease(tx, &["ask"], "a", now(), LASTS, 1)
                    .await?)
                .await
                .unwrap();
                match taken.into_iter().next() {
                    Some(lease) => got.push(lease.subject),
                    None => return got,
                }
            }
        })
    });
    let mut got = Vec::new();
    for worker in workers.collect::<Vec<_>>() {
        got.extend(worker.await.unwrap());
    }
    got.sort();
    let mut expected = SUBJECTS.map(str::to_owned);
    expected.sort();
    assert_eq!(got, expected, "each one once");
}

#[test]
fn the_wait_grows_to_its_longest_and_chance_adds_a_quarter_at_most() {
    let backoff = RetryDelay {
        first: SignedDuration::from_mins(5),
        factor: 4,
        longest: SignedDuration::from_hours(24),
    };
    let minutes = |attempt, jitter| backoff.wait(attempt, jitter).as_mins();
    for (attempt, expected) in [
        (1, 5),
        (2, 20),
        (3, 80),
        (4, 320),
        (5, 1280),
        (6, 1440),
        (99, 1440),
    ] {
        assert_eq!(minutes(attempt, 0), expected, "attempt {attempt}");
        let most = minutes(attempt, u8::MAX);
        assert!(most >= expected && most <= expected + expected / 4);
    }
}

async fn workers_hear_of_a_due_job_once_it_is_committed(db: &Database) {
    let mut due = db.store.due_jobs();
    enqueue(&db.store, "later", later(60)).await;
    assert!(!due.has_changed().unwrap(), "it is not due yet");
    let undone = db.store.write(async |tx| {
        let job = NewJob {
            kind: "ask",
            subject: "undone",
            run_at: now(),
            most_attempts: 3,
        };
        jobs::enqueue(tx, &job, now()).await?;
        Err::<(), _>(StoreError::Busy)
    });
    undone.await.unwrap_err();
    assert!(!due.has_changed().unwrap(), "nothing was committed");
    enqueue(&db.store, "now", now()).await;
    assert!(due.has_changed().unwrap());
    due.mark_unchanged();
    // What waits already and becomes due earlier is heard of too.
    enqueue(&db.store, "later", now()).await;
    assert!(due.has_changed().unwrap());
}
