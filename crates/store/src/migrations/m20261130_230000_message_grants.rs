//! What somebody lets their mini-program tell them.

use sea_orm_migration::prelude::*;

use crate::schema::{index, integer, sealed, table, text};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        table(
            manager,
            "message_grants",
            vec![
                text("id"),
                text("account_id"),
                text("template"),
                text("answer"),
                integer("at"),
                sealed("mac"),
            ],
            &["id"],
            Some(("accounts", "account_id")),
        )
        .await?;
        index(manager, "message_grants", &["account_id"]).await
    }
}
