//! Frozen submissions, and the one live application of a child.

use domain::crop::Crop;
use domain::receipt::ReceiptNumber;
use store::live_children::{self, Held};
use store::materials::Material;
use store::submissions::{self, Frozen};
use store::{StoreError, materials};
use uuid::Uuid;

use crate::database::{Database, now, picture, read, snapshot, write};

crate::on_both_databases!(
    what_was_submitted_is_held,
    a_submission_names_only_pictures_that_are_there,
    a_submission_keeps_the_part_of_a_picture_that_was_used,
    a_receipt_number_belongs_to_one_case,
    a_child_has_one_live_application,
    of_two_parents_at_once_one_holds_the_child,
);

const CHILD: &str = "110101202301010011";

async fn what_was_submitted_is_held(db: &Database) {
    let case = db.draft(1).await;
    let id = case.id;
    let receipt = ReceiptNumber::from_random(7);
    let frozen = snapshot(&case, 1, &[&picture("card_photo", 1)]);
    let expected = frozen.clone();
    db.store
        .write(async move |tx| {
            materials::put(tx, frozen.case, &picture("card_photo", 1)).await?;
            submissions::freeze(tx, &frozen, receipt).await
        })
        .await
        .unwrap();
    // After a take-back the slot changes; the submitted picture stays.
    let replaced = write!(db.store, |tx| materials::put(
        tx,
        id,
        &picture("card_photo", 2)
    )
    .await?)
    .await
    .unwrap();
    assert_eq!(replaced, None);
    let latest = read!(db.store, |tx| submissions::latest(tx, id).await?)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (latest.receipt, latest.hash, &latest.snapshot),
        (receipt, expected.digest(), &expected)
    );
    let held = read!(db.store, |tx| submissions::pictures(tx, id, 1).await?)
        .await
        .unwrap();
    assert_eq!(held["card_photo"], Uuid::from_u128(1));
    // A second submission is stored beside the first.
    let frozen = snapshot(&case, 2, &[&picture("card_photo", 2)]);
    db.store
        .write(async move |tx| submissions::freeze(tx, &frozen, receipt).await)
        .await
        .unwrap();
    let all = read!(db.store, |tx| submissions::list(tx, id).await?)
        .await
        .unwrap();
    assert_eq!(
        all.iter()
            .map(|one| one.snapshot.number)
            .collect::<Vec<_>>(),
        [1, 2]
    );
    assert!(!format!("{all:?}").contains("李小花"));
    // A changed row is detected.
    assert_eq!(db.spoil("UPDATE submissions SET hash = (SELECT s.hash FROM submissions s WHERE s.number = 2) WHERE number = 1").await, 1);
    let outcome = read!(db.store, |tx| submissions::list(tx, id).await?).await;
    assert!(
        matches!(outcome, Err(StoreError::Altered { .. })),
        "{outcome:?}"
    );
}

async fn a_submission_names_only_pictures_that_are_there(db: &Database) {
    let case = db.draft(1).await;
    let id = case.id;
    let frozen = snapshot(&case, 1, &[&picture("card_photo", 1)]);
    let outcome = db
        .store
        .write(async move |tx| {
            materials::put(tx, frozen.case, &picture("card_photo", 2)).await?;
            submissions::freeze(tx, &frozen, ReceiptNumber::from_random(7)).await
        })
        .await;
    assert!(
        matches!(outcome, Err(StoreError::Inconsistent { .. })),
        "{outcome:?}"
    );
    assert!(
        read!(db.store, |tx| submissions::latest(tx, id).await?)
            .await
            .unwrap()
            .is_none()
    );
}

async fn a_submission_keeps_the_part_of_a_picture_that_was_used(db: &Database) {
    let case = db.draft(1).await;
    let id = case.id;
    let used = |x| Material {
        crop: Crop::new(x, 40, 358, 441),
        ..picture("card_photo", 1)
    };
    let freeze = async |in_slot: Material, submitted: Material| {
        let frozen = snapshot(&case, 1, &[&submitted]);
        db.store
            .write(async move |tx| {
                materials::put(tx, frozen.case, &in_slot).await?;
                submissions::freeze(tx, &frozen, ReceiptNumber::from_random(7)).await
            })
            .await
    };
    for other in [used(2), picture("card_photo", 1)] {
        let outcome = freeze(used(1), other).await;
        assert!(
            matches!(outcome, Err(StoreError::Inconsistent { .. })),
            "{outcome:?}"
        );
    }
    assert_eq!(freeze(used(1), used(1)).await.unwrap(), Frozen::Here);
    // After a take-back another part of the same picture is used.
    let other = used(2).crop.unwrap();
    assert!(
        write!(db.store, |tx| materials::set_crop(
            tx,
            id,
            "card_photo",
            &other
        )
        .await?)
        .await
        .unwrap()
    );
    let latest = read!(db.store, |tx| submissions::latest(tx, id).await?)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(latest.snapshot.materials["card_photo"].crop, used(1).crop);
}

async fn a_receipt_number_belongs_to_one_case(db: &Database) {
    let (one, two) = (db.draft(1).await, db.draft(2).await);
    let receipt = ReceiptNumber::from_random(7);
    let freeze = async |case: domain::application::Case| {
        db.store
            .write(async move |tx| {
                let frozen = snapshot(&case, 1, &[]);
                submissions::freeze(tx, &frozen, receipt).await
            })
            .await
            .unwrap()
    };
    assert_eq!(freeze(one.clone()).await, Frozen::Here);
    assert_eq!(freeze(two.clone()).await, Frozen::ReceiptTaken);
    let holder = read!(db.store, |tx| submissions::case_of(tx, receipt).await?)
        .await
        .unwrap();
    assert_eq!(holder, Some(one.id));
    assert!(
        read!(db.store, |tx| submissions::latest(tx, two.id).await?)
            .await
            .unwrap()
            .is_none()
    );
}

async fn a_child_has_one_live_application(db: &Database) {
    let (one, two) = (db.draft(1).await.id, db.draft(2).await.id);
    let hold = async |case| {
        write!(db.store, |tx| live_children::hold(tx, CHILD, case, now())
            .await?)
        .await
        .unwrap()
    };
    assert_eq!(hold(one).await, Held::Here);
    assert_eq!(hold(one).await, Held::Here, "asked again");
    assert_eq!(hold(two).await, Held::Elsewhere);
    assert_eq!(
        read!(db.store, |tx| live_children::holder(tx, CHILD).await?)
            .await
            .unwrap(),
        Some(one)
    );
    assert!(
        write!(db.store, |tx| live_children::release(tx, one).await?)
            .await
            .unwrap()
    );
    assert!(
        !write!(db.store, |tx| live_children::release(tx, one).await?)
            .await
            .unwrap()
    );
    assert_eq!(hold(two).await, Held::Here);
}

async fn of_two_parents_at_once_one_holds_the_child(db: &Database) {
    let cases = [db.draft(1).await.id, db.draft(2).await.id];
    let races = (0..16).map(|n| {
        let (store, case) = (db.store.clone(), cases[n % 2]);
        tokio::spawn(async move {
            (
                case,
                write!(store, |tx| live_children::hold(tx, CHILD, case, now())
                    .await?)
                .await
                .unwrap(),
            )
        })
    });
    let mut winners = std::collections::BTreeSet::new();
    for race in races.collect::<Vec<_>>() {
        if let (case, Held::Here) = race.await.unwrap() {
            winners.insert(case);
        }
    }
    assert_eq!(winners.len(), 1);
    assert_eq!(
        db.peek::<i64>("SELECT count(*) FROM live_children").await,
        1
    );
}
