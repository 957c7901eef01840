//! Where a draft stands, and why it cannot go on, for the list of an agent's applications.

use sea_orm_migration::prelude::*;

use crate::schema::{optional, text};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // SQLite adds one column at a time. Without a value they are left out of the MAC, so rows stay as they are.
        for column in [optional(text("next_step")), optional(text("refusal"))] {
            let mut alter = Table::alter();
            alter.table("cases").add_column(column);
            manager.alter_table(alter).await?;
        }
        Ok(())
    }
}
