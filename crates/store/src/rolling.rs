//! Limits over rolling windows: at most so many in any minute, in any hour, in any day, whenever it begins.
//!
//! The instants themselves are kept, so a window needs no beginning, and whoever was full an hour ago gets one place for each that
//! is that old, not all at once. For what is rare: a row holds every hit of its longest window. What is frequent is folded
//! ([`Rolling::grain`]). The subject is stored only as a keyed fingerprint. Erased once its last hit is older than the longest window ([`sweep`]); visible to nobody.

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
    /// Hits within one grain are kept as one entry, and each counts for up to a grain longer: never are more allowed, and the row
    /// stays short. Zero keeps each by itself.
    pub grain: SignedDuration,
}

/// Hits at the same instant, or within one grain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Hits {
    /// When, or when the grain begins.
    at: Timestamp,
    count: u32,
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
        let lengths = self.windows.iter().map(|window| window.length + self.grain);
        lengths.max().unwrap_or(SignedDuration::ZERO)
    }

    /// When the next hit is allowed, if not now. `hits`: oldest first.
    fn full_until(&self, hits: &[Hits], now: Timestamp) -> Option<Timestamp> {
        let until = self.windows.iter().filter_map(|window| {
            let length = window.length + self.grain;
            let counted = || hits.iter().filter(|hits| hits.at + length > now);
            let mut over = count(counted()).checked_sub(window.most)?;
            // Once these are too old, fewer than the most are left. A window that allows none never opens.
            let last = counted().find(|hits| match over.checked_sub(hits.count) {
                Some(left) => {
                    over = left;
                    false
                }
                None => true,
            });
            Some(last.map_or(now, |hits| hits.at) + length)
        });
        until.max()
    }

    /// Where a hit of this instant is kept.
    fn place(&self, at: Timestamp) -> Timestamp {
        let grain_ms = i64::try_from(self.grain.as_millis()).unwrap_or(0);
        if grain_ms == 0 {
            return at;
        }
        Timestamp::from_millisecond(ms(at).div_euclid(grain_ms) * grain_ms).unwrap_or(at)
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
    let at = limit.place(now);
    match hits.iter_mut().find(|hits| ms(hits.at) == ms(at)) {
        Some(hits) => hits.count = hits.count.saturating_add(1),
        None => hits.push(Hits { at, count: 1 }),
    }
    hits.sort_unstable_by_key(|hits| hits.at);
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
    let place = ms(limit.place(at));
    let Some(place) = hits.iter().position(|hits| ms(hits.at) == place) else {
        return Ok(());
    };
    hits[place].count = hits[place].count.saturating_sub(1);
    hits.retain(|hits| hits.count > 0);
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

fn count<'a>(hits: impl IntoIterator<Item = &'a Hits>) -> u32 {
    let counts = hits.into_iter().map(|hits| hits.count);
    counts.fold(0, u32::saturating_add)
}

/// The hits that count in the longest window, oldest first. A transaction that writes locks the row until it ends. Hits from the
/// future are those of another clock (the sandbox's day, a machine's battery), and must not lock people out until it has come.
async fn read(
    tx: &Tx,
    limit: &Rolling,
    key: &str,
    now: Timestamp,
) -> Result<Vec<Hits>, StoreError> {
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
        let (hit, count) = hit.split_once('*').unwrap_or((hit, "1"));
        let hit = hit.parse().map_err(|_| at.wrong("hits", "no instant"))?;
        let count = count.parse().map_err(|_| at.wrong("hits", "no count"))?;
        let hit = at.instant("hits", hit)?;
        if hit + limit.longest() > now && hit <= now + CLOCKS_DIFFER {
            hits.push(Hits { at: hit, count });
        }
    }
    Ok(hits)
}

async fn write(tx: &Tx, limit: &Rolling, key: String, hits: &[Hits]) -> Result<(), StoreError> {
    let all = hits.iter().map(|hits| match hits.count {
        1 => ms(hits.at).to_string(),
        count => format!("{}*{count}", ms(hits.at)),
    });
    let all: Vec<String> = all.collect();
    let last = hits.last().map_or(Timestamp::UNIX_EPOCH, |hits| hits.at);
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
            grain: SignedDuration::ZERO,
        }
    }

    fn at(hits: &[i64]) -> Vec<Hits> {
        let hits = hits.iter().map(|hit| Hits {
            at: second(*hit),
            count: 1,
        });
        hits.collect()
    }

    #[test]
    fn a_place_is_free_again_when_its_own_hit_is_old_enough() {
        let full_until = |hits: &[i64], now| {
            let until = limit().full_until(&at(hits), second(now));
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
            grain: SignedDuration::ZERO,
        };
        assert_eq!(none.full_until(&[], second(5)), Some(second(65)));
    }

    #[test]
    fn folded_hits_count_for_a_grain_longer_and_never_for_less() {
        let folded = Rolling {
            kind: "test",
            windows: vec![Window {
                length: SignedDuration::from_mins(60),
                most: 5,
            }],
            grain: SignedDuration::from_mins(1),
        };
        assert_eq!(folded.place(second(119)), second(60));
        let hits = [(60, 2), (120, 2), (180, 1)].map(|(at, count)| Hits {
            at: second(at),
            count,
        });
        let full_until = |now| folded.full_until(&hits, second(now));
        // One of 119 seconds is kept at 60, and must count until 3,719.
        assert_eq!(full_until(3_000), Some(second(3_720)));
        assert_eq!(full_until(3_719), Some(second(3_720)));
        assert_eq!(full_until(3_720), None, "two places are free");
    }
}
