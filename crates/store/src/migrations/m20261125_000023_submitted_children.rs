//! The children of all applications that were handed in and have not come to an end, verified or not.

use sea_orm_migration::prelude::*;

use super::{index, integer, table, text};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        table(
            manager,
            "submitted_children",
            vec![text("fingerprint"), text("case_id"), integer("since")],
            &["fingerprint", "case_id"],
            Some(("cases", "case_id")),
        )
        .await?;
        index(manager, "submitted_children", &["case_id"]).await?;
        table(
            manager,
            "submitted_children_gates",
            vec![text("fingerprint"), integer("turn")],
            &["fingerprint"],
            None,
        )
        .await
    }
}
