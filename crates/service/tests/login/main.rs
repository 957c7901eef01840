//! How somebody comes in and proves who they are, on both databases.
#![expect(clippy::unwrap_used, reason = "a test that cannot continue panics")]

mod account;
mod authority;
mod codes;
mod database;
mod faces;
mod faces_in_wechat;
mod faces_refused;
mod fresh;
mod host_phones;
mod house;
mod messages;
mod people;
mod phone;
mod platforms;
mod programs;
mod recovering;
mod registering;
mod tickets;
mod visits;

/// Generates each of these tests twice: on SQLite and on PostgreSQL.
macro_rules! on_both_databases {
    ($($name:ident),* $(,)?) => {
        mod on_sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                crate::database::on_sqlite(super::$name).await;
            })*
        }
        mod on_postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                crate::database::on_postgres(super::$name).await;
            })*
        }
    };
}
use on_both_databases;
