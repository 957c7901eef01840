//! Face checks that an authority was asked for.

use sea_orm_migration::prelude::*;

use crate::schema::{index, integer, optional, sealed, table, text};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        table(
            manager,
            "face_checks",
            vec![
                text("id"),
                text("account_id"),
                text("session"),
                text("provider"),
                text("attempt"),
                text("consent_id"),
                text("next"),
                optional(sealed("name")),
                optional(sealed("id_number")),
                optional(sealed("authority_id")),
                optional(sealed("subject")),
                integer("begun_at"),
                integer("expires_at"),
                optional(integer("over_at")),
                sealed("mac"),
            ],
            &["id"],
            Some(("accounts", "account_id")),
        )
        .await?;
        index(manager, "face_checks", &["account_id"]).await?;
        index(manager, "face_checks", &["expires_at"]).await
    }
}
