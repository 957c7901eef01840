//! By which way in a session began; none for those that began before, and for codes and passwords.

use sea_orm_migration::prelude::*;

use crate::schema::{optional, text};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut alter = Table::alter();
        alter.table("sessions").add_column(optional(text("way")));
        manager.alter_table(alter).await
    }
}
