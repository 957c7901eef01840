//! What was sent for a slot and held back.

use sea_orm_migration::prelude::*;

use crate::schema::{integer, table, text, truth};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        table(
            manager,
            "picture_tries",
            vec![
                text("case_id"),
                text("material"),
                text("sm3"),
                text("faults"),
                integer("tries"),
                truth("taken"),
                integer("tried_at"),
            ],
            &["case_id", "material", "sm3"],
            Some(("cases", "case_id")),
        )
        .await
    }
}
