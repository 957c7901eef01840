//! What a register said about agent and child.

use sea_orm_migration::prelude::*;

use super::{integer, optional, sealed, table, text};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        table(
            manager,
            "relationships",
            vec![
                text("case_id"),
                text("state"),
                optional(sealed("relation")),
                optional(text("basis")),
                text("question"),
                integer("asked_at"),
                optional(integer("confirmed_at")),
                optional(integer("disputed_at")),
            ],
            &["case_id"],
            Some(("cases", "case_id")),
        )
        .await
    }
}
