//! The tables as the first release has them, an area a file.

use sea_orm_migration::prelude::*;

mod cases;
mod journal;
mod people;
mod records;
mod submissions;
mod upkeep;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        people::up(manager).await?;
        cases::up(manager).await?;
        submissions::up(manager).await?;
        records::up(manager).await?;
        journal::up(manager).await?;
        upkeep::up(manager).await
    }
}
