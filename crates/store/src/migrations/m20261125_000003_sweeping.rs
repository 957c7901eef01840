//! Indexes for what sweeps: drafts by their last change, and whether a slot names a picture.

use sea_orm_migration::prelude::*;

use super::index;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        index(manager, "cases", &["state", "updated_at", "id"]).await?;
        index(manager, "materials", &["object_id"]).await
    }
}
