//! Checkpoints: what the sealed heads alone cannot show, because whole applications are gone or as they once were.

use domain::application::{Actor, Case, CaseState, Event, EventKind};
use store::audit::{self, Place};
use store::checkpoints::{self, Taken};
use store::{StoreError, journal};

use crate::database::{Database, later, now, read, write};

crate::on_both_databases!(
    every_changed_head_is_folded_once,
    a_removed_application_is_named,
    an_application_put_back_is_named,
    a_head_that_was_never_folded_does_not_say_so,
    a_database_put_back_is_refused,
    a_restored_database_goes_on_with_the_files_it_knows,
    a_file_that_is_missing_or_changed_is_named,
    older_files_may_be_kept_elsewhere,
    an_altered_head_keeps_no_other_from_its_checkpoint,
    the_audit_finds_nothing_while_the_service_works,
    what_a_crash_left_is_written_by_the_next,
    processes_at_once_fold_each_head_once,
);

async fn note(db: &Database, case: &Case, n: u32) {
    let event = Event {
        kind: EventKind::StepSaved,
        case: case.id,
        actor: Actor::System,
        at: later(i64::from(n)),
        subject: None,
        from: Some(CaseState::Draft),
        to: CaseState::Draft,
        version: n,
        submission: None,
    };
    write!(db.store, |tx| journal::append(tx, &event, "").await?)
        .await
        .unwrap();
}

async fn take(db: &Database) -> Result<Taken, StoreError> {
    checkpoints::take(&db.store, now()).await
}

async fn faults(db: &Database) -> Vec<String> {
    let report = audit::verify(&db.store).await.unwrap();
    report.faults.iter().map(ToString::to_string).collect()
}

/// All rows of an application, to be put back later.
async fn keep(db: &Database, tables: &[&str]) {
    for table in tables {
        db.spoil(&format!(
            "CREATE TABLE kept_{table} AS SELECT * FROM {table}"
        ))
        .await;
    }
}

async fn put_back(db: &Database, tables: &[&str]) {
    for table in tables.iter().rev() {
        db.spoil(&format!("DELETE FROM {table}")).await;
    }
    for table in tables {
        db.spoil(&format!("INSERT INTO {table} SELECT * FROM kept_{table}"))
            .await;
        db.spoil(&format!("DROP TABLE kept_{table}")).await;
    }
}

async fn every_changed_head_is_folded_once(db: &Database) {
    let one = db.draft(1).await;
    db.draft(2).await;
    assert_eq!(take(db).await.unwrap(), Taken { heads: 2, files: 1 });
    assert_eq!(take(db).await.unwrap(), Taken { heads: 0, files: 0 });
    note(db, &one, 1).await;
    assert_eq!(take(db).await.unwrap(), Taken { heads: 1, files: 1 });
    let report = audit::verify(&db.store).await.unwrap();
    assert_eq!((report.checkpoints, report.faults), (2, vec![]));
    // Changed since, which is no fault.
    note(db, &one, 2).await;
    assert_eq!(faults(db).await, [""; 0]);
}

async fn a_removed_application_is_named(db: &Database) {
    let (one, _) = (db.draft(1).await, db.draft(2).await);
    note(db, &one, 1).await;
    take(db).await.unwrap();
    for sql in [
        "DELETE FROM journal",
        &format!("DELETE FROM case_heads WHERE case_id = '{}'", one.id),
        &format!("DELETE FROM cases WHERE id = '{}'", one.id),
    ] {
        db.spoil(sql).await;
    }
    assert_eq!(
        faults(db).await,
        [format!(
            "case {}: it was removed: checkpoint 1 knows it",
            one.id
        )]
    );
}

async fn an_application_put_back_is_named(db: &Database) {
    const TABLES: [&str; 3] = ["cases", "case_heads", "journal"];
    let one = db.draft(1).await;
    note(db, &one, 1).await;
    take(db).await.unwrap();
    keep(db, &TABLES).await;
    note(db, &one, 2).await;
    take(db).await.unwrap();
    put_back(db, &TABLES).await;
    // Everything fits: only the checkpoint knows better.
    let verdict = read!(db.store, |tx| journal::verify(tx, one.id).await?).await;
    assert_eq!(verdict.unwrap(), Ok(1));
    assert_eq!(
        faults(db).await,
        [format!(
            "case {}: it was put back to before checkpoint 2",
            one.id
        )]
    );
}

/// So that nobody keeps a head out of the checkpoints.
async fn a_head_that_was_never_folded_does_not_say_so(db: &Database) {
    let (one, two) = (db.draft(1).await, db.draft(2).await);
    db.spoil(&format!(
        "UPDATE case_heads SET folded = TRUE WHERE case_id = '{}'",
        one.id
    ))
    .await;
    take(db).await.unwrap();
    note(db, &two, 1).await;
    db.spoil("UPDATE case_heads SET folded = TRUE").await;
    assert_eq!(
        faults(db).await,
        [
            format!(
                "case {}: no checkpoint knows it, and its head says otherwise",
                one.id
            ),
            format!("case {}: it was put back to before checkpoint 1", two.id),
        ]
    );
}

