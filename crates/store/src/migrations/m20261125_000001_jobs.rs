//! Work that is done later.

use sea_orm_migration::prelude::*;

use super::{index, integer, optional, table, text};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        table(
            manager,
            "jobs",
            vec![
                text("kind"),
                text("subject"),
                text("state"),
                integer("run_at"),
                integer("attempts"),
                integer("most_attempts"),
                optional(text("lease_by")),
                optional(integer("lease_until")),
                optional(integer("again_at")),
                optional(text("last_error")),
                integer("created_at"),
            ],
            &["kind", "subject"],
            None,
        )
        .await?;
        index(manager, "jobs", &["state", "run_at"]).await
    }
}
