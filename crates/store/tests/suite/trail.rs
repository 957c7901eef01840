//! The journal, the pictures and the audit over both.

use domain::application::{Actor, CaseState, Event, EventKind};
use domain::receipt::ReceiptNumber;
use store::audit::{Fault, Place};
use store::journal::{self, Break};
use store::{Store, StoreError, audit, materials, submissions};
use uuid::Uuid;

use crate::database::{Database, jpeg, later, picture, picture_id, read, snapshot, write};

crate::on_both_databases!(
    a_chain_is_whole,
    a_changed_entry_is_found,
    a_removed_entry_is_found,
    a_cut_off_entry_is_found,
    a_reordered_chain_is_found,
    an_exchanged_payload_is_found,
    a_chain_computed_anew_does_not_fit_its_head,
    an_erased_payload_leaves_the_chain_whole,
    chains_of_two_cases_grow_side_by_side,
    entries_at_once_have_numbers_of_their_own,
    the_audit_finds_a_missing_and_a_foreign_picture,
    the_audit_finds_submitted_evidence_that_is_gone,
);

fn event(case: Uuid, n: u32) -> Event {
    Event {
        kind: EventKind::StepSaved,
        case,
        actor: Actor::Agent(Uuid::from_u128(1)),
        at: later(i64::from(n)),
        subject: Some("child".to_owned()),
        from: Some(CaseState::Draft),
        to: CaseState::Draft,
        version: n + 1,
        submission: None,
    }
}

async fn append(store: &Store, case: Uuid, n: u32) -> i64 {
    write!(store, |tx| journal::append(
        tx,
        &event(case, n),
        &format!("李小花 {n}")
    )
    .await?)
    .await
    .unwrap()
}

/// An application with five journal entries.
async fn chain(db: &Database) -> Uuid {
    let case = db.draft(1).await.id;
    for n in 1..=5 {
        assert_eq!(append(&db.store, case, n).await, i64::from(n));
    }
    case
}

async fn verdict(db: &Database, case: Uuid) -> Result<i64, Break> {
    read!(db.store, |tx| journal::verify(tx, case).await?)
        .await
        .unwrap()
}

async fn a_chain_is_whole(db: &Database) {
    let case = chain(db).await;
    assert_eq!(verdict(db, case).await, Ok(5));
    let entries = read!(db.store, |tx| journal::list(tx, case).await?)
        .await
        .unwrap();
    for (n, entry) in (1..=5).zip(&entries) {
        assert_eq!((entry.seq, &entry.event), (i64::from(n), &event(case, n)));
        assert_eq!(
            entry.payload.as_ref().unwrap().expose(),
            format!("李小花 {n}")
        );
    }
    assert!(!format!("{entries:?}").contains("李小花"));
    assert_eq!(
        verdict(db, Uuid::nil()).await,
        Ok(0),
        "no case, no entries, no head"
    );
}

async fn a_changed_entry_is_found(db: &Database) {
    let case = chain(db).await;
    for change in [
        "actor = 'system'",
        "at = at + 1",
        "to_state = 'approved'",
        "version = 9",
        "submission = 1",
        "subject = NULL",
    ] {
        db.spoil("CREATE TABLE kept AS SELECT * FROM journal").await;
        assert_eq!(
            db.spoil(&format!("UPDATE journal SET {change} WHERE seq = 3"))
                .await,
            1
        );
        assert_eq!(
            verdict(db, case).await,
            Err(Break::Changed { seq: 3 }),
            "{change}"
        );
        db.spoil("DELETE FROM journal").await;
        db.spoil("INSERT INTO journal SELECT * FROM kept").await;
        db.spoil("DROP TABLE kept").await;
        assert_eq!(verdict(db, case).await, Ok(5));
    }
}

async fn a_removed_entry_is_found(db: &Database) {
    let case = chain(db).await;
    db.spoil("DELETE FROM journal WHERE seq = 2").await;
    assert_eq!(verdict(db, case).await, Err(Break::Gap { seq: 2 }));
    // Closing the gap does not help.
    db.spoil("UPDATE journal SET seq = seq - 1 WHERE seq = 3")
        .await;
    assert_eq!(verdict(db, case).await, Err(Break::Changed { seq: 2 }));
    let report = audit::verify(&db.store).await.unwrap();
    let fault = Fault {
        place: Place::Case(case.to_string()),
        what: Break::Changed { seq: 2 }.to_string(),
    };
    assert_eq!(report.faults, [fault]);
    assert!(!report.is_sound());
    let listed = read!(db.store, |tx| journal::list(tx, case).await?).await;
    assert!(matches!(listed, Err(StoreError::Altered { .. })));
}

async fn a_cut_off_entry_is_found(db: &Database) {
    let case = chain(db).await;
    db.spoil("DELETE FROM journal WHERE seq = 5").await;
    assert_eq!(verdict(db, case).await, Err(Break::Head { seq: 4 }));
    db.spoil("DELETE FROM journal").await;
    assert_eq!(verdict(db, case).await, Err(Break::Head { seq: 0 }));
    assert!(!audit::verify(&db.store).await.unwrap().is_sound());
    // Nor can the chain continue as if nothing were missing: the next entry is number 6.
    assert_eq!(append(&db.store, case, 6).await, 6);
    assert_eq!(verdict(db, case).await, Err(Break::Gap { seq: 1 }));
}

async fn a_reordered_chain_is_found(db: &Database) {
    let case = chain(db).await;
    for (from, to) in [(2, 0), (3, 2), (0, 3)] {
        db.spoil(&format!("UPDATE journal SET seq = {to} WHERE seq = {from}"))
            .await;
    }
    assert_eq!(verdict(db, case).await, Err(Break::Changed { seq: 2 }));
}

