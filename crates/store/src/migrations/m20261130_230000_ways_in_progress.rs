//! Log-ins that have begun: at a platform's page, and by a code that a telephone scans.

use sea_orm_migration::prelude::*;

use crate::schema::{index, integer, optional, sealed, table, text};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        table(
            manager,
            "platform_visits",
            vec![
                text("state"),
                text("provider"),
                text("browser"),
                optional(text("account_id")),
                text("next"),
                sealed("nonce"),
                sealed("code_verifier"),
                integer("expires_at"),
                sealed("mac"),
            ],
            &["state"],
            None,
        )
        .await?;
        index(manager, "platform_visits", &["expires_at"]).await?;
        table(
            manager,
            "portal_logins",
            vec![
                text("ticket"),
                text("browser"),
                sealed("place"),
                text("next"),
                sealed("digits"),
                optional(text("decision")),
                optional(text("account_id")),
                optional(text("provider")),
                integer("begun_at"),
                integer("expires_at"),
                sealed("mac"),
            ],
            &["ticket"],
            None,
        )
        .await?;
        index(manager, "portal_logins", &["browser"]).await?;
        index(manager, "portal_logins", &["expires_at"]).await
    }
}
