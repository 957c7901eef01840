//! Limits over rolling windows: each hit frees its place when it is as old as the window.

use jiff::SignedDuration;
use store::limits::Attempt;
use store::rolling::{self, Rolling, Window};

use crate::database::{Database, later, now, read, write};

crate::on_both_databases!(
    a_rolling_limit_frees_one_place_at_a_time,
    hits_at_once_are_all_counted,
    a_hit_is_taken_back_alone,
    folded_hits_are_all_counted_in_a_short_row,
);

fn codes() -> Rolling {
    let window = |minutes, most| Window {
        length: SignedDuration::from_mins(minutes),
        most,
    };
    Rolling {
        kind: "codes",
        windows: vec![window(1, 1), window(60, 3)],
        grain: SignedDuration::ZERO,
    }
}

async fn hit(db: &Database, at: jiff::Timestamp) -> Attempt {
    write!(db.store, |tx| rolling::attempt(
        tx,
        &codes(),
        "13800130001",
        at
    )
    .await?)
    .await
    .unwrap()
}

async fn a_rolling_limit_frees_one_place_at_a_time(db: &Database) {
    let wait = |second| Attempt::Wait {
        until: later(second),
    };
    for (at, expected) in [
        (0, Attempt::Allowed { hits: 1 }),
        (59, wait(60)),
        (1_200, Attempt::Allowed { hits: 2 }),
        (2_400, Attempt::Allowed { hits: 3 }),
        (3_599, wait(3_600)),
        (3_600, Attempt::Allowed { hits: 3 }),
        (3_700, wait(4_800)),
        (4_800, Attempt::Allowed { hits: 3 }),
    ] {
        let look = read!(db.store, |tx| {
            rolling::look(tx, &codes(), "13800130001", later(at)).await?
        });
        let look = look.await.unwrap();
        let is_wait = matches!(look, Attempt::Wait { .. });
        assert_eq!(is_wait, matches!(expected, Attempt::Wait { .. }), "{at}");
        assert_eq!(hit(db, later(at)).await, expected, "{at}");
    }
    // Hits of a clock that was set back count for nobody.
    assert_eq!(hit(db, now()).await, Attempt::Allowed { hits: 1 });
    let plain: String = db.peek("SELECT subject FROM rolling_limits").await;
    assert!(!plain.contains("138"), "{plain}");
    for (at, gone) in [(3_599, 0), (3_600, 1)] {
        let swept = write!(db.store, |tx| rolling::sweep(tx, later(at)).await?);
        assert_eq!(swept.await.unwrap(), gone);
    }
}

async fn hits_at_once_are_all_counted(db: &Database) {
    let tries = (0..24).map(|_| {
        let store = db.store.clone();
        tokio::spawn(async move {
            let wide = Rolling {
                windows: vec![Window {
                    length: SignedDuration::from_mins(60),
                    most: 3,
                }],
                ..codes()
            };
            write!(store, |tx| rolling::attempt(
                tx,
                &wide,
                "13800130001",
                now()
            )
            .await?)
            .await
            .unwrap()
        })
    });
    let mut allowed = Vec::new();
    for attempt in tries.collect::<Vec<_>>() {
        if let Attempt::Allowed { hits } = attempt.await.unwrap() {
            allowed.push(hits);
        }
    }
    allowed.sort_unstable();
    assert_eq!(allowed, [1, 2, 3]);
}

async fn a_hit_is_taken_back_alone(db: &Database) {
    for at in [0, 100] {
        hit(db, later(at)).await;
    }
    let take_back = async |at| {
        write!(db.store, |tx| {
            rolling::take_back(tx, &codes(), "13800130001", later(at)).await?;
        })
        .await
        .unwrap();
    };
    take_back(99).await;
    take_back(100).await;
    assert_eq!(hit(db, later(101)).await, Attempt::Allowed { hits: 2 });
}

async fn folded_hits_are_all_counted_in_a_short_row(db: &Database) {
    let folded = || Rolling {
        kind: "folded",
        windows: vec![Window {
            length: SignedDuration::from_mins(60),
            most: 50,
        }],
        grain: SignedDuration::from_mins(1),
    };
    let hit = async |second| {
        let counted = write!(db.store, |tx| rolling::attempt(
            tx,
            &folded(),
            "site",
            later(second)
        )
        .await?);
        counted.await.unwrap()
    };
    for number in 1..=50 {
        let second = i64::from(number);
        assert_eq!(hit(second).await, Attempt::Allowed { hits: number });
    }
    let wait = hit(51).await;
    let Attempt::Wait { until } = wait else {
        panic!("{wait:?}")
    };
    assert!(
        until >= later(3_601),
        "none before the first is an hour old"
    );
    assert!(until <= later(3_601 + 60), "and it waits a grain at most");
    let kept: String = db.peek("SELECT hits FROM rolling_limits").await;
    assert!(kept.len() < 60, "{kept}");
    write!(db.store, |tx| {
        rolling::take_back(tx, &folded(), "site", later(50)).await?;
    })
    .await
    .unwrap();
    assert_eq!(hit(52).await, Attempt::Allowed { hits: 50 });
}
