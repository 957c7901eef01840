//! What the service needs for itself: counters, challenges, forms that may come twice, jobs, releases, plain facts.

use sea_orm_migration::prelude::*;

use crate::schema::{index, integer, optional, sealed, table, text};

pub(super) async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    guards(manager).await?;
    jobs(manager).await?;
    releases(manager).await?;
    table(
        manager,
        "settings",
        vec![text("key"), text("value")],
        &["key"],
        None,
    )
    .await
}

async fn guards(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table(
        manager,
        "limits",
        vec![
            text("kind"),
            text("subject"),
            integer("hits"),
            integer("window_ends"),
            integer("locked_until"),
        ],
        &["kind", "subject"],
        None,
    )
    .await?;
    index(manager, "limits", &["window_ends"]).await?;
    table(
        manager,
        "challenges",
        vec![
            text("id"),
            text("purpose"),
            text("answers"),
            integer("tries_left"),
            integer("expires_at"),
        ],
        &["id"],
        None,
    )
    .await?;
    index(manager, "challenges", &["expires_at"]).await?;
    table(
        manager,
        "idempotency",
        vec![text("scope"), text("key"), text("result"), integer("at")],
        &["scope", "key"],
        None,
    )
    .await?;
    index(manager, "idempotency", &["at"]).await
}

async fn jobs(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table(
        manager,
        "jobs",
        vec![
            text("kind"),
            text("subject"),
            text("state"),
            integer("run_at"),
            integer("attempts"),
            integer("most_attempts"),
            optional(text("lease_by")),
            optional(integer("lease_until")),
            optional(integer("again_at")),
            optional(text("last_error")),
            integer("created_at"),
        ],
        &["kind", "subject"],
        None,
    )
    .await?;
    index(manager, "jobs", &["state", "run_at"]).await
}

async fn releases(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table(
        manager,
        "releases",
        vec![
            text("number"),
            text("content_hash"),
            integer("published_at"),
            sealed("mac"),
        ],
        &["number"],
        None,
    )
    .await?;
    table(
        manager,
        "release_files",
        vec![text("release"), text("path"), text("content")],
        &["release", "path"],
        None,
    )
    .await
}
