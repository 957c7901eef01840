//! Idempotency keys: a repeated request has one effect and one answer.
//!
//! Scope and key are ids, and the result refers to a row: no personal data, so nothing is sealed. The caller sets the retention
//! ([`sweep`]); visible to nobody.

use jiff::Timestamp;
use sea_orm::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;

use crate::column::ms;
use crate::{StoreError, Tx};

/// The state of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Claim {
    /// The key was free and is now the caller's. Do the work and [`settle`], all in this transaction.
    New,
    /// The work was done before, with this result.
    Done(String),
}

/// Claims an idempotency key. `scope`: whose and for what, such as `submit/<case id>`; the same key in another scope is another
/// key.
pub async fn claim(tx: &Tx, scope: &str, key: &str, now: Timestamp) -> Result<Claim, StoreError> {
    let id = (scope.to_owned(), key.to_owned());
    if let Some(row) = row::Entity::find_by_id(id).one(tx.connection()).await? {
        return Ok(Claim::Done(row.result));
    }
    // Concurrent claims: impossible on SQLite (one writer); on PostgreSQL the loser conflicts on the unique key, and its retry
    // finds the winner's result.
    row::Entity::insert(row::ActiveModel {
        scope: Set(scope.to_owned()),
        key: Set(key.to_owned()),
        result: Set(String::new()),
        at: Set(ms(now)),
    })
    .on_conflict(
        OnConflict::columns([row::Column::Scope, row::Column::Key])
            .update_column(row::Column::At)
            .to_owned(),
    )
    .exec_without_returning(tx.connection())
    .await?;
    Ok(Claim::New)
}

/// Stores the result of the work under a claimed key: a reference, such as a receipt number or an object's id.
pub async fn settle(tx: &Tx, scope: &str, key: &str, result: &str) -> Result<(), StoreError> {
    let done = row::Entity::update_many()
        .col_expr(row::Column::Result, Expr::value(result))
        .filter(row::Column::Scope.eq(scope))
        .filter(row::Column::Key.eq(key))
        .exec(tx.connection())
        .await?;
    if done.rows_affected == 1 {
        Ok(())
    } else {
        Err(StoreError::inconsistent(
            "idempotency",
            "key",
            scope,
            "settled without a claim",
        ))
    }
}

/// Erases keys that were claimed before `before`. Returns how many there were.
pub async fn sweep(tx: &Tx, before: Timestamp) -> Result<u64, StoreError> {
    let gone = row::Entity::delete_many()
        .filter(row::Column::At.lt(ms(before)))
        .exec(tx.connection())
        .await?;
    Ok(gone.rows_affected)
}

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "idempotency")]
    pub(super) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub scope: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub key: String,
        pub result: String,
        pub at: i64,
    }

    #[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
    pub(super) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
