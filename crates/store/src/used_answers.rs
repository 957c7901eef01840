//! Answers of platforms that were used: each counts for one account.
//!
//! For what a platform hands to a client, who brings it here, and in which nothing says when it was made or for whom. Of the answer
//! only a keyed fingerprint is kept, so nothing is sealed, and for whose account it was used: the same button pressed twice may give
//! the same answer (Alipay's cipher has a fixed vector), which proves nothing new. Erased when the caller says ([`sweep`]); visible to
//! nobody.

use domain::digest::Digest;
use jiff::Timestamp;
use sea_orm::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use uuid::Uuid;

use crate::column::ms;
use crate::seal::FingerprintKind;
use crate::{StoreError, Tx};

/// Uses an answer for an account. `false` when it was used for another one before. `from`: who gave it, such as `alipay`; the same
/// text of another is another answer. `until`: how long it is remembered.
pub async fn use_for(
    tx: &Tx,
    from: &str,
    answer: &str,
    account: Uuid,
    until: Timestamp,
) -> Result<bool, StoreError> {
    // By its hash, since fingerprints fold letter case and what is not visible, which tells such answers apart.
    let named = format!("{from}/{}", Digest::of(answer));
    let keyring = tx.keyring();
    let known = keyring.fingerprints(FingerprintKind::UsedAnswer, &named);
    let known = known.iter().map(|known| known.as_str().to_owned());
    let query = row::Entity::find().filter(row::Column::Fingerprint.is_in(known));
    if let Some(used) = query.one(tx.connection()).await? {
        return Ok(used.account_id == account.to_string());
    }
    // Used twice at once: impossible on SQLite (one writer); on PostgreSQL the loser conflicts on the key, and its retry finds the
    // winner's row.
    let fingerprint = keyring.fingerprint(FingerprintKind::UsedAnswer, &named);
    row::Entity::insert(row::ActiveModel {
        fingerprint: Set(fingerprint.as_str().to_owned()),
        account_id: Set(account.to_string()),
        expires_at: Set(ms(until)),
    })
    .on_conflict(
        OnConflict::column(row::Column::Fingerprint)
            .update_column(row::Column::ExpiresAt)
            .to_owned(),
    )
    .exec_without_returning(tx.connection())
    .await?;
    Ok(true)
}

/// Gives the answers of one account to another.
pub async fn move_all(tx: &Tx, from: Uuid, to: Uuid) -> Result<(), StoreError> {
    row::Entity::update_many()
        .col_expr(row::Column::AccountId, to.to_string().into())
        .filter(row::Column::AccountId.eq(from.to_string()))
        .exec(tx.connection())
        .await?;
    Ok(())
}

/// Forgets the answers that need not be remembered any more. Returns how many there were.
pub async fn sweep(tx: &Tx, now: Timestamp) -> Result<u64, StoreError> {
    let gone = row::Entity::delete_many()
        .filter(row::Column::ExpiresAt.lte(ms(now)))
        .exec(tx.connection())
        .await?;
    Ok(gone.rows_affected)
}

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "used_answers")]
    pub(super) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub fingerprint: String,
        pub account_id: String,
        pub expires_at: i64,
    }

    #[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
    pub(super) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
