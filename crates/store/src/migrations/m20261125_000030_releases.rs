//! Published releases, with the files they are made of.

use sea_orm_migration::prelude::*;

use super::{integer, table, text};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        table(
            manager,
            "releases",
            vec![
                text("number"),
                text("content_hash"),
                integer("published_at"),
            ],
            &["number"],
            None,
        )
        .await?;
        table(
            manager,
            "release_files",
            vec![text("release"), text("path"), text("content")],
            &["release", "path"],
            None,
        )
        .await
    }
}
