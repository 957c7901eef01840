//! What registries said, and repeated requests.

use domain::application::{Case, RelationshipAnswer};
use domain::flow::RelationshipState;
use jiff::Timestamp;
use store::idempotency::{self, Claim};
use store::lookups::{self, ASKED, LookUp};
use store::relationships::{self, RegisterAnswer};
use store::{StoreError, answers, cases, materials};
use uuid::Uuid;

use crate::database::{Database, later, now, picture, read, typed, write};

crate::on_both_databases!(
    a_relationship_is_verified_by_both,
    a_changed_child_is_asked_anew,
    a_look_up_is_on_record_before_it_is_answered,
    a_look_up_is_completed_once,
    look_ups_are_erased_by_their_age,
    a_request_that_comes_twice_is_done_once,
    requests_at_once_are_done_once,
    an_erased_case_keeps_no_face,
);

const HIT: RegisterAnswer<'static> = RegisterAnswer {
    question: "张三 11010519491231001X 李小花 110101202301010011",
    state: RelationshipState::Hit,
    relation: Some("52"),
    basis: Some("birth_certificate"),
    chosen: Some("58"),
};

async fn a_relationship_is_verified_by_both(db: &Database) {
    let id = db.draft(1).await.id;
    assert!(
        !write!(db.store, |tx| relationships::confirm(tx, id, now()).await?)
            .await
            .unwrap(),
        "nothing to confirm"
    );
    write!(db.store, |tx| relationships::record(tx, id, &HIT, now())
        .await?)
    .await
    .unwrap();
    let get = async || {
        read!(db.store, |tx| relationships::get(tx, id).await?)
            .await
            .unwrap()
            .unwrap()
    };
    let found = get().await;
    assert_eq!(
        found.relation.as_ref().map(store::seal::Secret::expose),
        Some("52")
    );
    assert_eq!(
        (found.facts().answer, found.facts().is_verified()),
        (None, false)
    );
    assert!(
        write!(db.store, |tx| relationships::confirm(tx, id, later(9))
            .await?)
        .await
        .unwrap()
    );
    assert!(get().await.facts().is_verified());
    assert!(
        write!(db.store, |tx| relationships::dispute(tx, id, later(10))
            .await?)
        .await
        .unwrap()
    );
    assert_eq!(
        get().await.facts().answer,
        Some(RelationshipAnswer::Disputed)
    );
    // A new answer of the registry needs a new confirmation by the agent; a miss cannot be confirmed.
    let miss = RegisterAnswer {
        state: RelationshipState::Miss,
        relation: None,
        basis: None,
        chosen: None,
        ..HIT
    };
    write!(db.store, |tx| relationships::record(
        tx,
        id,
        &miss,
        later(11)
    )
    .await?)
    .await
    .unwrap();
    assert_eq!(get().await.facts().answer, None);
    assert!(
        !write!(db.store, |tx| relationships::confirm(tx, id, later(12))
            .await?)
        .await
        .unwrap()
    );
}

async fn a_changed_child_is_asked_anew(db: &Database) {
    let id = db.draft(1).await.id;
    write!(db.store, |tx| relationships::record(tx, id, &HIT, now())
        .await?)
    .await
    .unwrap();
    let (same, other) = read!(db.store, |tx| {
        let found = relationships::get(tx, id).await?.expect("it was recorded");
        let other = HIT.question.replace("李小花", "李小华");
        (
            relationships::was_asked(tx, &found, HIT.question),
            relationships::was_asked(tx, &found, &other),
        )
    })
    .await
    .unwrap();
    assert!(same && !other);
    write!(db.store, |tx| relationships::forget(tx, id).await?)
        .await
        .unwrap();
    assert_eq!(
        read!(db.store, |tx| relationships::get(tx, id).await?)
            .await
            .unwrap(),
        None
    );
}

/// A look-up for this application, recorded before the registry is asked.
async fn begun(db: &Database, case: &Case, id: u128, at: Timestamp) -> LookUp {
    let look_up = LookUp {
        id: Uuid::from_u128(id),
        case: case.id,
        account: case.owner,
        operation: "kinship_verify".to_owned(),
        purpose: "card application".to_owned(),
        consent: "consent-1".to_owned(),
        operator: "daiban".to_owned(),
        outcome: ASKED.to_owned(),
        at,
    };
    // Its outcome cannot be known yet.
    let stored = LookUp {
        outcome: "hit".to_owned(),
        ..look_up.clone()
    };
    db.store
        .write(async move |tx| lookups::begin(tx, &stored).await)
        .await
        .unwrap();
    look_up
}

async fn listed(db: &Database, case: &Case) -> Vec<LookUp> {
    let id = case.id;
    read!(db.store, |tx| lookups::list(tx, id).await?)
        .await
        .unwrap()
}

async fn a_look_up_is_on_record_before_it_is_answered(db: &Database) {
    let case = db.draft(1).await;
    let look_up = begun(db, &case, 1, now()).await;
    assert_eq!(listed(db, &case).await, std::slice::from_ref(&look_up));
    let (of, id) = (case.id, look_up.id);
    assert!(
        write!(db.store, |tx| lookups::complete(tx, of, id, "hit").await?)
            .await
            .unwrap()
    );
    let answered = LookUp {
        outcome: "hit".to_owned(),
        ..look_up
    };
    assert_eq!(listed(db, &case).await, [answered]);
}

