//! What somebody who can write the database, but has no keys, does to it: refused where it is read, and named by the audit.

use domain::application::{Case, CaseState};
use domain::digest::Digest;
use store::audit::{self, Place};
use store::objects::Size;
use store::{StoreError, answers, cases, consents, materials, releases, submitted_children};
use uuid::Uuid;

use crate::database::{Database, later, now, picture, picture_id, read, typed, write};
use crate::whole::{child, open, whole};

crate::on_both_databases!(
    an_application_that_nobody_altered_is_sound,
    another_owner_is_refused,
    another_state_is_refused,
    a_registry_that_found_nothing_did_not_find_it,
    a_relationship_is_not_verified_afterwards,
    a_submission_is_not_deleted,
    an_application_without_entries_and_head_is_refused,
    a_payload_is_not_emptied,
    a_picture_of_another_application_is_refused,
    what_a_submission_holds_is_not_released,
    a_value_does_not_move_to_another_row,
    a_look_up_is_not_deleted,
    no_row_of_an_application_is_deleted,
    no_row_is_put_into_an_application,
    what_was_altered_is_not_made_ours_by_the_next_save,
    a_release_is_not_exchanged,
    a_row_that_cannot_be_read_hides_no_other_fault,
);

/// Asserts that the application cannot be read, and that the audit names it.
async fn is_refused_and_named(db: &Database, case: &Case, by: &str) {
    let opened = open(&db.store, case.id).await;
    assert!(
        matches!(opened, Err(StoreError::Altered { .. })),
        "{by}: {opened:?}"
    );
    is_named(db, case, by).await;
}

async fn is_named(db: &Database, case: &Case, by: &str) {
    let report = audit::verify(&db.store).await.unwrap();
    let place = Place::Case(case.id.to_string());
    assert!(
        report.faults.iter().any(|fault| fault.place == place),
        "{by}: {:?}",
        report.faults
    );
}

async fn spoil(db: &Database, sql: &str) {
    assert_eq!(db.spoil(sql).await, 1, "{sql}");
}

async fn an_application_that_nobody_altered_is_sound(db: &Database) {
    for number in 1..=2 {
        let case = whole(db, number).await;
        open(&db.store, case.id).await.unwrap();
    }
    let report = audit::verify(&db.store).await.unwrap();
    assert_eq!(report.faults, []);
    assert_eq!((report.cases, report.entries, report.pictures), (2, 2, 2));
}

async fn another_owner_is_refused(db: &Database) {
    let (one, other) = (whole(db, 1).await, whole(db, 2).await);
    spoil(
        db,
        &format!(
            "UPDATE cases SET account_id = '{}' WHERE id = '{}'",
            other.owner, one.id
        ),
    )
    .await;
    is_refused_and_named(db, &one, "another owner").await;
    // Not in the list of the thief either.
    let listed = read!(db.store, |tx| cases::list_owned(tx, other.owner, None, 9)
        .await?)
    .await;
    assert!(
        matches!(listed, Err(StoreError::Altered { table: "cases", .. })),
        "{listed:?}"
    );
    // Nor does it count as one of theirs.
    let counted = read!(db.store, |tx| cases::has_owned(
        tx,
        other.owner,
        CaseState::Draft,
        2
    )
    .await?)
    .await;
    assert!(
        matches!(counted, Err(StoreError::Altered { table: "cases", .. })),
        "{counted:?}"
    );
}

async fn another_state_is_refused(db: &Database) {
    let case = whole(db, 1).await;
    spoil(db, "UPDATE cases SET state = 'approved'").await;
    is_refused_and_named(db, &case, "another state").await;
    // A sweep is led there, and goes no further.
    let listed = read!(db.store, |tx| cases::untouched(
        tx,
        CaseState::Approved,
        later(1),
        "",
        9
    )
    .await?)
    .await;
    assert_eq!(listed.unwrap(), [case.id.to_string()]);
}

async fn a_registry_that_found_nothing_did_not_find_it(db: &Database) {
    let case = whole(db, 1).await;
    spoil(db, "UPDATE relationships SET state = 'hit'").await;
    is_refused_and_named(db, &case, "miss to hit").await;
}

