//! The whole store, with the same tests on both databases.
//!
//! SQLite is in a temporary folder. PostgreSQL is a server named by `DAIBAN_TEST_POSTGRES`, on which each test creates its own
//! database; `cargo xtask test` starts one.
#![expect(clippy::unwrap_used, reason = "a test that cannot continue panics")]

mod accounts;
mod afresh;
mod altered;
mod captures;
mod checkpointing;
mod closing;
mod database;
mod duplicates;
mod face_checks;
mod findings;
mod jobs;
mod limits;
mod lines;
mod message_grants;
mod messages;
mod picture_tries;
mod pictures;
mod powers;
mod proofs;
mod queue;
mod records;
mod registers;
mod releases;
mod rolling;
mod rotation;
mod sent_codes;
mod sessions;
mod staff_records;
mod submissions;
mod sweeping;
mod trail;
mod transactions;
mod used_answers;
mod whole;

/// Generates each of these tests twice: on SQLite and on PostgreSQL.
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
