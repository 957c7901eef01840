//! The tables, one set of steps for both databases.
//!
//! A step that was released is never edited; the next one changes what it made. Types are the few that both databases mean
//! alike: text, 64-bit integer, boolean, bytes. Instants are milliseconds, ids are text.

mod m20261130_000001_beginning;
mod m20261130_000002_case_lines;
mod m20261130_100000_picture_tries;
mod m20261130_110000_case_steps;
mod m20261130_160000_messages_to_visitors;
mod m20261130_200000_rolling_limits;
mod m20261130_200100_message_delivery;
mod m20261130_220000_face_checks;
mod m20261130_230000_message_grants;
mod m20261130_230000_ways_in_progress;
mod m20261201_000000_used_answers;
mod m20261201_010000_message_language;
mod m20261201_050000_session_way;

use sea_orm::{
    DatabaseConnection, DbBackend, SqliteTransactionMode, TransactionOptions, TransactionTrait as _,
};
use sea_orm_migration::prelude::*;

use crate::error::StoreError;

struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261130_000001_beginning::Migration),
            Box::new(m20261130_000002_case_lines::Migration),
            Box::new(m20261130_100000_picture_tries::Migration),
            Box::new(m20261130_110000_case_steps::Migration),
            Box::new(m20261130_160000_messages_to_visitors::Migration),
            Box::new(m20261130_200000_rolling_limits::Migration),
            Box::new(m20261130_200100_message_delivery::Migration),
            Box::new(m20261130_220000_face_checks::Migration),
            Box::new(m20261130_230000_message_grants::Migration),
            Box::new(m20261130_230000_ways_in_progress::Migration),
            Box::new(m20261201_000000_used_answers::Migration),
            Box::new(m20261201_010000_message_language::Migration),
            Box::new(m20261201_050000_session_way::Migration),
        ]
    }
}

/// Any number that nothing else in the database locks.
const LOCK: i64 = 0x6461_6962_616e;

/// Runs what is pending, in one transaction: sea-orm-migration opens one on PostgreSQL only, and a process killed
/// between a table and the note that it was made would not start again. Of several processes that start at once, one
/// migrates and the others wait.
pub(crate) async fn run(connection: &DatabaseConnection) -> Result<(), StoreError> {
    let options = TransactionOptions {
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..TransactionOptions::default()
    };
    let transaction = connection.begin_with_options(options).await?;
    if transaction.get_database_backend() == DbBackend::Postgres {
        transaction
            .execute_unprepared(&format!("SELECT pg_advisory_xact_lock({LOCK})"))
            .await?;
    }
    let known = known();
    if done(&transaction)
        .await?
        .iter()
        .any(|step| !known.contains(step))
    {
        return Err(StoreError::Open(
            "another version of this program made the tables: run that version, or begin with an empty data folder and an empty database"
                .into(),
        ));
    }
    Migrator::up(&transaction, None).await?;
    transaction.commit().await?;
    Ok(())
}

/// Refuses tables that are older or newer than this program.
pub(crate) async fn assert_current(connection: &DatabaseConnection) -> Result<(), StoreError> {
    if done(connection).await? == known() {
        Ok(())
    } else {
        Err(StoreError::Open(
            "the tables are not those of this program: run daiban migrate, with this version of it"
                .into(),
        ))
    }
}

/// The steps of this program, in order.
fn known() -> Vec<String> {
    Migrator::migrations()
        .iter()
        .map(|step| step.name().to_owned())
        .collect()
}

/// The steps that were run on this database, in order; none if it was never migrated.
async fn done<'c, C>(connection: &'c C) -> Result<Vec<String>, StoreError>
where
    C: ConnectionTrait,
    &'c C: sea_orm::IntoDatabaseExecutor<'c>,
{
    if !SchemaManager::new(connection)
        .has_table("seaql_migrations")
        .await?
    {
        return Ok(Vec::new());
    }
    let rows = connection
        .query_all_raw(sea_orm::Statement::from_string(
            connection.get_database_backend(),
            "SELECT version FROM seaql_migrations ORDER BY version",
        ))
        .await?;
    Ok(rows
        .iter()
        .map(|row| row.try_get("", "version"))
        .collect::<Result<_, _>>()?)
}
