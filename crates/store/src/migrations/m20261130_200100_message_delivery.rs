//! What became of a message after the platform took it.

use sea_orm_migration::prelude::*;

use crate::schema::{integer, optional, text};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // SQLite adds one column at a time.
        for column in [
            optional(integer("taken_at")),
            optional(text("delivery")),
            optional(text("delivery_code")),
            optional(integer("delivered_at")),
        ] {
            let mut alter = Table::alter();
            alter.table("messages").add_column(column);
            manager.alter_table(alter).await?;
        }
        Ok(())
    }
}
