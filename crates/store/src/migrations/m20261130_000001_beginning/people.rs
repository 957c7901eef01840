//! Accounts, what one logs in with, and sessions.

use sea_orm_migration::prelude::*;

use crate::schema::{index, integer, optional, sealed, table, text};

pub(super) async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
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
            optional(integer("password_closed_at")),
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
    .await?;
    table(
        manager,
        "sessions",
        vec![
            text("token"),
            text("account_id"),
            integer("created_at"),
            integer("last_seen_at"),
            integer("expires_at"),
        ],
        &["token"],
        Some(("accounts", "account_id")),
    )
    .await?;
    index(manager, "sessions", &["account_id"]).await?;
    index(manager, "sessions", &["expires_at"]).await
}
