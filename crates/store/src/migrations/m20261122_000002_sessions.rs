//! Sessions.

use sea_orm_migration::prelude::*;

use super::{index, integer, table, text};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        table(
            manager,
            "sessions",
            vec![
                text("token"),
                text("account_id"),
                integer("created_at"),
                integer("last_seen_at"),
                integer("expires_at"),
            ],
            &["token"],
            Some(("accounts", "account_id")),
        )
        .await?;
        index(manager, "sessions", &["account_id"]).await?;
        index(manager, "sessions", &["expires_at"]).await
    }
}
