//! The group commit, with every kind of failure inside one group.

use std::sync::Arc;

use futures::future::BoxFuture;
use sea_orm::{ConnectionTrait as _, DatabaseConnection};
use tokio::sync::Notify;

use super::Writer;
use crate::StoreError;
use crate::bell::Bell;
use crate::seal::Keyring;
use crate::sqlite::File;
use crate::tx::Tx;

/// A database with one table, and its writer.
struct Bench {
    _folder: tempfile::TempDir,
    readers: DatabaseConnection,
    writer: Writer,
}

impl Bench {
    /// `pages`: the maximum size of the database on the first connection; a new connection has no such limit.
    async fn with_room_for(pages: Option<u32>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("t.db").display());
        let file = File::prepare(&url).unwrap();
        let connection = file.connect_writer().await.unwrap();
        connection
            .execute_unprepared("CREATE TABLE t (id INTEGER PRIMARY KEY, body BLOB)")
            .await
            .unwrap();
        if let Some(pages) = pages {
            connection
                .execute_unprepared(&format!("PRAGMA max_page_count = {pages}"))
                .await
                .unwrap();
        }
        let readers = file.connect_readers(2).await.unwrap();
        let keyring = Arc::new(Keyring::generate().unwrap());
        let (writer, _) = Writer::start(file, connection, keyring, Bell::new());
        Self {
            _folder: folder,
            readers,
            writer,
        }
    }

    /// Queues the jobs behind one that blocks the writer, so that they share one commit.
    async fn together(&self, jobs: Vec<TestJob>) -> Vec<Result<(), StoreError>> {
        let gate = Arc::new(Notify::new());
        let begun = Arc::new(Notify::new());
        let held = {
            let (writer, gate, begun) = (self.writer.clone(), gate.clone(), begun.clone());
            tokio::spawn(async move {
                writer
                    .write(async move |_| {
                        begun.notify_one();
                        gate.notified().await;
                        Ok::<_, StoreError>(())
                    })
                    .await
            })
        };
        begun.notified().await;
        let mut waiting = Vec::new();
        for job in jobs {
            let writer = self.writer.clone();
            waiting.push(tokio::spawn(async move {
                writer.write(async move |tx| job(tx).await).await
            }));
            // In order: each is queued before the next is created.
            tokio::task::yield_now().await;
        }
        gate.notify_one();
        held.await.unwrap().unwrap();
        let mut outcomes = Vec::new();
        for outcome in waiting {
            outcomes.push(outcome.await.unwrap());
        }
        outcomes
    }

    async fn ids(&self) -> Vec<i64> {
        let sql = "SELECT id FROM t ORDER BY id";
        let statement = sea_orm::Statement::from_string(sea_orm::DbBackend::Sqlite, sql);
        let rows = self.readers.query_all_raw(statement).await.unwrap();
        rows.iter()
            .map(|row| row.try_get("", "id").unwrap())
            .collect()
    }
}

type TestJob = Box<dyn for<'t> FnOnce(&'t Tx) -> BoxFuture<'t, Result<(), StoreError>> + Send>;

fn insert(id: i64) -> TestJob {
    insert_of_size(id, 100)
}

fn insert_of_size(id: i64, bytes: usize) -> TestJob {
    sql(format!("INSERT INTO t VALUES ({id}, zeroblob({bytes}))"))
}

fn sql(sql: String) -> TestJob {
    Box::new(move |tx| {
        Box::pin(async move {
            tx.connection().execute_unprepared(&sql).await?;
            Ok(())
        })
    })
}

