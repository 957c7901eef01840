//! Requests that may come twice.

use sea_orm_migration::prelude::*;

use super::{index, integer, table, text};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        table(
            manager,
            "idempotency",
            vec![text("scope"), text("key"), text("result"), integer("at")],
            &["scope", "key"],
            None,
        )
        .await?;
        index(manager, "idempotency", &["at"]).await
    }
}