async fn a_relationship_is_not_verified_afterwards(db: &Database) {
    let case = whole(db, 1).await;
    spoil(db, "UPDATE submissions SET relationship_verified = TRUE").await;
    is_refused_and_named(db, &case, "verified").await;
}

async fn a_submission_is_not_deleted(db: &Database) {
    let case = whole(db, 1).await;
    spoil(db, "DELETE FROM submissions").await;
    is_refused_and_named(db, &case, "submission deleted").await;
}

async fn an_application_without_entries_and_head_is_refused(db: &Database) {
    let case = whole(db, 1).await;
    spoil(db, "DELETE FROM journal").await;
    spoil(db, "DELETE FROM case_heads").await;
    is_refused_and_named(db, &case, "entries and head removed").await;
}

async fn a_payload_is_not_emptied(db: &Database) {
    let case = whole(db, 1).await;
    spoil(db, "UPDATE journal SET payload = NULL").await;
    is_refused_and_named(db, &case, "payload emptied").await;
}

/// Nor does the picture open there.
async fn a_picture_of_another_application_is_refused(db: &Database) {
    let (one, other) = (whole(db, 1).await, whole(db, 2).await);
    spoil(
        db,
        &format!(
            "UPDATE materials SET object_id = '{}' WHERE case_id = '{}'",
            Uuid::from_u128(2),
            one.id
        ),
    )
    .await;
    is_refused_and_named(db, &one, "picture").await;
    open(&db.store, other.id).await.unwrap();
    let elsewhere = db
        .store
        .pictures()
        .get(&picture_id(one.id, "card_photo", 2), Size::Whole)
        .await;
    assert!(matches!(elsewhere, Err(StoreError::Seal(_))));
}

/// A submitted picture is not deleted because somebody deleted the row that holds it.
async fn what_a_submission_holds_is_not_released(db: &Database) {
    let case = whole(db, 1).await;
    let id = case.id;
    spoil(db, "DELETE FROM submission_pictures").await;
    let replaced = write!(db.store, |tx| materials::put(
        tx,
        id,
        &picture("card_photo", 9)
    )
    .await?)
    .await;
    assert!(
        matches!(replaced, Err(StoreError::Altered { .. })),
        "{replaced:?}"
    );
    let removed = write!(db.store, |tx| materials::remove_all(tx, id).await?).await;
    assert!(
        matches!(removed, Err(StoreError::Altered { .. })),
        "{removed:?}"
    );
}

async fn a_value_does_not_move_to_another_row(db: &Database) {
    let case = whole(db, 1).await;
    spoil(
        db,
        "UPDATE answers SET value = (SELECT a.value FROM answers a WHERE a.field = 'bank') WHERE field = 'child.name'",
    )
    .await;
    is_refused_and_named(db, &case, "value moved").await;
}

async fn a_look_up_is_not_deleted(db: &Database) {
    let case = whole(db, 1).await;
    spoil(db, "DELETE FROM lookups").await;
    is_refused_and_named(db, &case, "look-up deleted").await;
}

/// The tables of rows that belong to an application, but for those whose loss takes nothing from it: a right to add a picture, and
/// the head, which is tested by itself. Messages belong to an account and only name an application.
async fn tables(db: &Database) -> Vec<String> {
    let mut tables = db.tables_with("case_id").await;
    tables.retain(|table| !["captures", "case_heads", "messages"].contains(&table.as_str()));
    assert!(tables.len() > 10, "{tables:?}");
    tables
}

/// A new table of an application must be a part of its head: its deleted row is noticed.
async fn no_row_of_an_application_is_deleted(db: &Database) {
    let case = whole(db, 1).await;
    whole(db, 2).await;
    for table in tables(db).await {
        db.spoil(&format!("CREATE TABLE kept AS SELECT * FROM {table}"))
            .await;
        let deleted = db
            .spoil(&format!(
                "DELETE FROM {table} WHERE case_id = '{}'",
                case.id
            ))
            .await;
        assert!(deleted > 0, "{table}: it has no row, so nothing is tested");
        if ["submitted_children", "receipts", "consents"].contains(&table.as_str()) {
            // Read by child, number and account, so what is gone is not missed there.
            is_named(db, &case, &table).await;
        } else {
            is_refused_and_named(db, &case, &table).await;
        }
        db.spoil(&format!("DELETE FROM {table}")).await;
        db.spoil(&format!("INSERT INTO {table} SELECT * FROM kept"))
            .await;
        db.spoil("DROP TABLE kept").await;
        assert!(audit::verify(&db.store).await.unwrap().is_sound());
    }
}

