//! What the log-in proved is told apart from what a register said.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

/// The fields that a draft takes from the log-in as it begins.
const PROVED: [&str; 5] = [
    "agent.name",
    "agent.id_type",
    "agent.id_number",
    "agent.sex",
    "agent.mobile",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut update = Query::update();
        update
            .table("answers")
            .value("provenance", "login")
            .and_where(Expr::col("provenance").eq("registry"))
            .and_where(Expr::col("field").is_in(PROVED));
        manager.execute(update).await
    }
}
