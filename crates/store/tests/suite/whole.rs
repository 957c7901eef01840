//! An application with rows in every table, and everything that use cases read of it.

use domain::application::snapshot::Snapshot;
use domain::application::{
    Actor, CardState, Case, CaseState, Checks, Event, EventKind, Finding, FindingKind,
    FindingState, Records, Return, ReturnedItem, Review, Verdict, finding_id,
};
use domain::digest::Digest;
use domain::flow::RelationshipState;
use domain::receipt::ReceiptNumber;
use domain::release::ChangeClass;
use store::asked_again::{self, ItemAskedAgain};
use store::consents::Consent;
use store::lookups::{self, LookUp};
use store::picture_tries::{self, PictureTry};
use store::queue::{self, Waiting};
use store::records::{self, Change};
use store::relationships::{self, RegisterAnswer};
use store::{
    Store, StoreError, answers, cases, consents, journal, live_children, materials, submissions,
    submitted_children,
};
use uuid::Uuid;

use crate::database::{Database, jpeg, now, picture, picture_id, snapshot, typed};

/// An application with rows in every table.
pub(crate) async fn whole(db: &Database, number: u32) -> Case {
    let case = db.draft(number).await;
    let (id, owner) = (case.id, case.owner);
    let object = u128::from(number);
    let frozen = Snapshot {
        relationship_verified: false,
        ..snapshot(&case, 1, &[&picture("card_photo", object)])
    };
    let child = child(number);
    let of_staff = of_staff(id);
    let waiting = Waiting {
        case: id,
        district: "110101".into(),
        since: now(),
        receipt: ReceiptNumber::from_random(u64::from(number)),
        channel: case.channel,
        state: CaseState::Submitted,
        lease: None,
        is_on_hold: false,
    };
    db.store
        .pictures()
        .put(
            &picture_id(id, "card_photo", object),
            jpeg(&object.to_be_bytes()),
        )
        .await
        .unwrap();
    db.store
        .write(async move |tx| {
            answers::put(
                tx,
                id,
                [("child.name", &typed("李小花")), ("bank", &typed("ICBC"))],
            )
            .await?;
            let again = ItemAskedAgain {
                item: "bank".into(),
                class: ChangeClass::AskAgain,
                since: "2026.2".into(),
            };
            asked_again::put(tx, id, &[again], now()).await?;
            materials::put(tx, id, &picture("card_photo", object)).await?;
            let tried = PictureTry {
                material: "card_photo".into(),
                sm3: Digest::of("blurred"),
                faults: "picture_blurred".into(),
                tries: 1,
                is_taken: false,
            };
            picture_tries::put(tx, id, &tried, now()).await?;
            let miss = RegisterAnswer {
                state: RelationshipState::Miss,
                relation: None,
                chosen: None,
                basis: None,
                question: "who",
            };
            relationships::record(tx, id, &miss, now()).await?;
            let look_up = LookUp {
                id: Uuid::from_u128(object),
                case: id,
                account: owner,
                operation: "kinship_verify".into(),
                purpose: "relationship".into(),
                consent: "consent".into(),
                operator: "daiban".into(),
                outcome: lookups::ASKED.into(),
                at: now(),
            };
            lookups::begin(tx, &look_up).await?;
            let consent = Consent {
                id: Uuid::from_u128(object),
                account: owner,
                case: Some(id),
                consent: "consent.lookup".into(),
                version: "1".into(),
                digest: Digest::of("text"),
                at: now(),
                withdrawn_at: None,
            };
            consents::give(tx, &consent).await?;
            submissions::freeze(tx, &frozen, ReceiptNumber::from_random(u64::from(number))).await?;
            live_children::hold(tx, &child, id, now()).await?;
            submitted_children::note(tx, &child, id, now()).await?;
            queue::put(tx, &waiting).await?;
            let change = Change {
                before: &Records::default(),
                after: &of_staff,
                evidence: None,
            };
            records::save(tx, id, change, now()).await?;
            journal::append(tx, &saved(id), "李小花").await?;
            Ok::<_, StoreError>(())
        })
        .await
        .unwrap();
    case
}

/// One record of each kind.
fn of_staff(case: Uuid) -> Records {
    let kind = FindingKind::PotentialDuplicate;
    let item = ReturnedItem {
        item: "bank".into(),
        reason: "unclear".into(),
        sentence: "请重新选择".into(),
        sample: None,
        corrected: false,
    };
    Records {
        findings: vec![Finding {
            id: finding_id(case, 1, kind, None, None),
            submission: 1,
            kind,
            item: None,
            state: FindingState::Open,
        }],
        checks: Some(Checks {
            submission: 1,
            sampled: true,
        }),
        reviews: vec![Review {
            submission: 1,
            by: Uuid::from_u128(5),
            verdict: Verdict::Approved,
        }],
        returned: Some(Return::from_stored(1, vec![item], [])),
        card: Some(CardState::Queued),
        ..Records::default()
    }
}

pub(crate) fn child(number: u32) -> String {
    format!("11010120230101{number:03}X")
}

fn saved(case: Uuid) -> Event {
    Event {
        kind: EventKind::StepSaved,
        case,
        actor: Actor::System,
        at: now(),
        subject: None,
        from: Some(CaseState::Draft),
        to: CaseState::Draft,
        version: 1,
        submission: None,
    }
}

/// Everything that any use case reads of an application.
pub(crate) async fn open(store: &Store, id: Uuid) -> Result<(), StoreError> {
    store
        .read(async move |tx| {
            cases::load(tx, id).await?;
            answers::list(tx, id).await?;
            asked_again::list(tx, id).await?;
            materials::list(tx, id).await?;
            picture_tries::list(tx, id).await?;
            relationships::get(tx, id).await?;
            submissions::list(tx, id).await?;
            submissions::pictures(tx, id, 1).await?;
            for number in 1..=2 {
                submissions::case_of(tx, ReceiptNumber::from_random(number)).await?;
            }
            live_children::holds(tx, id).await?;
            lookups::list(tx, id).await?;
            queue::get(tx, id).await?;
            records::load(tx, id).await?;
            journal::check(tx, id).await?;
            journal::list(tx, id).await?;
            Ok(())
        })
        .await
}
