//! Cases, and what an agent fills in.

use sea_orm_migration::prelude::*;

use crate::schema::{index, integer, optional, sealed, table, text, truth};

pub(super) async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table(
        manager,
        "cases",
        vec![
            text("id"),
            text("account_id"),
            text("channel"),
            text("release"),
            text("release_hash"),
            text("state"),
            integer("version"),
            integer("submissions"),
            integer("created_at"),
            integer("updated_at"),
            sealed("mac"),
        ],
        &["id"],
        Some(("accounts", "account_id")),
    )
    .await?;
    index(manager, "cases", &["account_id", "updated_at", "id"]).await?;
    index(manager, "cases", &["state", "updated_at", "id"]).await?;
    answers(manager).await?;
    pictures(manager).await
}

async fn answers(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table(
        manager,
        "answers",
        vec![
            text("case_id"),
            text("field"),
            sealed("value"),
            text("provenance"),
            text("channel"),
            integer("at"),
        ],
        &["case_id", "field"],
        Some(("cases", "case_id")),
    )
    .await?;
    // What a draft has to answer again, since it moved to another release.
    table(
        manager,
        "marks",
        vec![
            text("case_id"),
            text("item"),
            text("class"),
            text("since"),
            integer("made_at"),
        ],
        &["case_id", "item"],
        Some(("cases", "case_id")),
    )
    .await?;
    // What a register said about agent and child.
    table(
        manager,
        "relationships",
        vec![
            text("case_id"),
            text("state"),
            optional(sealed("relation")),
            optional(sealed("chosen")),
            optional(text("basis")),
            text("question"),
            integer("asked_at"),
            optional(integer("confirmed_at")),
            optional(integer("disputed_at")),
        ],
        &["case_id"],
        Some(("cases", "case_id")),
    )
    .await
}

async fn pictures(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table(
        manager,
        "materials",
        vec![
            text("case_id"),
            text("material"),
            text("object_id"),
            text("sm3"),
            integer("width_px"),
            integer("height_px"),
            integer("size_bytes"),
            integer("uploaded_at"),
            text("uploaded_by"),
            truth("from_earlier"),
            // Four numbers, no content.
            optional(text("crop")),
        ],
        &["case_id", "material"],
        Some(("cases", "case_id")),
    )
    .await?;
    index(manager, "materials", &["object_id"]).await?;
    // Rights to add one picture from a phone.
    table(
        manager,
        "captures",
        vec![
            text("case_id"),
            text("material"),
            text("account_id"),
            text("session"),
            text("token"),
            text("salt"),
            integer("tries_left"),
            integer("made_at"),
            integer("expires_at"),
            optional(integer("used_at")),
            sealed("mac"),
        ],
        &["case_id", "material"],
        Some(("cases", "case_id")),
    )
    .await?;
    index(manager, "captures", &["token"]).await?;
    index(manager, "captures", &["account_id"]).await?;
    index(manager, "captures", &["expires_at"]).await
}
