//! Challenges that are answered once.

use sea_orm_migration::prelude::*;

use super::{index, integer, table, text};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        table(
            manager,
            "challenges",
            vec![
                text("id"),
                text("purpose"),
                text("answers"),
                integer("tries_left"),
                integer("expires_at"),
            ],
            &["id"],
            None,
        )
        .await?;
        index(manager, "challenges", &["expires_at"]).await
    }
}
