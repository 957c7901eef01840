//! Limits over rolling windows: at most so many in any minute, in any hour, in any day, whenever it begins.
//!
//! The instants themselves are kept, so a window needs no beginning, and whoever was full an hour ago gets one place for each that
//! is that old, not all at once. For what is rare: a row holds every hit of its longest window. The subject is stored only as a
//! keyed fingerprint. Erased once its last hit is older than the longest window ([`sweep`]); visible to nobody.

use jiff::{SignedDuration, Timestamp};
use sea_orm::QuerySelect as _;
use sea_orm::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;

use crate::column::{Row, ms};
use crate::limits::{Attempt, CLOCKS_DIFFER, key};
use crate::{StoreError, Tx};

const TABLE: &str = "rolling_limits";

/// A limit over rolling windows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rolling {
    /// Name of what is counted, such as `sms_asked`. Differs from those in [`crate::limits`].
    pub kind: &'static str,
    /// Each has its own; all hold.
    pub windows: Vec<Window>,
}

/// A window of a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// How long a hit counts in it.
    pub length: SignedDuration,
    /// The most hits that may count at any time.
    pub most: u32,
}

impl Rolling {
    /// How long a hit is kept.
    fn longest(&self) -> SignedDuration {
        let lengths = self.windows.iter().map(|window| window.length);
        lengths.max().unwrap_or(SignedDuration::ZERO)
    }

    /// When the next hit is allowed, if not now. `hits`: oldest first.
    fn full_until(&self, hits: &[Timestamp], now: Timestamp) -> Option<Timestamp> {
        let until = self.windows.iter().filter_map(|window| {
            let counts = |hit: &&Timestamp| **hit + window.length > now;
            let counted: Vec<&Timestamp> = hits.iter().filter(counts).collect();
            let most = usize::try_from(window.most).unwrap_or(usize::MAX);
            let over = counted.len().checked_sub(most)?;
            // Once this one is too old, fewer than the most are left. A window that allows none never opens.
            let oldest = counted.get(over).map_or(now, |hit| **hit);
            Some(oldest + window.length)
        });
        until.max()
    }
}

/// Counts a hit, or says how long to wait; then nothing was counted. Call it before the guarded work, in its own committed
/// transaction, so that concurrent attempts cannot slip through.
pub async fn attempt(
    tx: &Tx,
    limit: &Rolling,
    subject: &str,
    now: Timestamp,
) -> Result<Attempt, StoreError> {
    let key = key(tx, limit.kind, subject);
    let mut hits = read(tx, limit, &key, now).await?;
    if let Some(until) = limit.full_until(&hits, now) {
        return Ok(Attempt::Wait { until });
    }
    hits.push(now);
    hits.sort_unstable();
    write(tx, limit, key, &hits).await?;
    Ok(Attempt::Allowed { hits: count(&hits) })
}

/// What [`attempt`] would return, without counting.
pub async fn look(
    tx: &Tx,
    limit: &Rolling,
    subject: &str,
    now: Timestamp,
) -> Result<Attempt, StoreError> {
    let hits = read(tx, limit, &key(tx, limit.kind, subject), now).await?;
    Ok(match limit.full_until(&hits, now) {
        Some(until) => Attempt::Wait { until },
        None => Attempt::Allowed { hits: count(&hits) },
    })
}

/// Undoes the hit that was counted at `at` and turned out not to count. Those of others stay.
pub async fn take_back(
    tx: &Tx,
    limit: &Rolling,
    subject: &str,
    at: Timestamp,
) -> Result<(), StoreError> {
    let key = key(tx, limit.kind, subject);
    let mut hits = read(tx, limit, &key, at).await?;
    let Some(place) = hits.iter().position(|hit| ms(*hit) == ms(at)) else {
        return Ok(());
    };
    hits.remove(place);
    write(tx, limit, key, &hits).await
}

