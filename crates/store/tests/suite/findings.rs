//! Findings about a submission.

use domain::application::{Finding, FindingKind, FindingState, Records, finding_id};
use store::findings::{self, StoredFinding};
use store::records::{self, Change};
use store::{cases, seal::Secret};
use uuid::Uuid;

use crate::database::{Database, later, now, read, write};

crate::on_both_databases!(
    a_finding_is_stored_with_its_evidence_and_settled,
    several_of_a_kind_stand_on_one_submission,
    findings_go_with_the_draft,
);

fn hit(case: Uuid, submission: u32) -> Finding {
    let kind = FindingKind::RegisterSaysHit;
    Finding {
        id: finding_id(case, submission, kind, None, None),
        submission,
        kind,
        item: None,
        state: FindingState::Open,
    }
}

/// Stores the findings after a decision.
async fn save(db: &Database, case: Uuid, after: &[Finding], evidence: Option<&'static str>) {
    let after = Records {
        findings: after.to_vec(),
        ..Records::default()
    };
    write!(db.store, |tx| {
        let before = records::load(tx, case).await?;
        let seconds = i64::try_from(before.findings.len()).unwrap();
        let change = Change {
            before: &before,
            after: &after,
            evidence,
        };
        records::save(tx, case, change, later(seconds)).await?;
    })
    .await
    .unwrap();
}

async fn list(db: &Database, case: Uuid) -> Vec<StoredFinding> {
    read!(db.store, |tx| findings::list(tx, case).await?)
        .await
        .unwrap()
}

async fn a_finding_is_stored_with_its_evidence_and_settled(db: &Database) {
    let (id, other) = (db.draft(1).await.id, db.draft(2).await.id);
    let raised = hit(id, 1);
    save(db, id, std::slice::from_ref(&raised), Some("52")).await;
    let settled = Finding {
        state: FindingState::Settled,
        ..raised
    };
    let next = hit(id, 2);
    save(db, id, &[settled.clone(), next.clone()], None).await;
    let found = list(db, id).await;
    let shown: Vec<_> = found
        .iter()
        .map(|one| (&one.finding, one.evidence.as_ref().map(Secret::expose)))
        .collect();
    assert_eq!(shown, [(&settled, Some("52")), (&next, None)]);
    assert_eq!(found[0].raised_at, now(), "settling does not change it");
    let sealed: Vec<u8> = db
        .peek("SELECT detail FROM findings WHERE detail IS NOT NULL")
        .await;
    assert_ne!(sealed, b"52", "evidence is sealed");
    assert_eq!(list(db, other).await, []);
}

async fn several_of_a_kind_stand_on_one_submission(db: &Database) {
    let id = db.draft(1).await.id;
    let of = |kind, item: Option<&str>, other| Finding {
        id: finding_id(id, 1, kind, item, other),
        kind,
        item: item.map(str::to_owned),
        ..hit(id, 1)
    };
    let (quality, duplicate) = (FindingKind::Quality, FindingKind::PotentialDuplicate);
    let news = [
        (of(quality, Some("card_photo"), None), "blurred"),
        (of(quality, Some("birth_certificate"), None), "dark"),
        (of(duplicate, None, Some(Uuid::from_u128(71))), "the first"),
        (of(duplicate, None, Some(Uuid::from_u128(72))), "the second"),
    ];
    let mut raised = Vec::new();
    for (finding, evidence) in &news {
        raised.push(finding.clone());
        save(db, id, &raised, Some(evidence)).await;
    }
    let found = list(db, id).await;
    let shown: Vec<_> = found
        .iter()
        .map(|one| (one.finding.clone(), one.evidence.as_ref().unwrap().expose()))
        .collect();
    assert_eq!(shown, news);
}

async fn findings_go_with_the_draft(db: &Database) {
    let ids = [db.draft(1).await.id, db.draft(2).await.id];
    for case in ids {
        save(db, case, &[hit(case, 1)], Some("52")).await;
    }
    write!(db.store, |tx| cases::erase(tx, ids[0]).await?)
        .await
        .unwrap();
    let left: String = db.peek("SELECT case_id FROM findings").await;
    assert_eq!(left, ids[1].to_string());
}
