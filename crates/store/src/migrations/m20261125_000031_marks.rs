//! What a draft has to answer again, since it moved to another release.

use sea_orm_migration::prelude::*;

use super::{integer, table, text};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        table(
            manager,
            "marks",
            vec![
                text("case_id"),
                text("item"),
                text("class"),
                text("since"),
                integer("made_at"),
            ],
            &["case_id", "item"],
            Some(("cases", "case_id")),
        )
        .await
    }
}
