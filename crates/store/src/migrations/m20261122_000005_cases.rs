//! Cases, and the index of a parent's list.

use sea_orm_migration::prelude::*;

use super::{index, integer, table, text};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        table(
            manager,
            "cases",
            vec![
                text("id"),
                text("account_id"),
                text("channel"),
                text("release"),
                text("release_hash"),
                text("state"),
                integer("version"),
                integer("submissions"),
                integer("created_at"),
                integer("updated_at"),
            ],
            &["id"],
            Some(("accounts", "account_id")),
        )
        .await?;
        index(manager, "cases", &["account_id", "updated_at", "id"]).await
    }
}