async fn a_look_up_is_completed_once(db: &Database) {
    let case = db.draft(1).await;
    let id = begun(db, &case, 1, now()).await.id;
    let still_open = begun(db, &case, 2, later(1)).await;
    let of = case.id;
    let complete = |id, outcome: &'static str| {
        write!(db.store, |tx| lookups::complete(tx, of, id, outcome)
            .await?)
    };
    // The answer and the time-out of one question arrive concurrently.
    let (hit, down) = tokio::join!(complete(id, "hit"), complete(id, "down"));
    let (hit, down) = (hit.unwrap(), down.unwrap());
    assert!(hit != down, "exactly one of them came in time");
    assert!(!complete(id, "miss").await.unwrap());
    assert!(!complete(Uuid::from_u128(3), "hit").await.unwrap());
    let found = listed(db, &case).await;
    assert_eq!(found[0].outcome, if hit { "hit" } else { "down" });
    assert_eq!(found[1], still_open, "another question is not touched");
}

async fn look_ups_are_erased_by_their_age(db: &Database) {
    let case = db.draft(1).await;
    let other = db.draft(2).await;
    begun(db, &case, 1, now()).await;
    begun(db, &other, 3, now()).await;
    let kept = begun(db, &case, 2, later(1)).await;
    let [one, two] = [&case, &other].map(|case| case.id.to_string());
    let due = async |after: &str| {
        read!(db.store, |tx| lookups::due(tx, later(1), after, 1).await?)
            .await
            .unwrap()
    };
    assert_eq!(due("").await, [one.as_str()]);
    assert_eq!(due(&one).await, [two.as_str()]);
    let sweep = async |id: &String| {
        let id = id.clone();
        write!(db.store, |tx| lookups::sweep(tx, &id, later(1)).await?).await
    };
    assert_eq!(sweep(&one).await.unwrap(), 1);
    assert_eq!(listed(db, &case).await, [kept]);
    assert_eq!(due("").await, [two.as_str()], "the other is still due");
    db.spoil("UPDATE lookups SET purpose = 'another' WHERE outcome = 'asked'")
        .await;
    let altered = sweep(&two).await.unwrap_err();
    assert!(altered.is_of_a_row(), "{altered}");
    let nonsense = sweep(&"nonsense".to_owned()).await.unwrap_err();
    assert!(nonsense.is_of_a_row(), "{nonsense}");
}

async fn a_request_that_comes_twice_is_done_once(db: &Database) {
    let claim = async |scope: &'static str| {
        write!(db.store, |tx| idempotency::claim(tx, scope, "key", now())
            .await?)
        .await
        .unwrap()
    };
    assert_eq!(claim("submit/1").await, Claim::New);
    write!(db.store, |tx| idempotency::settle(
        tx, "submit/1", "key", "RECEIPT"
    )
    .await?)
    .await
    .unwrap();
    assert_eq!(claim("submit/1").await, Claim::Done("RECEIPT".to_owned()));
    assert_eq!(claim("submit/2").await, Claim::New, "another scope");
    let unclaimed = write!(db.store, |tx| idempotency::settle(
        tx, "submit/3", "key", ""
    )
    .await?)
    .await;
    assert!(matches!(unclaimed, Err(StoreError::Inconsistent { .. })));
    assert_eq!(
        write!(db.store, |tx| idempotency::sweep(tx, later(1)).await?)
            .await
            .unwrap(),
        2
    );
}

async fn requests_at_once_are_done_once(db: &Database) {
    let requests = (0..12).map(|n| {
        let store = db.store.clone();
        tokio::spawn(async move {
            write!(store, |tx| {
                let claim = idempotency::claim(tx, "submit/1", "key", now()).await?;
                if claim == Claim::New {
                    idempotency::settle(tx, "submit/1", "key", &n.to_string()).await?;
                }
                claim
            })
            .await
            .unwrap()
        })
    });
    let mut outcomes = Vec::new();
    for request in requests.collect::<Vec<_>>() {
        outcomes.push(request.await.unwrap());
    }
    assert_eq!(
        outcomes
            .iter()
            .filter(|claim| **claim == Claim::New)
            .count(),
        1,
        "{outcomes:?}"
    );
    let result: String = db.peek("SELECT result FROM idempotency").await;
    assert!(
        outcomes
            .iter()
            .all(|claim| matches!(claim, Claim::New) || *claim == Claim::Done(result.clone()))
    );
}

async fn an_erased_case_keeps_no_face(db: &Database) {
    let case = db.draft(1).await;
    let id = case.id;
    let gone = write!(db.store, |tx| {
        answers::put(tx, id, [("child.name", &typed("李小花"))]).await?;
        materials::put(tx, id, &picture("card_photo", 1)).await?;
        relationships::record(tx, id, &HIT, now()).await?;
        cases::erase(tx, id).await?
    })
    .await
    .unwrap();
    assert_eq!(gone, [Uuid::from_u128(1)]);
    for table in ["answers", "materials", "relationships"] {
        assert_eq!(
            db.peek::<i64>(&format!("SELECT count(*) FROM {table}"))
                .await,
            0,
            "{table}"
        );
    }
    assert!(
        read!(db.store, |tx| cases::load(tx, id).await?)
            .await
            .unwrap()
            .is_some()
    );
}
