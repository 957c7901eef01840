//! Frozen submissions, their receipt numbers, pictures and children.

use sea_orm_migration::prelude::*;

use crate::schema::{index, integer, named_index, optional, sealed, table, text, truth};

pub(super) async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table(
        manager,
        "submissions",
        vec![
            text("case_id"),
            integer("number"),
            text("receipt"),
            sealed("snapshot"),
            text("hash"),
            text("agreed"),
            truth("relationship_verified"),
            integer("submitted_at"),
        ],
        &["case_id", "number"],
        Some(("cases", "case_id")),
    )
    .await?;
    table(
        manager,
        "receipts",
        vec![text("receipt"), text("case_id")],
        &["receipt"],
        Some(("cases", "case_id")),
    )
    .await?;
    table(
        manager,
        "submission_pictures",
        vec![
            text("case_id"),
            integer("number"),
            text("material"),
            text("object_id"),
        ],
        &["case_id", "number", "material"],
        Some(("cases", "case_id")),
    )
    .await?;
    index(manager, "submission_pictures", &["object_id"]).await?;
    children(manager).await?;
    queue(manager).await
}

/// What waits for staff. Both indexes hold every column, so that a page of the queue reads an index and no table.
async fn queue(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table(
        manager,
        "queue",
        vec![
            text("case_id"),
            text("district"),
            integer("since"),
            text("receipt"),
            text("channel"),
            text("state"),
            optional(text("lease_to")),
            optional(integer("lease_until")),
            truth("on_hold"),
            sealed("mac"),
        ],
        &["case_id"],
        Some(("cases", "case_id")),
    )
    .await?;
    let rest = [
        "since",
        "case_id",
        "receipt",
        "channel",
        "state",
        "lease_to",
        "lease_until",
        "on_hold",
        "mac",
    ];
    let of_district: Vec<&str> = ["district"].into_iter().chain(rest).collect();
    let of_all: Vec<&str> = rest.into_iter().chain(["district"]).collect();
    named_index(manager, "queue", "queue_of_district", &of_district).await?;
    named_index(manager, "queue", "queue_of_all", &of_all).await
}

async fn children(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    // The one verified application that a child may have.
    table(
        manager,
        "live_children",
        vec![text("fingerprint"), text("case_id"), integer("held_at")],
        &["fingerprint"],
        Some(("cases", "case_id")),
    )
    .await?;
    index(manager, "live_children", &["case_id"]).await?;
    // The children of all applications that were submitted and have not ended, verified or not.
    table(
        manager,
        "submitted_children",
        vec![text("fingerprint"), text("case_id"), integer("since")],
        &["fingerprint", "case_id"],
        Some(("cases", "case_id")),
    )
    .await?;
    index(manager, "submitted_children", &["case_id"]).await?;
    table(
        manager,
        "submitted_children_gates",
        vec![text("fingerprint"), integer("turn")],
        &["fingerprint"],
        None,
    )
    .await
}
