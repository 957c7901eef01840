//! Plain facts about this instance.

use sea_orm_migration::prelude::*;

use super::{table, text};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        table(
            manager,
            "settings",
            vec![text("key"), text("value")],
            &["key"],
            None,
        )
        .await
    }
}
