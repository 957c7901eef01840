//! Rights to add one picture from a phone.

use sea_orm_migration::prelude::*;

use super::{index, integer, optional, table, text};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        table(
            manager,
            "captures",
            vec![
                text("case_id"),
                text("material"),
                text("account_id"),
                text("session"),
                text("token"),
                text("salt"),
                integer("tries_left"),
                integer("made_at"),
                integer("expires_at"),
                optional(integer("used_at")),
            ],
            &["case_id", "material"],
            Some(("cases", "case_id")),
        )
        .await?;
        index(manager, "captures", &["token"]).await?;
        index(manager, "captures", &["account_id"]).await?;
        index(manager, "captures", &["expires_at"]).await
    }
}
