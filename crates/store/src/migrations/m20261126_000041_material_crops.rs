//! Which part of a picture is used. Not sealed: four numbers, no content. Empty where all of it is, and for pictures from
//! before.

use sea_orm_migration::prelude::*;

use super::{optional, text};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut alter = Table::alter();
        alter.table("materials").add_column(optional(text("crop")));
        manager.alter_table(alter).await
    }
}
