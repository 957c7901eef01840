//! Records beside the state of an application: findings, returns, leases, holds, checks, reviews, the state of the card.

use sea_orm_migration::prelude::*;

use crate::schema::{index, integer, optional, sealed, table, text, truth};

pub(super) async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table(
        manager,
        "findings",
        vec![
            text("id"),
            text("case_id"),
            integer("submission"),
            text("kind"),
            optional(text("item")),
            text("state"),
            optional(text("reason")),
            optional(sealed("detail")),
            integer("raised_at"),
        ],
        &["id"],
        Some(("cases", "case_id")),
    )
    .await?;
    index(manager, "findings", &["case_id"]).await?;
    // For the lists of what is open, by kind and age.
    index(manager, "findings", &["state", "kind", "raised_at"]).await?;
    table(
        manager,
        "case_records",
        vec![
            text("case_id"),
            optional(text("lease_to")),
            optional(integer("lease_until")),
            optional(text("hold_reason")),
            optional(integer("hold_since")),
            optional(integer("checked_submission")),
            truth("sampled"),
            truth("second_review"),
        ],
        &["case_id"],
        Some(("cases", "case_id")),
    )
    .await?;
    table(
        manager,
        "cards",
        vec![text("case_id"), text("state")],
        &["case_id"],
        Some(("cases", "case_id")),
    )
    .await?;
    table(
        manager,
        "reviews",
        vec![
            text("case_id"),
            integer("place"),
            integer("submission"),
            text("by"),
            text("verdict"),
        ],
        &["case_id", "place"],
        Some(("cases", "case_id")),
    )
    .await?;
    table(
        manager,
        "returns",
        vec![text("case_id"), integer("submission"), text("locked")],
        &["case_id"],
        Some(("cases", "case_id")),
    )
    .await?;
    table(
        manager,
        "return_items",
        vec![
            text("case_id"),
            integer("place"),
            text("item"),
            text("reason"),
            sealed("sentence"),
            optional(text("sample")),
            truth("corrected"),
        ],
        &["case_id", "place"],
        Some(("cases", "case_id")),
    )
    .await
}