#[tokio::test]
async fn saves_that_wait_together_are_all_made() {
    let bench = Bench::with_room_for(None).await;
    let outcomes = bench.together((1..=50).map(insert).collect()).await;
    assert!(outcomes.iter().all(Result::is_ok));
    assert_eq!(bench.ids().await, (1..=50).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_refused_save_fails_alone() {
    let bench = Bench::with_room_for(None).await;
    let outcomes = bench.together(vec![insert(1), insert(1), insert(2)]).await;
    assert!(outcomes[0].is_ok() && outcomes[2].is_ok());
    assert!(
        matches!(outcomes[1], Err(StoreError::Refused(_))),
        "{:?}",
        outcomes[1]
    );
    assert_eq!(bench.ids().await, [1, 2]);
}

#[tokio::test]
async fn what_a_failed_save_did_before_its_fault_is_undone() {
    let bench = Bench::with_room_for(None).await;
    let half: TestJob = Box::new(|tx| {
        Box::pin(async move {
            tx.connection()
                .execute_unprepared("INSERT INTO t VALUES (7, NULL)")
                .await?;
            Err(StoreError::Open("changed its mind".into()))
        })
    });
    let outcomes = bench.together(vec![insert(1), half, insert(2)]).await;
    assert!(outcomes[0].is_ok() && outcomes[1].is_err() && outcomes[2].is_ok());
    assert_eq!(bench.ids().await, [1, 2]);
}

#[tokio::test]
async fn a_save_that_ignores_an_error_is_undone_and_told_so() {
    let bench = Bench::with_room_for(None).await;
    let careless: TestJob = Box::new(|tx| {
        Box::pin(async move {
            tx.connection()
                .execute_unprepared("INSERT INTO t VALUES (7, NULL)")
                .await?;
            let _ = tx
                .connection()
                .execute_unprepared("INSERT INTO t VALUES (7, NULL)")
                .await;
            // Nothing runs after the first error, as in PostgreSQL.
            assert!(
                tx.connection()
                    .execute_unprepared("INSERT INTO t VALUES (8, NULL)")
                    .await
                    .is_err()
            );
            Ok(())
        })
    });
    let outcomes = bench.together(vec![insert(1), careless, insert(2)]).await;
    assert!(
        matches!(outcomes[1], Err(StoreError::Ignored(_))),
        "{:?}",
        outcomes[1]
    );
    assert!(outcomes[0].is_ok() && outcomes[2].is_ok());
    assert_eq!(bench.ids().await, [1, 2]);
}

#[tokio::test]
async fn a_panic_is_undone_alone() {
    let bench = Bench::with_room_for(None).await;
    let panics: TestJob = Box::new(|tx| {
        Box::pin(async move {
            tx.connection()
                .execute_unprepared("INSERT INTO t VALUES (7, NULL)")
                .await?;
            panic!("a fault of ours");
        })
    });
    let outcomes = bench.together(vec![insert(1), panics, insert(2)]).await;
    assert!(
        matches!(outcomes[1], Err(StoreError::Panicked)),
        "{:?}",
        outcomes[1]
    );
    assert!(outcomes[0].is_ok() && outcomes[2].is_ok());
    assert_eq!(bench.ids().await, [1, 2]);
}

/// On a full disk SQLite rolls back the whole transaction, not only the statement. Handled carelessly, the save before would be
/// acknowledged and lost, and the save after durable but reported as failed.
#[tokio::test]
async fn a_full_disk_fails_the_whole_group_and_nothing_of_it_stays() {
    let bench = Bench::with_room_for(Some(20)).await;
    assert!(bench.together(vec![insert(1)]).await[0].is_ok());
    let outcomes = bench
        .together(vec![insert(2), insert_of_size(3, 4_000_000), insert(4)])
        .await;
    for outcome in &outcomes {
        assert!(
            matches!(outcome, Err(StoreError::Unavailable(_))),
            "{outcome:?}"
        );
    }
    assert_eq!(bench.ids().await, [1]);
    // The connection was discarded: the next one has room again, and the writer still runs.
    assert!(bench.together(vec![insert(5)]).await[0].is_ok());
    assert_eq!(bench.ids().await, [1, 5]);
}

#[tokio::test]
async fn a_full_disk_that_a_save_ignores_fails_the_whole_group_as_well() {
    let bench = Bench::with_room_for(Some(20)).await;
    let careless: TestJob = Box::new(|tx| {
        Box::pin(async move {
            let _ = tx
                .connection()
                .execute_unprepared("INSERT INTO t VALUES (3, zeroblob(4000000))")
                .await;
            Ok(())
        })
    });
    let outcomes = bench.together(vec![insert(2), careless, insert(4)]).await;
    assert!(outcomes.iter().all(Result::is_err), "{outcomes:?}");
    assert_eq!(bench.ids().await, [0_i64; 0]);
}

#[tokio::test]
async fn a_caller_that_went_away_does_not_stop_its_save() {
    let bench = Bench::with_room_for(None).await;
    let writer = bench.writer.clone();
    let caller = tokio::spawn(async move { writer.write(async |tx| insert(1)(tx).await).await });
    while bench.ids().await.is_empty() {
        tokio::task::yield_now().await;
    }
    caller.abort();
    assert!(bench.together(vec![insert(2)]).await[0].is_ok());
    assert_eq!(bench.ids().await, [1, 2]);
}

/// The SQLite behaviour that the writer relies on. If one of these fails after an upgrade, reread
/// `docs/adr/0001-one-writer-group-commit.md`.
mod what_sqlite_does {
    use sea_orm::TransactionTrait as _;

    use super::*;

    #[tokio::test]
    async fn a_full_disk_undoes_the_whole_transaction_and_the_savepoint_cannot_be_rolled_back() {
        let folder = tempfile::tempdir().unwrap();
        let file =
            File::prepare(&format!("sqlite:{}", folder.path().join("t.db").display())).unwrap();
        let connection = file.connect_writer().await.unwrap();
        connection
            .execute_unprepared(
                "CREATE TABLE t (id INTEGER PRIMARY KEY, body BLOB); PRAGMA max_page_count = 20",
            )
            .await
            .unwrap();
        let outer = connection.begin().await.unwrap();
        let good = outer.begin().await.unwrap();
        good.execute_unprepared("INSERT INTO t VALUES (1, NULL)")
            .await
            .unwrap();
        good.commit().await.unwrap();
        let bad = outer.begin().await.unwrap();
        let full = bad
            .execute_unprepared("INSERT INTO t VALUES (2, zeroblob(4000000))")
            .await;
        assert!(full.unwrap_err().to_string().contains("full"));
        assert!(
            bad.rollback().await.is_err(),
            "the savepoint is gone with the transaction"
        );
        assert!(
            outer.commit().await.is_err(),
            "there is nothing left to commit"
        );
        let readers = file.connect_readers(1).await.unwrap();
        let statement =
            sea_orm::Statement::from_string(sea_orm::DbBackend::Sqlite, "SELECT id FROM t");
        assert!(
            readers.query_one_raw(statement).await.unwrap().is_none(),
            "the good save is gone as well"
        );
    }
}
