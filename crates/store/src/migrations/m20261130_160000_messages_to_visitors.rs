//! Messages to somebody without an account, such as a code at the registration, and what whoever delivers them said.

use sea_orm_migration::prelude::*;

use crate::schema::{index, integer, optional, sealed, table, text};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // SQLite cannot let a column be empty afterwards: both databases get a new table. Nothing refers to the old one.
        table(
            manager,
            "new_messages",
            vec![
                text("id"),
                optional(text("account_id")),
                optional(text("case_id")),
                text("template"),
                sealed("to"),
                sealed("values"),
                text("state"),
                integer("tries"),
                integer("created_at"),
                optional(integer("sent_at")),
                optional(text("platform_id")),
                optional(text("failure")),
            ],
            &["id"],
            Some(("accounts", "account_id")),
        )
        .await?;
        let kept = r#"id, account_id, case_id, template, "to", "values", state, tries, created_at, sent_at"#;
        manager
            .get_connection()
            .execute_unprepared(&format!(
                "INSERT INTO new_messages ({kept}) SELECT {kept} FROM messages"
            ))
            .await?;
        manager
            .drop_table(Table::drop().table("messages").take())
            .await?;
        manager
            .rename_table(Table::rename().table("new_messages", "messages").take())
            .await?;
        index(manager, "messages", &["account_id"]).await?;
        index(manager, "messages", &["case_id"]).await?;
        index(manager, "messages", &["created_at"]).await
    }
}
