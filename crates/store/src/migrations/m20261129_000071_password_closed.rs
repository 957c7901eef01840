//! When wrong passwords closed the log-in by password, until its owner has read so.

use sea_orm_migration::prelude::*;

use super::{integer, optional};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut alter = Table::alter();
        alter
            .table("accounts")
            .add_column(optional(integer("password_closed_at")));
        manager.alter_table(alter).await
    }
}
