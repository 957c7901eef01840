//! Findings about a submission.

use store::cases;
use store::findings::{self, FindingCode, NewFinding};

use crate::database::{Database, later, now, read, write};

crate::on_both_databases!(
    a_finding_is_raised_once_and_settled_once,
    findings_go_with_the_draft,
);

async fn a_finding_is_raised_once_and_settled_once(db: &Database) {
    let (id, other) = (db.draft(1).await.id, db.draft(2).await.id);
    let raise = async |submission, detail| {
        write!(db.store, |tx| {
            let finding = NewFinding {
                case: id,
                submission,
                kind: FindingCode::RegisterSaysHit,
                detail,
            };
            findings::raise(tx, &finding, now()).await?
        })
        .await
        .unwrap()
    };
    assert!(raise(1, Some("52")).await);
    assert!(!raise(1, Some("52")).await, "it stands already");
    assert!(raise(1, Some("51")).await, "what is new is added");
    assert!(raise(2, None).await, "another submission");
    let list = async |case| {
        read!(db.store, |tx| findings::list(tx, case).await?)
            .await
            .unwrap()
    };
    let found = list(id).await;
    assert_eq!(
        found
            .iter()
            .map(|one| (
                one.submission,
                one.kind.code(),
                one.detail.as_ref().map(store::seal::Secret::expose)
            ))
            .collect::<Vec<_>>(),
        [
            (1, "register_says_hit", Some("52 51")),
            (2, "register_says_hit", None)
        ]
    );
    assert_eq!(list(other).await, []);
    let resolve = async |kind| {
        write!(db.store, |tx| findings::resolve(tx, id, 1, kind, later(5))
            .await?)
        .await
        .unwrap()
    };
    assert!(!resolve(FindingCode::RelationshipDown).await);
    assert!(resolve(FindingCode::RegisterSaysHit).await);
    assert!(!resolve(FindingCode::RegisterSaysHit).await);
    assert!(!raise(1, None).await, "what was settled is not raised anew");
    assert!(!raise(1, Some("51")).await, "nor by what was known");
    assert!(raise(1, Some("57")).await, "but by something new");
    assert!(
        resolve(FindingCode::RegisterSaysHit).await,
        "it is open again"
    );
    let open = read!(db.store, |tx| findings::unresolved(tx, id).await?)
        .await
        .unwrap();
    assert_eq!(
        open.iter().map(|one| one.submission).collect::<Vec<_>>(),
        [2]
    );
}

async fn findings_go_with_the_draft(db: &Database) {
    let ids = [db.draft(1).await.id, db.draft(2).await.id];
    write!(db.store, |tx| {
        for case in ids {
            let finding = NewFinding {
                case,
                submission: 1,
                kind: FindingCode::PotentialDuplicate,
                detail: Some("x"),
            };
            findings::raise(tx, &finding, now()).await?;
        }
        cases::erase(tx, ids[0]).await?;
    })
    .await
    .unwrap();
    let left: String = db.peek("SELECT case_id FROM findings").await;
    assert_eq!(left, ids[1].to_string());
}

#[test]
fn every_kind_has_a_code_of_its_own() {
    for kind in FindingCode::ALL {
        assert_eq!(FindingCode::from_code(kind.code()), Some(kind));
    }
}