/// Rows of another application, moved here.
async fn no_row_is_put_into_an_application(db: &Database) {
    let case = whole(db, 1).await;
    let other = whole(db, 2).await;
    let empty = db.draft(3).await;
    for table in tables(db).await {
        db.spoil(&format!("CREATE TABLE kept AS SELECT * FROM {table}"))
            .await;
        let moved = db
            .spoil(&format!(
                "UPDATE {table} SET case_id = '{}' WHERE case_id = '{}'",
                empty.id, other.id
            ))
            .await;
        assert!(moved > 0, "{table}");
        if table == "submitted_children" {
            let found = write!(db.store, |tx| submitted_children::others(
                tx,
                &child(2),
                case.id
            )
            .await?)
            .await;
            assert!(matches!(found, Err(StoreError::Altered { .. })));
            is_named(db, &empty, &table).await;
        } else if table == "consents" {
            let owner = other.owner;
            let found = read!(db.store, |tx| consents::list(tx, owner).await?).await;
            assert!(matches!(found, Err(StoreError::Altered { .. })));
            is_named(db, &empty, &table).await;
        } else {
            is_refused_and_named(db, &empty, &table).await;
            is_refused_and_named(db, &other, &table).await;
        }
        db.spoil(&format!("DELETE FROM {table}")).await;
        db.spoil(&format!("INSERT INTO {table} SELECT * FROM kept"))
            .await;
        db.spoil("DROP TABLE kept").await;
    }
}

async fn what_was_altered_is_not_made_ours_by_the_next_save(db: &Database) {
    let case = whole(db, 1).await;
    let id = case.id;
    spoil(
        db,
        "UPDATE answers SET provenance = 'registry' WHERE field = 'bank'",
    )
    .await;
    let put = write!(db.store, |tx| answers::put(
        tx,
        id,
        [("bank", &typed("CCB"))]
    )
    .await?)
    .await;
    assert!(matches!(put, Err(StoreError::Altered { .. })), "{put:?}");
    let removed = write!(db.store, |tx| answers::remove_all(tx, id).await?).await;
    assert!(matches!(removed, Err(StoreError::Altered { .. })));
    is_refused_and_named(db, &case, "the next save").await;
}

async fn a_release_is_not_exchanged(db: &Database) {
    write!(db.store, |tx| releases::publish(
        tx,
        "2026.1",
        &Digest::of("one"),
        &[],
        now()
    )
    .await?)
    .await
    .unwrap();
    assert!(audit::verify(&db.store).await.unwrap().is_sound());
    spoil(
        db,
        &format!("UPDATE releases SET content_hash = '{}'", Digest::of("two")),
    )
    .await;
    let found = read!(db.store, |tx| releases::hash_of(tx, "2026.1").await?).await;
    assert!(
        matches!(found, Err(StoreError::Altered { .. })),
        "{found:?}"
    );
    let places: Vec<_> = audit::verify(&db.store)
        .await
        .unwrap()
        .faults
        .into_iter()
        .map(|fault| fault.place)
        .collect();
    let row = Place::Row {
        table: "releases",
        name: "2026.1".into(),
    };
    assert_eq!(places, [row]);
}

async fn a_row_that_cannot_be_read_hides_no_other_fault(db: &Database) {
    let (one, other) = (whole(db, 1).await, whole(db, 2).await);
    spoil(
        db,
        &format!(
            "UPDATE materials SET sm3 = 'x' WHERE case_id = '{}'",
            one.id
        ),
    )
    .await;
    spoil(
        db,
        &format!("DELETE FROM submissions WHERE case_id = '{}'", other.id),
    )
    .await;
    is_named(db, &one, "a hash that is none").await;
    is_named(db, &other, "a submission").await;
}
