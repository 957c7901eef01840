//! Challenges that are asked once and answered once, such as a picture code.
//!
//! The answer is stored as a keyed fingerprint bound to the challenge. Erased when it is answered correctly, when its tries are
//! used up, and on expiry ([`sweep`]); visible to nobody.

use jiff::Timestamp;
use sea_orm::QuerySelect as _;
use sea_orm::Set;
use sea_orm::entity::prelude::*;
use subtle::ConstantTimeEq as _;
use uuid::Uuid;

use crate::column::ms;
use crate::seal::FingerprintKind;
use crate::{StoreError, Tx};

/// A new challenge.
#[derive(Debug, Clone, Copy)]
pub struct NewChallenge<'a> {
    /// Random, from the caller; it is sent in the form.
    pub id: Uuid,
    /// Its purpose, such as `picture_code`: it is valid for no other.
    pub purpose: &'a str,
    /// The accepted answers. Letter case and spaces are ignored.
    pub answers: &'a [&'a str],
    /// Number of tries; 1 for a picture code.
    pub tries: u32,
    /// When it expires.
    pub expires_at: Timestamp,
}

/// The result of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answered {
    /// Right. The challenge is used up.
    Right,
    /// Wrong.
    Wrong {
        /// Tries left; at 0 the challenge is gone.
        tries_left: u32,
    },
    /// There is no such challenge: never created, used up or expired.
    Gone,
}

/// Stores a challenge.
pub async fn create(tx: &Tx, challenge: &NewChallenge<'_>) -> Result<(), StoreError> {
    let answers: Vec<String> = challenge
        .answers
        .iter()
        .map(|answer| answer_key(tx, challenge.id, challenge.purpose, answer))
        .collect();
    row::Entity::insert(row::ActiveModel {
        id: Set(challenge.id.to_string()),
        purpose: Set(challenge.purpose.to_owned()),
        answers: Set(answers.join(" ")),
        tries_left: Set(i64::from(challenge.tries)),
        expires_at: Set(ms(challenge.expires_at)),
    })
    .exec_without_returning(tx.connection())
    .await?;
    Ok(())
}

/// Checks an answer. Commit whatever the outcome: a wrong answer uses up a try.
pub async fn answer(
    tx: &Tx,
    id: Uuid,
    purpose: &str,
    answer: &str,
    now: Timestamp,
) -> Result<Answered, StoreError> {
    let found = row::Entity::find_by_id(id.to_string())
        .lock_exclusive()
        .one(tx.connection())
        .await?;
    let Some(row) = found.filter(|row| row.purpose == purpose && row.expires_at > ms(now)) else {
        return Ok(Answered::Gone);
    };
    let given = answer_key(tx, id, purpose, answer);
    let right = row
        .answers
        .split(' ')
        .fold(subtle::Choice::from(0), |right, known| {
            right | known.as_bytes().ct_eq(given.as_bytes())
        });
    let tries_left = u32::try_from(row.tries_left - 1).unwrap_or(0);
    if bool::from(right) || tries_left == 0 {
        row::Entity::delete_by_id(row.id)
            .exec(tx.connection())
            .await?;
    } else {
        row::Entity::update_many()
            .col_expr(row::Column::TriesLeft, Expr::value(i64::from(tries_left)))
            .filter(row::Column::Id.eq(row.id))
            .exec(tx.connection())
            .await?;
    }
    Ok(if bool::from(right) {
        Answered::Right
    } else {
        Answered::Wrong { tries_left }
    })
}

/// Erases expired challenges. Returns how many there were.
pub async fn sweep(tx: &Tx, now: Timestamp) -> Result<u64, StoreError> {
    let gone = row::Entity::delete_many()
        .filter(row::Column::ExpiresAt.lte(ms(now)))
        .exec(tx.connection())
        .await?;
    Ok(gone.rows_affected)
}

fn answer_key(tx: &Tx, id: Uuid, purpose: &str, answer: &str) -> String {
    tx.keyring()
        .fingerprint(
            FingerprintKind::ChallengeAnswer,
            &format!("{id}/{purpose}/{answer}"),
        )
        .as_str()
        .to_owned()
}

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "challenges")]
    pub(super) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: String,
        pub purpose: String,
        pub answers: String,
        pub tries_left: i64,
        pub expires_at: i64,
    }

    #[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
    pub(super) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
