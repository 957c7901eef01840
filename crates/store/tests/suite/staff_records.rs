//! Records beside the state of an application.

use domain::application::{
    Assignment, CardState, Checks, Finding, FindingKind, FindingState, Hold, Records, Return,
    ReturnItem, Review, Verdict,
};
use store::cases;
use store::records::{self, Change};
use uuid::Uuid;

use crate::database::{Database, later, now, read, write};

crate::on_both_databases!(
    what_a_decision_changed_is_stored_and_loaded,
    the_state_of_a_card_follows_its_decisions,
    what_staff_wrote_is_sealed,
    records_are_erased_with_the_draft,
);

const TABLES: [&str; 6] = [
    "case_records",
    "cards",
    "reviews",
    "returns",
    "return_items",
    "findings",
];

/// Everything that can stand in the records, except a hold on a child.
pub(crate) fn full() -> Records {
    let staff = Uuid::from_u128(7);
    let item = |item| ReturnItem {
        item,
        reason: "blurred",
        sentence: "请李小花重拍",
        sample: Some("sample_1"),
    };
    let finding = |id, state| Finding {
        id: Uuid::from_u128(id),
        submission: 1,
        kind: FindingKind::Quality,
        item: Some("card_photo".to_owned()),
        state,
    };
    let reason = "scar".to_owned();
    Records {
        assignment: Some(Assignment {
            to: staff,
            until: later(60),
        }),
        hold: Some(Hold {
            reason: "police".to_owned(),
            since: now(),
        }),
        findings: vec![
            finding(1, FindingState::Open),
            finding(2, FindingState::Overridden { reason }),
            finding(3, FindingState::Settled),
        ],
        returned: Some(Return::over(
            1,
            &[item("card_photo"), item("child.name")],
            &[
                "card_photo",
                "child.name",
                "residence.address",
                "relationship",
            ],
        )),
        checks: Some(Checks {
            submission: 1,
            sampled: true,
        }),
        second_review: true,
        reviews: vec![
            Review {
                submission: 1,
                by: staff,
                verdict: Verdict::Endorsed,
            },
            Review {
                submission: 1,
                by: Uuid::from_u128(8),
                verdict: Verdict::Returned,
            },
        ],
        card: Some(CardState::Queued),
        ..Records::default()
    }
}

async fn save(db: &Database, case: Uuid, before: &Records, after: &Records) {
    let (before, after) = (before.clone(), after.clone());
    write!(db.store, |tx| {
        let change = Change {
            before: &before,
            after: &after,
            evidence: None,
        };
        records::save(tx, case, change, now()).await?;
    })
    .await
    .unwrap();
}

async fn load(db: &Database, case: Uuid) -> Records {
    read!(db.store, |tx| records::load(tx, case).await?)
        .await
        .unwrap()
}

async fn what_a_decision_changed_is_stored_and_loaded(db: &Database) {
    let (id, other) = (db.draft(1).await.id, db.draft(2).await.id);
    let nothing = Records::default();
    assert_eq!(load(db, id).await, nothing);
    save(db, id, &nothing, &full()).await;
    assert_eq!(load(db, id).await, full());
    assert_eq!(load(db, other).await, nothing);

    let mut later = full();
    later.assignment = None;
    later.second_review = false;
    later.returned = None;
    later.findings[0].state = FindingState::Settled;
    later.findings[1].state = FindingState::Settled;
    later.reviews.push(Review {
        submission: 2,
        ..later.reviews[0]
    });
    save(db, id, &full(), &later).await;
    assert_eq!(load(db, id).await, later);
}

async fn the_state_of_a_card_follows_its_decisions(db: &Database) {
    let id = db.draft(1).await.id;
    let with = |card| Records {
        card,
        ..Records::default()
    };
    let mut before = Records::default();
    for state in CardState::ALL.into_iter().map(Some).chain([None]) {
        let after = with(state);
        save(db, id, &before, &after).await;
        assert_eq!(load(db, id).await, after);
        before = after;
    }
    save(db, id, &before, &with(Some(CardState::Sent))).await;
    db.spoil("UPDATE cards SET state = 'lost'").await;
    let spoilt = read!(db.store, |tx| records::load(tx, id).await?).await;
    assert!(spoilt.is_err(), "{spoilt:?}");
}

async fn what_staff_wrote_is_sealed(db: &Database) {
    let id = db.draft(1).await.id;
    save(db, id, &Records::default(), &full()).await;
    let sealed: Vec<u8> = db.peek("SELECT sentence FROM return_items").await;
    let plain = "李小花".as_bytes();
    assert!(!sealed.windows(plain.len()).any(|part| part == plain));
    db.spoil("UPDATE return_items SET place = 5 - place").await;
    let moved = read!(db.store, |tx| records::load(tx, id).await?).await;
    assert!(moved.is_err(), "a sentence is sealed to its item");
}

async fn records_are_erased_with_the_draft(db: &Database) {
    let ids = [db.draft(1).await.id, db.draft(2).await.id];
    let mut theirs = full();
    for finding in &mut theirs.findings {
        finding.id = Uuid::from_u128(finding.id.as_u128() + 100);
    }
    save(db, ids[0], &Records::default(), &full()).await;
    save(db, ids[1], &Records::default(), &theirs).await;
    write!(db.store, |tx| cases::erase(tx, ids[0]).await?)
        .await
        .unwrap();
    for table in TABLES {
        let of = |id: Uuid| format!("SELECT count(*) FROM {table} WHERE case_id = '{id}'");
        assert_eq!(db.peek::<i64>(&of(ids[0])).await, 0, "{table}");
        assert_ne!(db.peek::<i64>(&of(ids[1])).await, 0, "{table}");
    }
}
