//! The journal, the sealed heads of applications, the checkpoints over them, and that a register was asked.

use sea_orm_migration::prelude::*;

use crate::schema::{index, integer, optional, sealed, table, text, truth};

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
        "case_heads",
        vec![text("case_id"), sealed("head"), truth("folded")],
        &["case_id"],
        Some(("cases", "case_id")),
    )
    .await?;
    // For the job that folds changed heads into the next checkpoint.
    index(manager, "case_heads", &["folded", "case_id"]).await?;
    table(
        manager,
        "checkpoints",
        vec![
            integer("number"),
            integer("at"),
            text("root"),
            optional(text("content")),
        ],
        &["number"],
        None,
    )
    .await?;
    table(
        manager,
        "lookups",
        vec![
            text("id"),
            text("case_id"),
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
