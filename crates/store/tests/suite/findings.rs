//! Findings about a submission.

use domain::application::{FindingKind, FindingState};
use store::findings::{self, NewFinding};
use store::{cases, seal::Secret};
use uuid::Uuid;

use crate::database::{Database, later, now, read, write};

crate::on_both_databases!(
    a_finding_is_raised_once_and_settled_once,
    several_of_a_kind_stand_on_one_submission,
    findings_go_with_the_draft,
);

fn hit(case: Uuid, submission: u32) -> NewFinding<'static> {
    NewFinding {
        case,
        submission,
        kind: FindingKind::RegisterSaysHit,
        item: None,
        other: None,
        evidence: Some("52"),
    }
}

async fn a_finding_is_raised_once_and_settled_once(db: &Database) {
    let (id, other) = (db.draft(1).await.id, db.draft(2).await.id);
    let raise = async |submission| {
        write!(db.store, |tx| findings::raise(
            tx,
            &hit(id, submission),
            now()
        )
        .await?)
        .await
        .unwrap()
    };
    assert!(raise(1).await);
    assert!(!raise(1).await, "it stands already");
    assert!(raise(2).await, "another submission");
    let list = async |case| {
        read!(db.store, |tx| findings::list(tx, case).await?)
            .await
            .unwrap()
    };
    let settle = async |kind| {
        write!(db.store, |tx| findings::settle(tx, id, 1, kind).await?)
            .await
            .unwrap()
    };
    assert!(!settle(FindingKind::RelationshipDown).await);
    assert!(settle(FindingKind::RegisterSaysHit).await);
    assert!(!settle(FindingKind::RegisterSaysHit).await);
    assert!(!raise(1).await, "what was settled is not raised anew");
    let states: Vec<_> = list(id)
        .await
        .into_iter()
        .map(|one| (one.finding.submission, one.finding.state))
        .collect();
    assert_eq!(
        states,
        [(1, FindingState::Settled), (2, FindingState::Open)]
    );
    assert_eq!(list(other).await, []);
}

async fn several_of_a_kind_stand_on_one_submission(db: &Database) {
    let id = db.draft(1).await.id;
    let quality = NewFinding {
        kind: FindingKind::Quality,
        evidence: Some("blurred"),
        ..hit(id, 1)
    };
    let duplicate = NewFinding {
        kind: FindingKind::PotentialDuplicate,
        ..hit(id, 1)
    };
    let news = [
        NewFinding {
            item: Some("card_photo"),
            ..quality
        },
        NewFinding {
            item: Some("birth_certificate"),
            ..quality
        },
        NewFinding {
            other: Some(Uuid::from_u128(71)),
            evidence: Some("the first"),
            ..duplicate
        },
        NewFinding {
            other: Some(Uuid::from_u128(72)),
            evidence: Some("the second"),
            ..duplicate
        },
    ];
    write!(db.store, |tx| {
        for (seconds, new) in (0..).zip(&news) {
            assert!(findings::raise(tx, new, later(seconds)).await?);
            assert!(!findings::raise(tx, new, later(9)).await?);
        }
    })
    .await
    .unwrap();
    let found = read!(db.store, |tx| findings::list(tx, id).await?)
        .await
        .unwrap();
    let shown: Vec<_> = found
        .iter()
        .map(|one| {
            (
                one.finding.item.as_deref(),
                one.evidence.as_ref().map(Secret::expose),
            )
        })
        .collect();
    assert_eq!(
        shown,
        [
            (Some("card_photo"), Some("blurred")),
            (Some("birth_certificate"), Some("blurred")),
            (None, Some("the first")),
            (None, Some("the second")),
        ]
    );
}

async fn findings_go_with_the_draft(db: &Database) {
    let ids = [db.draft(1).await.id, db.draft(2).await.id];
    write!(db.store, |tx| {
        for case in ids {
            findings::raise(tx, &hit(case, 1), now()).await?;
        }
        cases::erase(tx, ids[0]).await?;
    })
    .await
    .unwrap();
    let left: String = db.peek("SELECT case_id FROM findings").await;
    assert_eq!(left, ids[1].to_string());
}
