//! Accounts: the people of them, their ways in, proofs, sessions, consents and messages.

use sea_orm_migration::prelude::*;

use crate::schema::{index, integer, optional, sealed, table, text, unique};

const OF_AN_ACCOUNT: Option<(&str, &str)> = Some(("accounts", "account_id"));

pub(super) async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    accounts(manager).await?;
    ways_in(manager).await?;
    proofs(manager).await?;
    sessions(manager).await?;
    consents(manager).await?;
    messages(manager).await
}

async fn accounts(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table(
        manager,
        "accounts",
        vec![
            text("id"),
            optional(sealed("name")),
            optional(sealed("id_number")),
            integer("created_at"),
            sealed("mac"),
        ],
        &["id"],
        None,
    )
    .await?;
    table(
        manager,
        "typed_people",
        vec![text("fingerprint"), text("account_id")],
        &["fingerprint", "account_id"],
        OF_AN_ACCOUNT,
    )
    .await?;
    index(manager, "typed_people", &["account_id"]).await?;
    table(
        manager,
        "proved_people",
        vec![text("fingerprint"), text("account_id"), sealed("mac")],
        &["fingerprint"],
        OF_AN_ACCOUNT,
    )
    .await?;
    index(manager, "proved_people", &["account_id"]).await
}

async fn ways_in(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table(
        manager,
        "passwords",
        vec![
            text("id"),
            text("account_id"),
            sealed("hash"),
            optional(integer("closed_at")),
            sealed("mac"),
        ],
        &["id"],
        OF_AN_ACCOUNT,
    )
    .await?;
    index(manager, "passwords", &["account_id"]).await?;
    table(
        manager,
        "ways_in",
        vec![
            text("id"),
            text("account_id"),
            text("provider"),
            text("app"),
            sealed("subject"),
            text("fingerprint"),
            optional(text("password_id")),
            integer("created_at"),
            sealed("mac"),
        ],
        &["id"],
        OF_AN_ACCOUNT,
    )
    .await?;
    index(manager, "ways_in", &["account_id"]).await?;
    unique(manager, "ways_in", &["fingerprint"]).await
}

async fn proofs(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table(
        manager,
        "proofs",
        vec![
            text("id"),
            text("account_id"),
            text("kind"),
            text("method"),
            optional(text("provider")),
            optional(sealed("subject")),
            optional(text("session")),
            integer("at"),
            optional(integer("until")),
            sealed("mac"),
        ],
        &["id"],
        OF_AN_ACCOUNT,
    )
    .await?;
    index(manager, "proofs", &["account_id"]).await?;
    index(manager, "proofs", &["until"]).await
}

async fn sessions(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table(
        manager,
        "sessions",
        vec![
            text("token"),
            text("account_id"),
            text("provider"),
            text("channel"),
            text("host"),
            optional(sealed("secret")),
            integer("created_at"),
            integer("last_seen_at"),
            integer("expires_at"),
            sealed("mac"),
        ],
        &["token"],
        OF_AN_ACCOUNT,
    )
    .await?;
    index(manager, "sessions", &["account_id"]).await?;
    index(manager, "sessions", &["expires_at"]).await
}

async fn consents(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table(
        manager,
        "consents",
        vec![
            text("id"),
            text("account_id"),
            optional(text("case_id")),
            text("consent"),
            text("version"),
            text("digest"),
            integer("at"),
            optional(integer("withdrawn_at")),
            sealed("mac"),
        ],
        &["id"],
        OF_AN_ACCOUNT,
    )
    .await?;
    index(manager, "consents", &["account_id"]).await?;
    index(manager, "consents", &["withdrawn_at"]).await
}

async fn messages(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table(
        manager,
        "messages",
        vec![
            text("id"),
            text("account_id"),
            optional(text("case_id")),
            text("template"),
            sealed("to"),
            sealed("values"),
            text("state"),
            integer("tries"),
            integer("created_at"),
            optional(integer("sent_at")),
        ],
        &["id"],
        OF_AN_ACCOUNT,
    )
    .await?;
    index(manager, "messages", &["account_id"]).await?;
    index(manager, "messages", &["case_id"]).await?;
    index(manager, "messages", &["created_at"]).await
}
