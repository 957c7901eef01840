//! Frozen submissions, their receipt numbers and the pictures that they hold.

use sea_orm_migration::prelude::*;

use super::{index, integer, sealed, table, text};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        table(
            manager,
            "submissions",
            vec![
                text("case_id"),
                integer("number"),
                text("receipt"),
                sealed("snapshot"),
                text("hash"),
                text("agreed"),
                ColumnDef::new("relationship_verified")
                    .boolean()
                    .not_null()
                    .to_owned(),
                integer("submitted_at"),
            ],
            &["case_id", "number"],
            Some(("cases", "case_id")),
        )
        .await?;
        table(
            manager,
            "receipts",
            vec![text("receipt"), text("case_id")],
            &["receipt"],
            Some(("cases", "case_id")),
        )
        .await?;
        table(
            manager,
            "submission_pictures",
            vec![
                text("case_id"),
                integer("number"),
                text("material"),
                text("object_id"),
            ],
            &["case_id", "number", "material"],
            Some(("cases", "case_id")),
        )
        .await?;
        index(manager, "submission_pictures", &["object_id"]).await
    }
}
