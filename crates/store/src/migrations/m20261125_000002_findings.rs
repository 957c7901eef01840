//! What staff should know about a submission and its agent should not.

use sea_orm_migration::prelude::*;

use super::{integer, optional, sealed, table, text};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        table(
            manager,
            "findings",
            vec![
                text("case_id"),
                integer("submission"),
                text("kind"),
                optional(sealed("detail")),
                integer("raised_at"),
                optional(integer("resolved_at")),
            ],
            &["case_id", "submission", "kind"],
            Some(("cases", "case_id")),
        )
        .await
    }
}
