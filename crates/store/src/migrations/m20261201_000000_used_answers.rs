//! Answers of platforms that were used, so that none counts for two accounts.

use sea_orm_migration::prelude::*;

use crate::schema::{index, integer, table, text};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        table(
            manager,
            "used_answers",
            vec![
                text("fingerprint"),
                text("account_id"),
                integer("expires_at"),
            ],
            &["fingerprint"],
            None,
        )
        .await?;
        index(manager, "used_answers", &["expires_at"]).await
    }
}
