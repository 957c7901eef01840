//! Rate limits and budgets that protect people: log-in attempts, registry look-ups, messages to a phone.
//!
//! Counted in the database, so that counts survive a restart and are shared by all processes. The subject (an account, an
//! address, a number) is stored only as a keyed fingerprint. Erased when the window ends ([`sweep`]); visible to nobody.

use jiff::{SignedDuration, Timestamp};
use sea_orm::QuerySelect as _;
use sea_orm::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;

use crate::column::{Row, ms};
use crate::seal::FingerprintKind;
use crate::{StoreError, Tx};

const TABLE: &str = "limits";

/// Tolerated clock difference. A row that began further in the future was written under another clock and is ignored; within it
/// (another process, a corrected clock) its hits count.
pub(crate) const CLOCKS_DIFFER: SignedDuration = SignedDuration::from_mins(1);

/// A rate limit on a subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// Name of what is counted, such as `login_account`.
    pub kind: &'static str,
    /// The window: hits expire this long after the first of them.
    pub window: SignedDuration,
    /// Number of attempts without a delay between them.
    pub free: u32,
    /// Delay after the last of the free attempts; it doubles with each further one.
    pub first_delay: SignedDuration,
    /// Upper bound of the delay. For a strict budget, make both delays as long as the window. If both delays are equal, the hits
    /// are cleared once the delay has passed; otherwise a single hit now and then would keep the subject waiting for as long as
    /// the window is open.
    pub longest_delay: SignedDuration,
}

/// A budget of a subject, where uses differ in cost: bytes, sheets, messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    /// Name of what is counted, such as `upload_kilobytes`. Differs from that of every [`Limit`]: they share the table.
    pub kind: &'static str,
    /// The window: spending expires this long after the first of it.
    pub window: SignedDuration,
    /// The most that may be spent within the window. A single amount above it is always refused.
    pub most: u32,
}

/// The result of one attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attempt {
    /// Allowed, and counted.
    Allowed {
        /// Hits in the window, including this one; for a budget, the amount spent.
        hits: u32,
    },
    /// Too many. Nothing was counted: waiting is enough.
    Wait {
        /// When an attempt is allowed again.
        until: Timestamp,
    },
}

/// Counts an attempt, or says how long to wait. Call it before the guarded work, in its own committed transaction, so that
/// concurrent attempts cannot slip through.
pub async fn attempt(
    tx: &Tx,
    limit: &Limit,
    subject: &str,
    now: Timestamp,
) -> Result<Attempt, StoreError> {
    let key = key(tx, limit.kind, subject);
    let found = find_locked(tx, limit.kind, &key).await?;
    let standing = limit.settled(Standing::read(found, limit.kind, limit.window, now)?, now);
    if standing.locked_until > now {
        return Ok(Attempt::Wait {
            until: standing.locked_until,
        });
    }
    let hits = standing.hits.saturating_add(1);
    // Without a delay nothing is locked, not even until `now`: an attempt that began a moment earlier, and is counted second
    // because it lost a race, must not be refused.
    let delay = limit.delay_after(hits);
    let locked_until = if delay.is_zero() {
        Timestamp::UNIX_EPOCH
    } else {
        now + delay
    };
    let counted = Standing {
        hits,
        locked_until,
        ..standing
    };
    counted.write(tx, limit.kind, key).await?;
    Ok(Attempt::Allowed { hits })
}

/// Spends from a budget, or says to wait until its window ends; then nothing was spent, and a smaller amount may still be
/// allowed. Like [`attempt`], call it before the work that is paid for, in its own committed transaction.
pub async fn spend(
    tx: &Tx,
    budget: &Budget,
    subject: &str,
    amount: u32,
    now: Timestamp,
) -> Result<Attempt, StoreError> {
    let key = key(tx, budget.kind, subject);
    let found = find_locked(tx, budget.kind, &key).await?;
    let standing = Standing::read(found, budget.kind, budget.window, now)?;
    let spent = standing.hits.checked_add(amount);
    let Some(hits) = spent.filter(|spent| *spent <= budget.most) else {
        return Ok(Attempt::Wait {
            until: standing.window_ends,
        });
    };
    let counted = Standing { hits, ..standing };
    counted.write(tx, budget.kind, key).await?;
    Ok(Attempt::Allowed { hits })
}

/// What [`attempt`] would return, without counting.
pub async fn look(
    tx: &Tx,
    limit: &Limit,
    subject: &str,
    now: Timestamp,
) -> Result<Attempt, StoreError> {
    let key = key(tx, limit.kind, subject);
    let found = row::Entity::find_by_id((limit.kind.to_owned(), key))
        .one(tx.connection())
        .await?;
    let standing = limit.settled(Standing::read(found, limit.kind, limit.window, now)?, now);
    Ok(if standing.locked_until > now {
        Attempt::Wait {
            until: standing.locked_until,
        }
    } else {
        Attempt::Allowed {
            hits: standing.hits,
        }
    })
}

/// Clears the hits of a subject after it has authenticated.
pub async fn forget(tx: &Tx, kind: &'static str, subject: &str) -> Result<(), StoreError> {
    let key = key(tx, kind, subject);
    row::Entity::delete_by_id((kind.to_owned(), key))
        .exec(tx.connection())
        .await?;
    Ok(())
}

