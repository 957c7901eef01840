//! Answers, one row for each field of a case.

use sea_orm_migration::prelude::*;

use super::{integer, sealed, table, text};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        table(
            manager,
            "answers",
            vec![
                text("case_id"),
                text("field"),
                sealed("value"),
                text("provenance"),
                text("channel"),
                integer("at"),
            ],
            &["case_id", "field"],
            Some(("cases", "case_id")),
        )
        .await
    }
}
