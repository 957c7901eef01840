//! Cases and what belongs to them.

use domain::application::{CaseState, RelationshipAnswer};
use domain::digest::Digest;
use domain::flow::RelationshipState;
use domain::receipt::ReceiptNumber;
use store::cases::{self, Cursor};
use store::idempotency::{self, Claim};
use store::live_children::{self, Held};
use store::lookups::{self, LookUp};
use store::relationships::{self, Finding};
use store::submissions::{self, Frozen};
use store::{StoreError, answers, materials};
use uuid::Uuid;

use crate::database::{Database, account, later, now, picture, read, snapshot, typed, write};

crate::on_both_databases!(
    a_case_belongs_to_one_agent,
    a_stale_change_is_refused,
    a_list_is_read_page_by_page,
    a_case_moves_to_another_release,
    answers_are_replaced_and_removed,
    answers_are_sealed_to_their_field,
    a_slot_holds_one_picture,
    what_was_submitted_is_held,
    a_submission_names_only_pictures_that_are_there,
    a_receipt_number_belongs_to_one_case,
    a_relationship_is_verified_by_both,
    a_changed_child_is_asked_anew,
    a_child_has_one_live_application,
    of_two_parents_at_once_one_holds_the_child,
    a_look_up_is_on_record,
    a_request_that_comes_twice_is_done_once,
    requests_at_once_are_done_once,
    an_erased_case_keeps_no_face,
);

async fn a_case_belongs_to_one_agent(db: &Database) {
    let case = db.draft(1).await;
    let load = async |owner| {
        read!(db.store, |tx| cases::load_owned(tx, owner, case.id).await?)
            .await
            .unwrap()
    };
    let stored = load(case.owner).await.unwrap();
    assert_eq!(stored.case, case);
    assert_eq!(
        (stored.release.as_str(), stored.release_hash),
        ("2026.1", Digest::of("release"))
    );
    assert_eq!(load(account(2).id).await, None);
}

async fn a_stale_change_is_refused(db: &Database) {
    let mut next = db.draft(1).await;
    next.version = 2;
    next.state = CaseState::Withdrawn;
    next.updated_at = later(5);
    let change = async |next: domain::application::Case| {
        let store = db.store.clone();
        store
            .write(move |tx| {
                let next = next.clone();
                Box::pin(async move { cases::update(tx, 1, &next).await })
            })
            .await
    };
    change(next.clone()).await.unwrap();
    let second = change(next.clone()).await;
    assert!(
        matches!(
            second,
            Err(StoreError::Stale {
                expected: 1,
                current: 2,
                ..
            })
        ),
        "{second:?}"
    );
    assert_eq!(
        read!(db.store, |tx| cases::load(tx, next.id).await?)
            .await
            .unwrap()
            .unwrap()
            .case,
        next
    );
}

async fn a_list_is_read_page_by_page(db: &Database) {
    let first = db.draft(1).await;
    for number in 0..7_u128 {
        let id = Uuid::from_u128(number);
        write!(db.store, |tx| {
            // Two of each time: the id decides between them.
            let at = later(i64::try_from(number / 2).unwrap());
            let case =
                domain::application::begin(id, first.owner, domain::channel::Channel::Portal, at)
                    .next;
            cases::create(tx, &case, "2026.1", &Digest::of("release")).await?;
        })
        .await
        .unwrap();
    }
    db.draft(2).await;
    let mut seen = Vec::new();
    let mut after = None;
    loop {
        let page = read!(db.store, |tx| cases::list_owned(
            tx,
            account(1).id,
            after,
            3
        )
        .await?)
        .await
        .unwrap();
        let Some(last) = page.last() else { break };
        after = Some(Cursor {
            updated_at: last.case.updated_at,
            id: last.case.id,
        });
        seen.extend(
            page.into_iter()
                .map(|stored| (stored.case.updated_at, stored.case.id)),
        );
    }
    assert_eq!(seen.len(), 8);
    assert!(seen.is_sorted_by(|a, b| a > b), "{seen:?}");
}

async fn a_case_moves_to_another_release(db: &Database) {
    let case = db.draft(1).await;
    assert!(
        write!(db.store, |tx| cases::pin(
            tx,
            case.id,
            "2026.2",
            &Digest::of("next")
        )
        .await?)
        .await
        .unwrap()
    );
    let stored = read!(db.store, |tx| cases::load(tx, case.id).await?)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (stored.release.as_str(), stored.release_hash),
        ("2026.2", Digest::of("next"))
    );
}

async fn answers_are_replaced_and_removed(db: &Database) {
    let id = db.draft(1).await.id;
    write!(db.store, |tx| {
        answers::put(
            tx,
            id,
            [("child.name", &typed("李小")), ("bank", &typed("ICBC"))],
        )
        .await?;
        answers::put(tx, id, [("child.name", &typed("李小花"))]).await?;
        answers::put(tx, id, []).await?;
    })
    .await
    .unwrap();
    let list = async || {
        read!(db.store, |tx| answers::list(tx, id).await?)
            .await
            .unwrap()
    };
    let all = list().await;
    assert_eq!(all.keys().collect::<Vec<_>>(), ["bank", "child.name"]);
    assert_eq!(all["child.name"], typed("李小花"));
    write!(db.store, |tx| answers::remove(
        tx,
        id,
        ["bank", "never.given"]
    )
    .await?)
    .await
    .unwrap();
    assert_eq!(list().await.len(), 1);
    write!(db.store, |tx| answers::remove_all(tx, id).await?)
        .await
        .unwrap();
    assert!(list().await.is_empty());
}