/// Undoes one attempt that turned out not to count, and the delay it caused. Attempts by others stay counted.
pub async fn take_back(
    tx: &Tx,
    limit: &Limit,
    subject: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    let key = key(tx, limit.kind, subject);
    let found = find_locked(tx, limit.kind, &key).await?;
    let standing = Standing::read(found, limit.kind, limit.window, now)?;
    let hits = match standing.hits {
        0 => return Ok(()),
        1 => return forget(tx, limit.kind, subject).await,
        hits => hits - 1,
    };
    let locked_until = if limit.delay_after(hits).is_zero() {
        Timestamp::UNIX_EPOCH
    } else {
        standing.locked_until
    };
    let left = Standing {
        hits,
        locked_until,
        ..standing
    };
    left.write(tx, limit.kind, key).await
}

/// Erases expired rows. Returns how many there were. A lock may outlast the window: its row stays until both have ended.
pub async fn sweep(tx: &Tx, now: Timestamp) -> Result<u64, StoreError> {
    let gone = row::Entity::delete_many()
        .filter(row::Column::WindowEnds.lte(ms(now)))
        .filter(row::Column::LockedUntil.lte(ms(now)))
        .exec(tx.connection())
        .await?;
    Ok(gone.rows_affected)
}

impl Limit {
    /// Clears the hits once a delay that cannot grow has passed.
    fn settled(&self, standing: Standing, now: Timestamp) -> Standing {
        let was_locked = standing.locked_until > Timestamp::UNIX_EPOCH;
        if self.first_delay == self.longest_delay && was_locked && standing.locked_until <= now {
            Standing::none(self.window, now)
        } else {
            standing
        }
    }

    /// The delay before the next attempt, after this many hits.
    fn delay_after(&self, hits: u32) -> SignedDuration {
        match hits.checked_sub(self.free) {
            None => SignedDuration::ZERO,
            Some(over) => {
                let factor = 1 << over.min(20);
                self.first_delay
                    .checked_mul(factor)
                    .map_or(self.longest_delay, |delay| delay.min(self.longest_delay))
            }
        }
    }
}

/// The counts of a subject at one moment.
struct Standing {
    /// Hits in the open window; 0 where none is open.
    hits: u32,
    /// End of the open window, or of the one that would open now.
    window_ends: Timestamp,
    locked_until: Timestamp,
}

impl Standing {
    fn none(window: SignedDuration, now: Timestamp) -> Self {
        Self {
            hits: 0,
            window_ends: now + window,
            locked_until: Timestamp::UNIX_EPOCH,
        }
    }

    fn read(
        found: Option<row::Model>,
        kind: &'static str,
        window: SignedDuration,
        now: Timestamp,
    ) -> Result<Self, StoreError> {
        let mut standing = Self::none(window, now);
        // Ignores a row whose first hit is in the future: a clock that was set back (the sandbox's day, a machine's battery) must
        // not lock people out until it has caught up.
        let Some(row) = found.filter(|row| row.window_ends <= ms(now + window + CLOCKS_DIFFER))
        else {
            return Ok(standing);
        };
        let at = Row {
            table: TABLE,
            id: kind,
        };
        standing.locked_until = at.instant("locked_until", row.locked_until)?;
        if row.window_ends > ms(now) {
            standing.hits = at.number("hits", row.hits)?;
            standing.window_ends = at.instant("window_ends", row.window_ends)?;
        }
        Ok(standing)
    }

    async fn write(self, tx: &Tx, kind: &'static str, subject: String) -> Result<(), StoreError> {
        let row = row::ActiveModel {
            kind: Set(kind.to_owned()),
            subject: Set(subject),
            hits: Set(i64::from(self.hits)),
            window_ends: Set(ms(self.window_ends)),
            locked_until: Set(ms(self.locked_until)),
        };
        row::Entity::insert(row)
            .on_conflict(
                OnConflict::columns([row::Column::Kind, row::Column::Subject])
                    .update_columns([
                        row::Column::Hits,
                        row::Column::WindowEnds,
                        row::Column::LockedUntil,
                    ])
                    .to_owned(),
            )
            .exec_without_returning(tx.connection())
            .await?;
        Ok(())
    }
}

/// The row of a subject, locked until the transaction ends, so that concurrent attempts are counted one after another.
async fn find_locked(tx: &Tx, kind: &str, subject: &str) -> Result<Option<row::Model>, StoreError> {
    Ok(
        row::Entity::find_by_id((kind.to_owned(), subject.to_owned()))
            .lock_exclusive()
            .one(tx.connection())
            .await?,
    )
}

/// Subjects are found under the active key only, so a key rotation resets the counts (`docs/runbook.md`, Keys).
pub(crate) fn key(tx: &Tx, kind: &str, subject: &str) -> String {
    tx.keyring()
        .fingerprint(FingerprintKind::LimitSubject, &format!("{kind}/{subject}"))
        .as_str()
        .to_owned()
}

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "limits")]
    pub(super) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub kind: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub subject: String,
        pub hits: i64,
        pub window_ends: i64,
        pub locked_until: i64,
    }

    #[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
    pub(super) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
