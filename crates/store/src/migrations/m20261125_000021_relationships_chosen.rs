//! What the agent had chosen before a register found the relationship.

use sea_orm_migration::prelude::*;

use super::{optional, sealed};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut alter = Table::alter();
        alter
            .table("relationships")
            .add_column(optional(sealed("chosen")));
        manager.alter_table(alter).await
    }
}