async fn an_exchanged_payload_is_found(db: &Database) {
    let case = chain(db).await;
    db.spoil("UPDATE journal SET payload = (SELECT j.payload FROM journal j WHERE j.seq = 4) WHERE seq = 3").await;
    assert_eq!(verdict(db, case).await, Err(Break::Payload { seq: 3 }));
}

/// An attacker in the database without the keys can compute hashes, but cannot seal a head.
async fn a_chain_computed_anew_does_not_fit_its_head(db: &Database) {
    let case = chain(db).await;
    let other = db.draft(2).await.id;
    append(&db.store, other, 1).await;
    db.spoil("UPDATE case_heads SET head = (SELECT h.head FROM case_heads h ORDER BY h.case_id DESC LIMIT 1)").await;
    let opened = read!(db.store, |tx| journal::verify(tx, case).await?).await;
    assert!(matches!(opened, Err(StoreError::Seal(_))), "{opened:?}");
    assert_eq!(verdict(db, other).await, Ok(1), "its own head");
    db.spoil("DELETE FROM case_heads").await;
    assert_eq!(verdict(db, case).await, Err(Break::Head { seq: 5 }));
}

async fn an_erased_payload_leaves_the_chain_whole(db: &Database) {
    let case = chain(db).await;
    write!(db.store, |tx| journal::erase_payloads(tx, case).await?)
        .await
        .unwrap();
    assert_eq!(verdict(db, case).await, Ok(5));
    assert_eq!(
        db.peek::<i64>("SELECT count(*) FROM journal WHERE payload IS NOT NULL")
            .await,
        0
    );
    let entries = read!(db.store, |tx| journal::list(tx, case).await?)
        .await
        .unwrap();
    assert!(entries.iter().all(|entry| entry.payload.is_none()));
    assert_eq!(append(&db.store, case, 6).await, 6);
    assert_eq!(verdict(db, case).await, Ok(6));
}

async fn chains_of_two_cases_grow_side_by_side(db: &Database) {
    let (one, two) = (db.draft(1).await.id, db.draft(2).await.id);
    for n in 1..=3 {
        append(&db.store, one, n).await;
        append(&db.store, two, n).await;
    }
    let report = audit::verify(&db.store).await.unwrap();
    assert_eq!(
        (report.cases, report.entries, report.is_sound()),
        (2, 6, true)
    );
}

async fn entries_at_once_have_numbers_of_their_own(db: &Database) {
    let case = chain(db).await;
    let writers = (6..=25).map(|n| {
        let store = db.store.clone();
        tokio::spawn(async move { append(&store, case, n).await })
    });
    let mut numbers = Vec::new();
    for writer in writers.collect::<Vec<_>>() {
        numbers.push(writer.await.unwrap());
    }
    numbers.sort_unstable();
    assert_eq!(numbers, (6..=25).collect::<Vec<_>>());
    assert_eq!(verdict(db, case).await, Ok(25));
}

async fn the_audit_finds_a_missing_and_a_foreign_picture(db: &Database) {
    let case = db.draft(1).await.id;
    let pictures = db.store.pictures();
    for object in 1..=3_u128 {
        let slot = format!("slot{object}");
        pictures
            .put(
                &picture_id(case, &slot, object),
                jpeg(&object.to_be_bytes()),
            )
            .await
            .unwrap();
        db.store
            .write(async move |tx| {
                let material = picture(&slot, object);
                materials::put(tx, case, &material).await
            })
            .await
            .unwrap();
    }
    let sound = audit::verify(&db.store).await.unwrap();
    assert!(sound.is_sound() && sound.pictures == 3, "{sound:?}");
    pictures.delete(Uuid::from_u128(1)).await.unwrap();
    pictures
        .put(&picture_id(case, "slot2", 2), jpeg(b"another picture"))
        .await
        .unwrap();
    let report = audit::verify(&db.store).await.unwrap();
    assert_eq!(report.pictures, 1);
    assert_eq!(
        broken_pictures(&report),
        [format!("{case}/slot1"), format!("{case}/slot2")]
    );
}

/// Evidence outlives its slot: after a take-back and a replacement it is still what was submitted.
async fn the_audit_finds_submitted_evidence_that_is_gone(db: &Database) {
    let case = db.draft(1).await;
    let pictures = db.store.pictures();
    for object in 1..=2_u128 {
        let id = picture_id(case.id, "card_photo", object);
        pictures
            .put(&id, jpeg(&object.to_be_bytes()))
            .await
            .unwrap();
    }
    let frozen = snapshot(&case, 1, &[&picture("card_photo", 1)]);
    db.store
        .write(async move |tx| {
            materials::put(tx, frozen.case, &picture("card_photo", 1)).await?;
            submissions::freeze(tx, &frozen, ReceiptNumber::from_random(7)).await?;
            materials::put(tx, frozen.case, &picture("card_photo", 2)).await
        })
        .await
        .unwrap();
    let sound = audit::verify(&db.store).await.unwrap();
    assert!(sound.is_sound() && sound.pictures == 2, "{sound:?}");
    pictures.delete(Uuid::from_u128(1)).await.unwrap();
    let report = audit::verify(&db.store).await.unwrap();
    assert_eq!(
        broken_pictures(&report),
        [format!("{}/1/card_photo", case.id)]
    );
    db.spoil("UPDATE submissions SET number = 2").await;
    let report = audit::verify(&db.store).await.unwrap();
    assert_eq!(broken_pictures(&report), [format!("{}/2", case.id)]);
}

fn broken_pictures(report: &audit::Report) -> Vec<String> {
    let places = report.faults.iter().map(|fault| fault.place.clone());
    places
        .filter_map(|place| match place {
            Place::Picture(name) => Some(name),
            _ => None,
        })
        .collect()
}
