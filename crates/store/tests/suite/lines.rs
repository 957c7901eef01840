//! The lines of an agent's list, and what a register offered.

use domain::receipt::ReceiptNumber;
use store::{StoreError, cases, lines};

use crate::database::{Database, now, read, write};
use crate::whole::whole;

crate::on_both_databases!(
    a_line_copies_name_and_receipt_and_loses_the_name_with_the_answers,
    an_altered_line_is_refused,
    a_line_says_where_a_draft_stands_until_it_is_erased,
    what_was_offered_is_kept_until_the_answers_are_erased,
);

async fn a_line_copies_name_and_receipt_and_loses_the_name_with_the_answers(db: &Database) {
    let case = whole(db, 1).await;
    let (id, owner) = (case.id, case.owner);
    let line = async || {
        let lines = read!(db.store, |tx| lines::list_owned(tx, owner, 9).await?).await;
        let mut lines = lines.unwrap();
        assert_eq!(lines.len(), 1);
        let line = lines.remove(0);
        assert_eq!(line.case.id, id);
        let name = line.child_name.map(|name| name.expose().to_owned());
        (name, line.receipt)
    };
    let receipt: String = db.peek("SELECT receipt FROM submissions").await;
    let receipt = Some(ReceiptNumber::parse(&receipt).unwrap());
    assert_eq!(line().await, (Some("李小花".to_owned()), receipt));
    write!(db.store, |tx| cases::erase(tx, id).await?)
        .await
        .unwrap();
    assert_eq!(line().await, (None, receipt));
}

async fn an_altered_line_is_refused(db: &Database) {
    for (number, alteration) in [
        (1, "receipt = NULL"),
        (2, "child_name = NULL"),
        (3, "offered = child_name"),
        (4, "next_step = 'promise'"),
        (5, "refusal = 'card_held'"),
    ] {
        let case = whole(db, number).await;
        let owner = case.owner;
        let lines = async || read!(db.store, |tx| lines::list_owned(tx, owner, 9).await?).await;
        assert_eq!(lines().await.unwrap().len(), 1);
        let sql = format!("UPDATE cases SET {alteration} WHERE id = '{}'", case.id);
        assert_eq!(db.spoil(&sql).await, 1);
        let refused = lines().await;
        assert!(
            matches!(refused, Err(StoreError::Altered { .. })),
            "{alteration}: {refused:?}"
        );
    }
}

async fn a_line_says_where_a_draft_stands_until_it_is_erased(db: &Database) {
    let case = whole(db, 1).await;
    let (id, owner) = (case.id, case.owner);
    let stands = async || {
        let lines = read!(db.store, |tx| lines::list_owned(tx, owner, 9).await?).await;
        let line = lines.unwrap().remove(0);
        (line.next_step, line.refusal)
    };
    assert_eq!(stands().await, (None, None));
    write!(db.store, |tx| lines::note_step(tx, id, "relationship")
        .await?)
    .await
    .unwrap();
    write!(db.store, |tx| lines::note_refusal(
        tx,
        id,
        Some("not_insured")
    )
    .await?)
    .await
    .unwrap();
    let step = Some("relationship".to_owned());
    assert_eq!(
        stands().await,
        (step.clone(), Some("not_insured".to_owned()))
    );
    write!(db.store, |tx| lines::note_refusal(tx, id, None).await?)
        .await
        .unwrap();
    assert_eq!(stands().await, (step.clone(), None));
    write!(db.store, |tx| lines::note_refusal(
        tx,
        id,
        Some("card_held")
    )
    .await?)
    .await
    .unwrap();
    write!(db.store, |tx| cases::erase(tx, id).await?)
        .await
        .unwrap();
    assert_eq!(stands().await, (step, None), "nothing is told of the child");
}

async fn what_was_offered_is_kept_until_the_answers_are_erased(db: &Database) {
    let case = whole(db, 1).await;
    let id = case.id;
    let offered = async || {
        let offered = read!(db.store, |tx| lines::offered(tx, id).await?).await;
        let offered = offered.unwrap();
        offered.map(|offered| (offered.at, offered.children.expose().to_owned()))
    };
    assert_eq!(offered().await, None);
    let children = "110101202301010011 李小花\n";
    write!(db.store, |tx| lines::keep_offered(tx, id, now(), children)
        .await?)
    .await
    .unwrap();
    assert_eq!(offered().await, Some((now(), children.to_owned())));
    let plain = db.peek::<i64>("SELECT count(*) FROM cases WHERE offered IS NULL");
    assert_eq!(plain.await, 0);
    write!(db.store, |tx| cases::erase(tx, id).await?)
        .await
        .unwrap();
    assert_eq!(offered().await, None);
}
