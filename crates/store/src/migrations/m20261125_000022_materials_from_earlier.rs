//! Whether a picture was taken over from an earlier application.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut alter = Table::alter();
        alter.table("materials").add_column(
            ColumnDef::new("from_earlier")
                .boolean()
                .not_null()
                .default(false),
        );
        manager.alter_table(alter).await
    }
}
