//! Counters that guard people.

use sea_orm_migration::prelude::*;

use super::{index, integer, table, text};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        table(
            manager,
            "limits",
            vec![
                text("kind"),
                text("subject"),
                integer("hits"),
                integer("window_ends"),
                integer("locked_until"),
            ],
            &["kind", "subject"],
            None,
        )
        .await?;
        index(manager, "limits", &["window_ends"]).await
    }
}
