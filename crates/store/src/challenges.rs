//! Challenges that are asked once and answered once: a picture code, which a form names by its id, or a code that is sent to
//! somebody, who is all that their answer names ([`send`]).
//!
//! The answer is stored as a keyed fingerprint bound to the challenge, and whom a code was sent to as one of purpose and recipient.
//! Erased when it is answered correctly, when its tries are used up (a sent code: when another replaces it), and on expiry
//! ([`sweep`]); visible to nobody.

use jiff::Timestamp;
use sea_orm::QuerySelect as _;
use sea_orm::Set;
use sea_orm::entity::prelude::*;
use subtle::ConstantTimeEq as _;
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::column::ms;
use crate::seal::{FingerprintKind, Keyring};
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
        .map(|answer| {
            let id = challenge.id.to_string();
            answer_key(tx.keyring(), &id, challenge.purpose, answer)
        })
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
    let given = answer_key(tx.keyring(), &row.id, purpose, answer);
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

/// A new code that is sent to somebody.
#[derive(Debug, Clone, Copy)]
pub struct SentCode<'a> {
    /// Its purpose, such as `prove_phone`: it is valid for no other.
    pub purpose: &'a str,
    /// Whom it is sent to, as they are named when they answer: a mobile, or the log-in name of whoever has it.
    pub to: &'a str,
    /// The accepted answer, with whatever else it is bound to.
    pub answer: &'a str,
    /// Number of tries.
    pub tries: u32,
    /// When it expires.
    pub expires_at: Timestamp,
}

/// A try at a sent code that is paid for: the code has one less ([`try_sent`]). It allows one comparison.
#[derive(Clone)]
#[must_use = "the try is spent"]
pub struct Try {
    id: String,
    purpose: String,
    answers: String,
    tries_left: u32,
}

/// Stores a code that is sent to somebody. It replaces the older one for the same purpose and recipient.
pub async fn send(tx: &Tx, code: &SentCode<'_>) -> Result<(), StoreError> {
    row::Entity::delete_many()
        .filter(row::Column::Id.is_in(recipient_keys(tx, code.purpose, code.to)))
        .exec(tx.connection())
        .await?;
    let id = recipient_key(tx, code.purpose, code.to);
    row::Entity::insert(row::ActiveModel {
        answers: Set(answer_key(tx.keyring(), &id, code.purpose, code.answer)),
        id: Set(id),
        purpose: Set(code.purpose.to_owned()),
        tries_left: Set(i64::from(code.tries)),
        expires_at: Set(ms(code.expires_at)),
    })
    .exec_without_returning(tx.connection())
    .await?;
    Ok(())
}

/// Pays for a try at the code that was sent for this purpose to this recipient. `None` when there is none, or no try is left.
///
/// Commit it before [`Try::is_right`] compares anything, in a transaction of its own: then a try is spent whatever happens to
/// whoever makes it, and no number of them at once compares more often than the code has tries.
pub async fn try_sent(
    tx: &Tx,
    purpose: &str,
    to: &str,
    now: Timestamp,
) -> Result<Option<Try>, StoreError> {
    let query = row::Entity::find()
        .filter(row::Column::Id.is_in(recipient_keys(tx, purpose, to)))
        .filter(row::Column::ExpiresAt.gt(ms(now)))
        .filter(row::Column::TriesLeft.gt(0));
    // Looks before it locks: a code without tries, at which a thousand guess, makes nobody wait.
    if query.clone().one(tx.connection()).await?.is_none() {
        return Ok(None);
    }
    let Some(row) = query.lock_exclusive().one(tx.connection()).await? else {
        return Ok(None);
    };
    row::Entity::update_many()
        .col_expr(row::Column::TriesLeft, Expr::value(row.tries_left - 1))
        .filter(row::Column::Id.eq(row.id.as_str()))
        .exec(tx.connection())
        .await?;
    Ok(Some(Try {
        tries_left: u32::try_from(row.tries_left - 1).unwrap_or(0),
        id: row.id,
        purpose: row.purpose,
        answers: row.answers,
    }))
}

/// Uses up the code of a try that was right. `false` when it is not there any more: another answer used it up, or a newer code
/// replaced it. Call it in the transaction of what the code allows, and do nothing on `false`: so it is used once, and is
/// still there if that transaction fails.
pub async fn use_up(tx: &Tx, tried: &Try) -> Result<bool, StoreError> {
    let gone = row::Entity::delete_many()
        .filter(row::Column::Id.eq(tried.id.as_str()))
        .filter(row::Column::Answers.eq(tried.answers.as_str()))
        .exec(tx.connection())
        .await?;
    Ok(gone.rows_affected == 1)
}

impl Try {
    /// Whether this is the answer. Compares in constant time, under every readable key: a code outlives a key rotation.
    #[must_use]
    pub fn is_right(&self, keyring: &Keyring, answer: &str) -> bool {
        let text = answer_text(&self.id, &self.purpose, answer);
        let given = keyring.fingerprints(FingerprintKind::ChallengeAnswer, &text);
        let right = given.iter().fold(subtle::Choice::from(0), |right, given| {
            right | self.answers.as_bytes().ct_eq(given.as_str().as_bytes())
        });
        right.into()
    }

    /// Tries left after this one.
    #[must_use]
    pub fn tries_left(&self) -> u32 {
        self.tries_left
    }
}

impl std::fmt::Debug for Try {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Try({}, {} left)", self.purpose, self.tries_left)
    }
}

/// Erases expired challenges. Returns how many there were.
pub async fn sweep(tx: &Tx, now: Timestamp) -> Result<u64, StoreError> {
    let gone = row::Entity::delete_many()
        .filter(row::Column::ExpiresAt.lte(ms(now)))
        .exec(tx.connection())
        .await?;
    Ok(gone.rows_affected)
}

fn answer_key(keyring: &Keyring, id: &str, purpose: &str, answer: &str) -> String {
    let text = answer_text(id, purpose, answer);
    let fingerprint = keyring.fingerprint(FingerprintKind::ChallengeAnswer, &text);
    fingerprint.as_str().to_owned()
}

fn answer_text(id: &str, purpose: &str, answer: &str) -> Zeroizing<String> {
    Zeroizing::new(format!("{id}/{purpose}/{answer}"))
}

/// The id of the code that was sent for a purpose to a recipient.
fn recipient_key(tx: &Tx, purpose: &str, to: &str) -> String {
    let text = format!("{purpose}/{to}");
    tx.keyring()
        .fingerprint(FingerprintKind::ChallengeRecipient, &text)
        .as_str()
        .to_owned()
}

/// The same under every readable key.
fn recipient_keys(tx: &Tx, purpose: &str, to: &str) -> Vec<String> {
    let text = format!("{purpose}/{to}");
    let keys = tx
        .keyring()
        .fingerprints(FingerprintKind::ChallengeRecipient, &text);
    keys.iter().map(|key| key.as_str().to_owned()).collect()
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
