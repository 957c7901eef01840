//! The tables, one set of steps for both databases.
//!
//! A step that was released is never edited; the next one changes what it made. Types are the few that both databases mean
//! alike: text, 64-bit integer, boolean, bytes. Instants are milliseconds, ids are text.

mod m20261122_000001_accounts;
mod m20261122_000002_sessions;
mod m20261122_000003_limits;
mod m20261122_000004_challenges;
mod m20261122_000005_cases;
mod m20261122_000006_answers;
mod m20261122_000007_materials;
mod m20261122_000008_relationships;
mod m20261122_000009_submissions;
mod m20261122_000010_live_children;
mod m20261122_000011_lookups;
mod m20261122_000012_idempotency;
mod m20261122_000013_journal;
mod m20261122_000014_settings;
mod m20261125_000001_jobs;
mod m20261125_000002_findings;
mod m20261125_000003_sweeping;
mod m20261125_000021_relationships_chosen;
mod m20261125_000022_materials_from_earlier;
mod m20261125_000023_submitted_children;
mod m20261125_000030_releases;
mod m20261125_000031_marks;
mod m20261126_000041_material_crops;
mod m20261126_000051_captures;
mod m20261126_000061_proved_by_log_in;
mod m20261129_000001_lookups_at;
mod m20261129_000071_password_closed;
mod m20261130_000001_records;

use sea_orm::{
    DatabaseConnection, DbBackend, SqliteTransactionMode, TransactionOptions, TransactionTrait as _,
};
use sea_orm_migration::prelude::*;

use crate::error::StoreError;
// The steps take these from here.
use crate::schema::{index, integer, optional, sealed, table, text};

struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261122_000001_accounts::Migration),
            Box::new(m20261122_000002_sessions::Migration),
            Box::new(m20261122_000003_limits::Migration),
            Box::new(m20261122_000004_challenges::Migration),
            Box::new(m20261122_000005_cases::Migration),
            Box::new(m20261122_000006_answers::Migration),
            Box::new(m20261122_000007_materials::Migration),
            Box::new(m20261122_000008_relationships::Migration),
            Box::new(m20261122_000009_submissions::Migration),
            Box::new(m20261122_000010_live_children::Migration),
            Box::new(m20261122_000011_lookups::Migration),
            Box::new(m20261122_000012_idempotency::Migration),
            Box::new(m20261122_000013_journal::Migration),
            Box::new(m20261122_000014_settings::Migration),
            Box::new(m20261125_000001_jobs::Migration),
            Box::new(m20261125_000002_findings::Migration),
            Box::new(m20261125_000003_sweeping::Migration),
            Box::new(m20261125_000021_relationships_chosen::Migration),
            Box::new(m20261125_000022_materials_from_earlier::Migration),
            Box::new(m20261125_000023_submitted_children::Migration),
            Box::new(m20261125_000030_releases::Migration),
            Box::new(m20261125_000031_marks::Migration),
            Box::new(m20261126_000041_material_crops::Migration),
            Box::new(m20261126_000051_captures::Migration),
            Box::new(m20261126_000061_proved_by_log_in::Migration),
            Box::new(m20261129_000001_lookups_at::Migration),
            Box::new(m20261129_000071_password_closed::Migration),
            Box::new(m20261130_000001_records::Migration),
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
    Migrator::up(&transaction, None).await?;
    transaction.commit().await?;
    Ok(())
}

/// Refuses tables that are older or newer than this program.
pub(crate) async fn assert_current(connection: &DatabaseConnection) -> Result<(), StoreError> {
    let query = connection.query_all_raw(sea_orm::Statement::from_string(
        connection.get_database_backend(),
        "SELECT version FROM seaql_migrations ORDER BY version",
    ));
    let rows = match query.await.map_err(StoreError::from) {
        // No such table: never migrated.
        Err(StoreError::Refused(_)) => Vec::new(),
        rows => rows?,
    };
    let done: Vec<String> = rows
        .iter()
        .map(|row| row.try_get("", "version"))
        .collect::<Result<_, _>>()?;
    let known: Vec<String> = Migrator::migrations()
        .iter()
        .map(|step| step.name().to_owned())
        .collect();
    if done == known {
        Ok(())
    } else {
        Err(StoreError::Open(
            "the tables are not those of this program: run daiban migrate, with this version of it"
                .into(),
        ))
    }
}