async fn a_database_put_back_is_refused(db: &Database) {
    const TABLES: [&str; 4] = ["cases", "case_heads", "journal", "checkpoints"];
    let one = db.draft(1).await;
    take(db).await.unwrap();
    keep(db, &TABLES).await;
    note(db, &one, 1).await;
    take(db).await.unwrap();
    put_back(db, &TABLES).await;
    note(db, &one, 2).await;
    let refused = take(db).await;
    assert!(
        matches!(
            &refused,
            Err(StoreError::Altered {
                table: "checkpoints",
                ..
            })
        ),
        "{refused:?}"
    );
    let places: Vec<Place> = audit::verify(&db.store)
        .await
        .unwrap()
        .faults
        .into_iter()
        .map(|fault| fault.place)
        .collect();
    assert_eq!(
        places,
        [Place::Checkpoint(2), Place::Case(one.id.to_string())]
    );
}

async fn a_file_that_is_missing_or_changed_is_named(db: &Database) {
    let one = db.draft(1).await;
    for n in 1..=3 {
        note(db, &one, n).await;
        take(db).await.unwrap();
    }
    let files = db.checkpoint_files();
    assert_eq!(files.len(), 3);
    let kept = std::fs::read_to_string(&files[1]).unwrap();
    std::fs::write(&files[1], kept.replace("number 2", "number 9")).unwrap();
    assert!(
        faults(db)
            .await
            .contains(&"checkpoint 2: its file was changed".to_owned())
    );
    std::fs::remove_file(&files[1]).unwrap();
    assert_eq!(
        faults(db).await,
        [
            "checkpoint 3: it does not follow the one before it: a file is missing or was exchanged",
            "checkpoint 2: its file is missing",
        ]
    );
    std::fs::write(&files[1], kept).unwrap();
    // Whatever lies beside them is none of ours.
    std::fs::write(files[0].with_file_name("7.checkpoint"), "x").unwrap();
    assert_eq!(faults(db).await, [""; 0]);
}

async fn older_files_may_be_kept_elsewhere(db: &Database) {
    db.draft(1).await;
    take(db).await.unwrap();
    // The first application is in the first file alone.
    db.draft(2).await;
    take(db).await.unwrap();
    std::fs::remove_file(&db.checkpoint_files()[0]).unwrap();
    assert_eq!(faults(db).await, [""; 0]);
}

/// As the runbook says.
async fn a_restored_database_goes_on_with_the_files_it_knows(db: &Database) {
    const TABLES: [&str; 4] = ["cases", "case_heads", "journal", "checkpoints"];
    let (one, _) = (db.draft(1).await, db.draft(2).await);
    take(db).await.unwrap();
    keep(db, &TABLES).await;
    note(db, &one, 1).await;
    take(db).await.unwrap();
    put_back(db, &TABLES).await;
    assert!(take(db).await.is_err() || faults(db).await.len() == 2);
    std::fs::remove_file(&db.checkpoint_files()[1]).unwrap();
    assert_eq!(faults(db).await, [""; 0]);
    note(db, &one, 2).await;
    assert_eq!(take(db).await.unwrap(), Taken { heads: 1, files: 1 });
    assert_eq!(faults(db).await, [""; 0]);
}

async fn an_altered_head_keeps_no_other_from_its_checkpoint(db: &Database) {
    let (one, two) = (db.draft(1).await, db.draft(2).await);
    db.spoil(&format!(
        "UPDATE case_heads SET head = (SELECT h.head FROM case_heads h WHERE h.case_id = '{}') WHERE case_id = '{}'",
        two.id, one.id
    ))
    .await;
    assert_eq!(take(db).await.unwrap(), Taken { heads: 1, files: 1 });
    assert_eq!(
        faults(db).await,
        [format!(
            "case {}: its sealed head is missing or was changed",
            one.id
        )]
    );
}

async fn the_audit_finds_nothing_while_the_service_works(db: &Database) {
    let cases = [db.draft(1).await, db.draft(2).await, db.draft(3).await];
    let audit = async {
        for _ in 0..15 {
            assert_eq!(faults(db).await, [""; 0]);
        }
    };
    let work = async {
        for n in 1..=15 {
            note(db, &cases[n as usize % 3], n).await;
            take(db).await.unwrap();
        }
    };
    tokio::join!(audit, work);
}

async fn what_a_crash_left_is_written_by_the_next(db: &Database) {
    let one = db.draft(1).await;
    take(db).await.unwrap();
    let file = db.checkpoint_files().remove(0);
    let content = std::fs::read_to_string(&file).unwrap();
    // As if the process had ended between the commit and the file.
    std::fs::remove_file(&file).unwrap();
    db.spoil(&format!("UPDATE checkpoints SET content = '{content}'"))
        .await;
    assert_eq!(faults(db).await, [""; 0]);
    assert_eq!(take(db).await.unwrap(), Taken { heads: 0, files: 1 });
    assert_eq!(std::fs::read_to_string(&file).unwrap(), content);
    note(db, &one, 1).await;
    take(db).await.unwrap();
    assert_eq!(faults(db).await, [""; 0]);
}

async fn processes_at_once_fold_each_head_once(db: &Database) {
    for number in 1..=5 {
        db.draft(number).await;
    }
    let others = [db.reopened().await, db.reopened().await];
    let begun = others
        .clone()
        .map(|store| tokio::spawn(async move { checkpoints::take(&store, now()).await }));
    let mut heads = 0;
    for taking in begun {
        heads += taking.await.unwrap().unwrap().heads;
    }
    assert_eq!(heads, 5);
    for store in others {
        store.close().await.unwrap();
    }
    assert_eq!(faults(db).await, [""; 0]);
}