/// Erases rows whose hits count nowhere any more. Returns how many there were.
pub async fn sweep(tx: &Tx, now: Timestamp) -> Result<u64, StoreError> {
    let gone = row::Entity::delete_many()
        .filter(row::Column::CountsUntil.lte(ms(now)))
        .exec(tx.connection())
        .await?;
    Ok(gone.rows_affected)
}

fn count(hits: &[Timestamp]) -> u32 {
    u32::try_from(hits.len()).unwrap_or(u32::MAX)
}

/// The hits that count in the longest window, oldest first. A transaction that writes locks the row until it ends. Hits from the
/// future are those of another clock (the sandbox's day, a machine's battery), and must not lock people out until it has come.
async fn read(
    tx: &Tx,
    limit: &Rolling,
    key: &str,
    now: Timestamp,
) -> Result<Vec<Timestamp>, StoreError> {
    let mut query = row::Entity::find_by_id((limit.kind.to_owned(), key.to_owned()));
    if tx.writes() {
        query = query.lock_exclusive();
    }
    let Some(found) = query.one(tx.connection()).await? else {
        return Ok(Vec::new());
    };
    let at = Row {
        table: TABLE,
        id: limit.kind,
    };
    let mut hits = Vec::new();
    for hit in found.hits.split(' ').filter(|hit| !hit.is_empty()) {
        let hit = hit.parse().map_err(|_| at.wrong("hits", "no instant"))?;
        let hit = at.instant("hits", hit)?;
        if hit + limit.longest() > now && hit <= now + CLOCKS_DIFFER {
            hits.push(hit);
        }
    }
    Ok(hits)
}

async fn write(
    tx: &Tx,
    limit: &Rolling,
    key: String,
    hits: &[Timestamp],
) -> Result<(), StoreError> {
    let all: Vec<String> = hits.iter().map(|hit| ms(*hit).to_string()).collect();
    let last = hits.last().copied().unwrap_or(Timestamp::UNIX_EPOCH);
    let row = row::ActiveModel {
        kind: Set(limit.kind.to_owned()),
        subject: Set(key),
        hits: Set(all.join(" ")),
        counts_until: Set(ms(last + limit.longest())),
    };
    row::Entity::insert(row)
        .on_conflict(
            OnConflict::columns([row::Column::Kind, row::Column::Subject])
                .update_columns([row::Column::Hits, row::Column::CountsUntil])
                .to_owned(),
        )
        .exec_without_returning(tx.connection())
        .await?;
    Ok(())
}

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "rolling_limits")]
    pub(super) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub kind: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub subject: String,
        pub hits: String,
        pub counts_until: i64,
    }

    #[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
    pub(super) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

#[cfg(test)]
mod tests {
    use super::*;

    fn second(second: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_secs(second)
    }

    fn limit() -> Rolling {
        let window = |minutes, most| Window {
            length: SignedDuration::from_mins(minutes),
            most,
        };
        Rolling {
            kind: "test",
            windows: vec![window(1, 1), window(60, 3)],
        }
    }

    #[test]
    fn a_place_is_free_again_when_its_own_hit_is_old_enough() {
        let full_until = |hits: &[i64], now| {
            let hits: Vec<Timestamp> = hits.iter().map(|hit| second(*hit)).collect();
            let until = limit().full_until(&hits, second(now));
            until.map(Timestamp::as_second)
        };
        assert_eq!(full_until(&[], 0), None);
        assert_eq!(full_until(&[0], 59), Some(60));
        assert_eq!(full_until(&[0], 60), None);
        assert_eq!(full_until(&[0, 100, 3_000], 3_100), Some(3_600));
        assert_eq!(full_until(&[0, 100, 3_000], 3_600), None, "one place");
        let refilled = full_until(&[0, 100, 3_000, 3_600], 3_660);
        assert_eq!(refilled, Some(3_700), "and not three at once");
    }

    #[test]
    fn a_window_that_allows_none_never_opens() {
        let none = Rolling {
            kind: "test",
            windows: vec![Window {
                length: SignedDuration::from_mins(1),
                most: 0,
            }],
        };
        assert_eq!(none.full_until(&[], second(5)), Some(second(65)));
    }
}
