//! The journal and the sealed heads of its chains.

use sea_orm_migration::prelude::*;

use super::{integer, optional, sealed, table, text};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        table(
            manager,
            "journal",
            vec![
                text("case_id"),
                integer("seq"),
                text("kind"),
                text("actor"),
                integer("at"),
                optional(text("subject")),
                optional(text("from_state")),
                text("to_state"),
                integer("version"),
                optional(integer("submission")),
                text("payload_hash"),
                optional(sealed("payload")),
                text("previous"),
                text("hash"),
            ],
            &["case_id", "seq"],
            Some(("cases", "case_id")),
        )
        .await?;
        table(
            manager,
            "journal_heads",
            vec![text("case_id"), sealed("head")],
            &["case_id"],
            Some(("cases", "case_id")),
        )
        .await
    }
}
