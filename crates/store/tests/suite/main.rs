//! The whole store, unchanged on both databases.
//!
//! SQLite lies in a temporary folder. PostgreSQL is a server named by `DAIBAN_TEST_POSTGRES`, in which each test makes a
//! database of its own; `cargo xtask test` starts one.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

mod afresh;
mod captures;
mod closing;
mod database;
mod duplicates;
mod findings;
mod jobs;
mod limits;
mod people;
mod records;
mod registers;
mod releases;
mod rotation;
mod submissions;
mod sweeping;
mod trail;
mod transactions;

/// Makes each of these tests twice: on SQLite and on PostgreSQL.
macro_rules! on_both_databases {
    ($($name:ident),* $(,)?) => {
        mod on_sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                crate::database::Database::sqlite().await.run(super::$name).await;
            })*
        }
        mod on_postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                crate::database::Database::postgres().await.run(super::$name).await;
            })*
        }
    };
}
use on_both_databases;
