//! The queue of what waits for staff.

use domain::application::{Assignment, CaseState};
use domain::channel::Channel;
use domain::receipt::ReceiptNumber;
use store::queue::{self, Place, Waiting};
use store::{StoreError, cases};
use uuid::Uuid;

use crate::database::{Database, later, read, write};

crate::on_both_databases!(
    the_longest_waiting_come_first,
    what_the_queue_says_is_changed_and_taken_back,
    pages_follow_each_other,
    a_page_reads_an_index_and_no_table,
    a_row_that_somebody_slipped_in_is_refused,
);

/// An application that waits since so many seconds, in a district.
async fn waiting(db: &Database, number: u32, since: i64, district: &str) -> Waiting {
    let case = db.draft(number).await;
    let waiting = Waiting {
        case: case.id,
        district: district.to_owned(),
        since: later(since),
        receipt: ReceiptNumber::from_random(u64::from(number)),
        channel: Channel::Portal,
        state: CaseState::Submitted,
        lease: None,
        is_on_hold: false,
    };
    let put = waiting.clone();
    db.store
        .write(async move |tx| queue::put(tx, &put).await)
        .await
        .unwrap();
    waiting
}

async fn page(
    db: &Database,
    district: Option<&'static str>,
    after: Option<Place>,
    limit: u64,
) -> Result<Vec<Waiting>, StoreError> {
    db.store
        .read(async move |tx| queue::page(tx, district, after, limit).await)
        .await
}

async fn the_longest_waiting_come_first(db: &Database) {
    let young = waiting(db, 1, 30, "110101").await;
    let old = waiting(db, 2, 10, "110108").await;
    let middle = waiting(db, 3, 20, "110101").await;
    assert_eq!(
        page(db, None, None, 9).await.unwrap(),
        [old, middle.clone(), young.clone()]
    );
    assert_eq!(
        page(db, Some("110101"), None, 9).await.unwrap(),
        [middle, young]
    );
    assert_eq!(page(db, Some("110102"), None, 9).await.unwrap(), []);
}

async fn what_the_queue_says_is_changed_and_taken_back(db: &Database) {
    let waiting = waiting(db, 1, 10, "110101").await;
    let id = waiting.case;
    let taken = Waiting {
        state: CaseState::InReview,
        lease: Some(Assignment {
            to: Uuid::from_u128(5),
            until: later(60),
        }),
        is_on_hold: true,
        ..waiting
    };
    let put = taken.clone();
    write!(db.store, |tx| queue::put(tx, &put).await?)
        .await
        .unwrap();
    assert_eq!(
        page(db, None, None, 9).await.unwrap(),
        std::slice::from_ref(&taken)
    );
    let found = read!(db.store, |tx| queue::get(tx, id).await?).await;
    assert_eq!(found.unwrap(), Some(taken));
    write!(db.store, |tx| queue::remove(tx, id).await?)
        .await
        .unwrap();
    let found = read!(db.store, |tx| queue::get(tx, id).await?).await;
    assert_eq!(found.unwrap(), None);
    assert_eq!(page(db, None, None, 9).await.unwrap(), []);
}

async fn pages_follow_each_other(db: &Database) {
    let mut all = Vec::new();
    for number in 1..=5 {
        // Two of the same age.
        all.push(waiting(db, number, i64::from(number / 2), "110101").await);
    }
    all.sort_by_key(|one| (one.since, one.case));
    let mut found = Vec::new();
    let mut after = None;
    loop {
        let page = page(db, Some("110101"), after, 2).await.unwrap();
        let Some(last) = page.last() else {
            break;
        };
        after = Some(last.place());
        found.extend(page);
    }
    assert_eq!(found, all);
}

async fn a_page_reads_an_index_and_no_table(db: &Database) {
    for number in 1..=3 {
        waiting(db, number, i64::from(number), "110101").await;
    }
    for filter in ["district = '110101' AND", ""] {
        let plan = db
            .plan(&format!(
                "SELECT case_id, district, since, receipt, channel, state, lease_to, lease_until, on_hold, mac \
                 FROM queue WHERE {filter} since >= 5 ORDER BY since, case_id LIMIT 20"
            ))
            .await;
        assert!(
            plan.contains("USING COVERING INDEX queue_of_")
                || plan.contains("Index Only Scan using queue_of_"),
            "{plan}"
        );
        assert!(
            !plan.contains("Sort") && !plan.contains("TEMP B-TREE"),
            "{plan}"
        );
    }
}

async fn a_row_that_somebody_slipped_in_is_refused(db: &Database) {
    let one = waiting(db, 1, 10, "110101").await;
    assert_eq!(db.spoil("UPDATE queue SET district = '110108'").await, 1);
    let refused = page(db, Some("110108"), None, 9).await;
    assert!(matches!(
        refused,
        Err(StoreError::Altered { table: "queue", .. })
    ));
    let id = one.case;
    let loaded = read!(db.store, |tx| {
        cases::load(tx, id).await?;
        queue::get(tx, id).await?
    })
    .await;
    assert!(matches!(loaded, Err(StoreError::Altered { .. })));
}
