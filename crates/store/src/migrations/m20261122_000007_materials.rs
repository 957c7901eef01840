//! Which picture stands in which slot.

use sea_orm_migration::prelude::*;

use super::{integer, table, text};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        table(
            manager,
            "materials",
            vec![
                text("case_id"),
                text("material"),
                text("object_id"),
                text("sm3"),
                integer("width_px"),
                integer("height_px"),
                integer("size_bytes"),
                integer("uploaded_at"),
                text("uploaded_by"),
            ],
            &["case_id", "material"],
            Some(("cases", "case_id")),
        )
        .await
    }
}
