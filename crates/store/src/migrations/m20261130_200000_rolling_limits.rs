//! Counts over rolling windows: the instants of what is counted, such as codes to a mobile.

use sea_orm_migration::prelude::*;

use crate::schema::{index, integer, table, text};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        table(
            manager,
            "rolling_limits",
            vec![
                text("kind"),
                text("subject"),
                text("hits"),
                integer("counts_until"),
            ],
            &["kind", "subject"],
            None,
        )
        .await?;
        index(manager, "rolling_limits", &["counts_until"]).await
    }
}