async fn answers_are_sealed_to_their_field(db: &Database) {
    let id = db.draft(1).await.id;
    write!(db.store, |tx| answers::put(
        tx,
        id,
        [("child.name", &typed("李小花")), ("bank", &typed("ICBC"))]
    )
    .await?)
    .await
    .unwrap();
    let stored: Vec<u8> = db
        .peek("SELECT value FROM answers WHERE field = 'child.name'")
        .await;
    assert!(!String::from_utf8_lossy(&stored).contains("李小花"));
    db.spoil("UPDATE answers SET value = (SELECT a.value FROM answers a WHERE a.field = 'bank')")
        .await;
    let outcome = read!(db.store, |tx| answers::list(tx, id).await?).await;
    assert!(matches!(outcome, Err(StoreError::Seal(_))), "{outcome:?}");
}

async fn a_slot_holds_one_picture(db: &Database) {
    let id = db.draft(1).await.id;
    let put = async |object| {
        write!(db.store, |tx| materials::put(
            tx,
            id,
            &picture("card_photo", object)
        )
        .await?)
        .await
        .unwrap()
    };
    assert_eq!(put(1).await, None);
    assert_eq!(put(1).await, None, "the same again releases nothing");
    assert_eq!(put(2).await, Some(Uuid::from_u128(1)));
    let listed = read!(db.store, |tx| materials::list(tx, id).await?)
        .await
        .unwrap();
    assert_eq!(listed, [picture("card_photo", 2)]);
    let remove = async || {
        write!(db.store, |tx| materials::remove(tx, id, "card_photo")
            .await?)
        .await
        .unwrap()
    };
    assert_eq!(remove().await, Some(Uuid::from_u128(2)));
    assert_eq!(remove().await, None);
}

async fn what_was_submitted_is_held(db: &Database) {
    let case = db.draft(1).await;
    let id = case.id;
    let receipt = ReceiptNumber::from_random(7);
    let frozen = snapshot(&case, 1, &[&picture("card_photo", 1)]);
    let expected = frozen.clone();
    db.store
        .write(move |tx| {
            let frozen = frozen.clone();
            Box::pin(async move {
                materials::put(tx, frozen.case, &picture("card_photo", 1)).await?;
                submissions::freeze(tx, &frozen, receipt).await
            })
        })
        .await
        .unwrap();
    // The slot changes after it was taken back; the picture that was submitted stays.
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
    // A second submission stands beside the first.
    let frozen = snapshot(&case, 2, &[&picture("card_photo", 2)]);
    db.store
        .write(move |tx| {
            let frozen = frozen.clone();
            Box::pin(async move { submissions::freeze(tx, &frozen, receipt).await })
        })
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
    // A changed row is found.
    assert_eq!(db.spoil("UPDATE submissions SET hash = (SELECT s.hash FROM submissions s WHERE s.number = 2) WHERE number = 1").await, 1);
    let outcome = read!(db.store, |tx| submissions::list(tx, id).await?).await;
    assert!(
        matches!(outcome, Err(StoreError::Inconsistent { .. })),
        "{outcome:?}"
    );
}

async fn a_submission_names_only_pictures_that_are_there(db: &Database) {
    let case = db.draft(1).await;
    let id = case.id;
    let frozen = snapshot(&case, 1, &[&picture("card_photo", 1)]);
    let outcome = db
        .store
        .write(move |tx| {
            let frozen = frozen.clone();
            Box::pin(async move {
                materials::put(tx, frozen.case, &picture("card_photo", 2)).await?;
                submissions::freeze(tx, &frozen, ReceiptNumber::from_random(7)).await
            })
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

async fn a_receipt_number_belongs_to_one_case(db: &Database) {
    let (one, two) = (db.draft(1).await, db.draft(2).await);
    let receipt = ReceiptNumber::from_random(7);
    let freeze = async |case: domain::application::Case| {
        db.store
            .write(move |tx| {
                let frozen = snapshot(&case, 1, &[]);
                Box::pin(async move { submissions::freeze(tx, &frozen, receipt).await })
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

const HIT: Finding<'static> = Finding {
    question: "张三 11010519491231001X 李小花 110101202301010011",
    state: RelationshipState::Hit,
    relation: Some("52"),
    basis: Some("birth_certificate"),
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
    // A new answer of the register wants a new word of the agent; a miss cannot be confirmed.
    let miss = Finding {
        state: RelationshipState::Miss,
        relation: None,
        basis: None,
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

const CHILD: &str = "110101202301010011";

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

async fn a_look_up_is_on_record(db: &Database) {
    let case = db.draft(1).await;
    let look_up = LookUp {
        id: Uuid::from_u128(1),
        case: Some(case.id),
        account: case.owner,
        operation: "kinship_verify".to_owned(),
        purpose: "card application".to_owned(),
        consent: "consent-1".to_owned(),
        operator: "daiban".to_owned(),
        outcome: "hit".to_owned(),
        at: now(),
    };
    let stored = look_up.clone();
    db.store
        .write(move |tx| {
            let stored = stored.clone();
            Box::pin(async move { lookups::record(tx, &stored).await })
        })
        .await
        .unwrap();
    assert_eq!(
        read!(db.store, |tx| lookups::list(tx, case.id).await?)
            .await
            .unwrap(),
        [look_up]
    );
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
