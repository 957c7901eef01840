//! That a register was asked.

use sea_orm_migration::prelude::*;

use super::{index, integer, optional, table, text};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        table(
            manager,
            "lookups",
            vec![
                text("id"),
                optional(text("case_id")),
                text("account_id"),
                text("operation"),
                text("purpose"),
                text("consent"),
                text("operator"),
                text("outcome"),
                integer("at"),
            ],
            &["id"],
            Some(("accounts", "account_id")),
        )
        .await?;
        index(manager, "lookups", &["case_id"]).await
    }
}
