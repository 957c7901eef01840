//! In which language a message is sent; none is Chinese.

use sea_orm_migration::prelude::*;

use crate::schema::{optional, text};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut alter = Table::alter();
        alter.table("messages").add_column(optional(text("lang")));
        manager.alter_table(alter).await
    }
}
