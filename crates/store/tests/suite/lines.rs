//! The lines of an agent's list, and what a register offered.

use domain::application::begin;
use domain::channel::Channel;
use domain::digest::Digest;
use domain::receipt::ReceiptNumber;
use store::{StoreError, cases, lines};
use uuid::Uuid;

use crate::database::{Database, account, now, read, write};
use crate::whole::whole;

crate::on_both_databases!(
    pages_hold_every_application_once_whatever_changes_meanwhile,
    a_line_copies_name_and_receipt_and_loses_the_name_with_the_answers,
    an_altered_line_is_refused,
    a_line_says_where_a_draft_stands_until_it_is_erased,
    what_was_offered_is_kept_until_the_answers_are_erased,
);

async fn pages_hold_every_application_once_whatever_changes_meanwhile(db: &Database) {
    let first = db.draft(1).await;
    let begin = async |number: u128| {
        // All at one instant: only the ids tell them apart.
        let case = begin(Uuid::from_u128(number), first.owner, Channel::Portal, now()).next;
        write!(db.store, |tx| cases::create(
            tx,
            &case,
            "2026.1",
            &Digest::of("release")
        )
        .await?)
        .await
        .unwrap();
    };
    for number in 1..=7 {
        begin(number).await;
    }
    db.draft(2).await;
    let owner = first.owner;
    let (mut seen, mut before) = (Vec::new(), None);
    loop {
        let page = read!(db.store, |tx| lines::page_owned(tx, owner, before, 3)
            .await?)
        .await
        .unwrap();
        let Some(last) = page.last() else { break };
        before = Some(last.case.id);
        seen.extend(page.iter().map(|line| line.case.id));
        // The next one changes, and another one is begun.
        let changed = Uuid::from_u128(2);
        write!(db.store, |tx| lines::note_step(tx, changed, "child")
            .await?)
        .await
        .unwrap();
        begin(u128::MAX - seen.len() as u128).await;
    }
    assert_eq!(seen.len(), 8, "{seen:?}");
    assert!(seen.is_sorted_by(|a, b| a > b), "{seen:?}");
    let newest = read!(db.store, |tx| lines::newest_draft(tx, owner).await?).await;
    assert_eq!(newest.unwrap().unwrap().owner, owner);
    let none = account(9);
    let newest = read!(db.store, |tx| lines::newest_draft(tx, none).await?).await;
    assert_eq!(newest.unwrap(), None);
}

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
