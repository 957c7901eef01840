//! The journal, the sealed heads of its chains, and that a register was asked.

use sea_orm_migration::prelude::*;

use crate::schema::{index, integer, optional, sealed, table, text};

pub(super) async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table(
        manager,
        "journal",
        vec![
            text("case_id"),
            integer("seq"),
            text("kind"),
            text("actor"),
            integer("at"),
            optional(text("subject")),
            optional(text("from_state")),
            text("to_state"),
            integer("version"),
            optional(integer("submission")),
            text("payload_hash"),
            optional(sealed("payload")),
            text("previous"),
            text("hash"),
        ],
        &["case_id", "seq"],
        Some(("cases", "case_id")),
    )
    .await?;
    table(
        manager,
        "journal_heads",
        vec![text("case_id"), sealed("head")],
        &["case_id"],
        Some(("cases", "case_id")),
    )
    .await?;
    table(
        manager,
        "lookups",
        vec![
            text("id"),
            optional(text("case_id")),
            text("account_id"),
            text("operation"),
            text("purpose"),
            text("consent"),
            text("operator"),
            text("outcome"),
            integer("at"),
        ],
        &["id"],
        Some(("accounts", "account_id")),
    )
    .await?;
    index(manager, "lookups", &["case_id"]).await?;
    // For what erases them: of three years of look-ups it asks every few minutes for the oldest.
    index(manager, "lookups", &["at"]).await
}
