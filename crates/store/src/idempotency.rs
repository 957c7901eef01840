//! Idempotency: a request that comes twice has one effect and one answer.
//!
//! Scope and key are ids, and the result is a reference to a row: nothing personal, nothing sealed. Erased after the
//! caller's patience ([`sweep`]); seen by nobody.

use jiff::Timestamp;
use sea_orm::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;

use crate::column::ms;
use crate::{StoreError, Tx};

/// What stands under a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Claim {
    /// Nothing did: the key is the caller's now. Do the work and [`settle`], all in this transaction.
    New,
    /// The work was done before; this is what it came to.
    Done(String),
}

/// Claims a key. `scope`: whose and for what, such as `submit/<case id>`; the same key in another scope is another key.
pub async fn claim(tx: &Tx, scope: &str, key: &str, now: Timestamp) -> Result<Claim, StoreError> {
    let id = (scope.to_owned(), key.to_owned());
    if let Some(row) = row::Entity::find_by_id(id).one(tx.connection()).await? {
        return Ok(Claim::Done(row.result));
    }
    // A rival of the same moment: on SQLite there is none (one writer), on PostgreSQL the loser meets the unique key,
    // begins again and finds what the winner did.
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

/// Notes what the work under a claimed key came to: a reference, such as a receipt number or an object's id.
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
