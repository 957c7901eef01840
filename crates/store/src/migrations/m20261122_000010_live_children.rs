//! The one verified application that a child may have.

use sea_orm_migration::prelude::*;

use super::{index, integer, table, text};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        table(
            manager,
            "live_children",
            vec![text("fingerprint"), text("case_id"), integer("held_at")],
            &["fingerprint"],
            Some(("cases", "case_id")),
        )
        .await?;
        index(manager, "live_children", &["case_id"]).await
    }
}
