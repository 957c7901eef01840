//! Accounts, and the fingerprints that one logs in with.

use sea_orm_migration::prelude::*;

use super::{integer, optional, sealed, table, text};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        table(
            manager,
            "accounts",
            vec![
                text("id"),
                sealed("username"),
                sealed("name"),
                sealed("id_number"),
                optional(sealed("mobile")),
                sealed("password_hash"),
                integer("created_at"),
            ],
            &["id"],
            None,
        )
        .await?;
        table(
            manager,
            "account_logins",
            vec![text("fingerprint"), text("account_id")],
            &["fingerprint"],
            Some(("accounts", "account_id")),
        )
        .await
    }
}
