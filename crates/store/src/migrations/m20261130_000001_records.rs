//! Records of staff: findings with ids, items and states, so that several of a kind may stand on one submission; returns, leases,
//! holds, checks and reviews.

use domain::application::{FindingKind, finding_id};
use sea_orm::{ConnectionTrait as _, Statement};
use sea_orm_migration::prelude::*;
use uuid::Uuid;

use super::{index, integer, optional, sealed, table, text};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        connection
            .execute_unprepared("ALTER TABLE findings RENAME TO findings_before")
            .await?;
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
        let known = connection
            .query_all_raw(Statement::from_string(
                connection.get_database_backend(),
                "SELECT case_id, submission, kind FROM findings_before",
            ))
            .await?;
        for row in known {
            let case: String = row.try_get("", "case_id")?;
            let submission: i64 = row.try_get("", "submission")?;
            let kind: String = row.try_get("", "kind")?;
            let id = id(&case, submission, &kind)
                .ok_or_else(|| DbErr::Migration(format!("findings: what is {kind}?")))?;
            // Checked above: nothing in them needs quoting.
            let copy = format!(
                "INSERT INTO findings (id, case_id, submission, kind, state, detail, raised_at) \
                 SELECT '{id}', case_id, submission, kind, \
                 CASE WHEN resolved_at IS NULL THEN 'open' ELSE 'settled' END, detail, raised_at \
                 FROM findings_before WHERE case_id = '{case}' AND submission = {submission} \
                 AND kind = '{kind}'"
            );
            connection.execute_unprepared(&copy).await?;
        }
        connection
            .execute_unprepared("DROP TABLE findings_before")
            .await?;
        records(manager).await?;
        returns(manager).await
    }
}

async fn records(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
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
            integer("sampled"),
            integer("second_review"),
        ],
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
    .await
}

async fn returns(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
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
            integer("corrected"),
        ],
        &["case_id", "place"],
        Some(("cases", "case_id")),
    )
    .await
}

fn id(case: &str, submission: i64, kind: &str) -> Option<Uuid> {
    let case = Uuid::parse_str(case).ok()?;
    let submission: u32 = submission.try_into().ok()?;
    let kind = FindingKind::from_code(kind)?;
    Some(finding_id(case, submission, kind, None, None))
}
