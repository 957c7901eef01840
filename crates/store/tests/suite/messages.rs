//! Messages to agents.

use std::collections::BTreeMap;

use store::messages::{self, Delivery, Message, MessageState, TakenAs, Tried};
use store::{accounts, cases};
use uuid::Uuid;

use crate::database::{Database, account, later, now, read, write};

crate::on_both_databases!(
    a_message_is_tried_until_it_is_sent_or_given_up,
    what_became_of_a_message_is_kept_once_it_is_sent,
    a_message_is_sealed_and_bound_to_its_row,
    messages_move_with_their_account_and_go_with_their_draft_or_in_time,
);

/// A message that waits.
pub(crate) fn message(number: u128) -> Message {
    Message {
        id: Uuid::from_u128(number),
        account: Some(account(1)),
        case: None,
        template: "submitted".to_owned(),
        lang: domain::lang::Lang::En,
        to: "13800130001".into(),
        values: BTreeMap::from([("receipt".to_owned(), "2026-0001".into())]),
        state: MessageState::Waiting,
        tries: 0,
        created_at: now(),
        sent_at: None,
        taken: None,
        failure: None,
        delivery: None,
    }
}

fn taken() -> TakenAs {
    TakenAs {
        id: "their id".to_owned(),
        at: later(5),
    }
}

async fn write_down(db: &Database, written: &[Message]) {
    let written = written.to_vec();
    write!(db.store, |tx| {
        for number in [1, 2] {
            accounts::create(tx, account(number), now()).await?;
        }
        for message in &written {
            messages::create(tx, message).await?;
        }
    })
    .await
    .unwrap();
}

async fn get(db: &Database, number: u128) -> Option<Message> {
    read!(db.store, |tx| {
        messages::get(tx, Uuid::from_u128(number)).await?
    })
    .await
    .unwrap()
}

async fn a_message_is_tried_until_it_is_sent_or_given_up(db: &Database) {
    write_down(db, &[message(1), message(2)]).await;
    let tried = async |number, tried: Tried| {
        write!(db.store, |tx| {
            messages::note_try(tx, Uuid::from_u128(number), tried.clone(), later(9)).await?
        })
        .await
        .unwrap()
    };
    assert_eq!(get(db, 1).await, Some(message(1)));
    assert!(tried(1, Tried::Later("no_connection".into())).await);
    let waits = get(db, 1).await.unwrap();
    assert_eq!((waits.state, waits.tries), (MessageState::Waiting, 1));
    assert_eq!(waits.failure.as_deref(), Some("no_connection"));
    assert!(tried(1, Tried::Sent(taken())).await);
    assert!(!tried(1, Tried::Sent(taken())).await, "it is sent");
    let sent = Message {
        state: MessageState::Sent,
        tries: 2,
        sent_at: Some(later(9)),
        taken: Some(taken()),
        ..message(1)
    };
    assert_eq!(get(db, 1).await, Some(sent));
    assert!(tried(2, Tried::Failed("isv.BLACK_KEY".into())).await);
    assert!(
        !tried(2, Tried::Later("no_connection".into())).await,
        "it is given up"
    );
    let failed = Message {
        state: MessageState::Failed,
        tries: 1,
        failure: Some("isv.BLACK_KEY".into()),
        ..message(2)
    };
    assert_eq!(get(db, 2).await, Some(failed));
    assert!(!tried(3, Tried::Sent(taken())).await, "there is none");
}

async fn what_became_of_a_message_is_kept_once_it_is_sent(db: &Database) {
    write_down(db, &[message(1), message(2)]).await;
    let note = async |number, delivery: Delivery| {
        write!(db.store, |tx| {
            messages::note_delivery(tx, Uuid::from_u128(number), delivery.clone()).await?
        })
        .await
        .unwrap()
    };
    assert!(!note(1, Delivery::Pending).await, "it waits");
    assert!(!note(3, Delivery::Pending).await, "there is none");
    write!(db.store, |tx| {
        messages::note_try(tx, Uuid::from_u128(1), Tried::Sent(taken()), later(9)).await?
    })
    .await
    .unwrap();
    for delivery in [
        Delivery::Pending,
        Delivery::Failed {
            code: "MK:0001".into(),
        },
        Delivery::Done { at: None },
        Delivery::Done {
            at: Some(later(30)),
        },
    ] {
        assert!(note(1, delivery.clone()).await);
        let kept = get(db, 1).await.unwrap();
        assert_eq!(kept.delivery, Some(delivery));
        assert_eq!((kept.tries, kept.taken), (1, Some(taken())));
    }
    let code: String = db
        .peek("SELECT COALESCE(delivery_code, 'none') FROM messages WHERE delivery IS NOT NULL")
        .await;
    assert_eq!(
        code, "none",
        "no code of a failure stays with one that arrived"
    );
}

async fn a_message_is_sealed_and_bound_to_its_row(db: &Database) {
    write_down(db, &[message(1), message(2)]).await;
    for column in ["\"to\"", "\"values\""] {
        let stored: Vec<u8> = db.peek(&format!("SELECT {column} FROM messages")).await;
        let text = String::from_utf8_lossy(&stored);
        assert!(
            !text.contains("13800") && !text.contains("2026"),
            "{column}"
        );
    }
    let shown = format!("{:?}", message(1));
    assert!(
        !shown.contains("13800") && !shown.contains("2026-0001"),
        "{shown}"
    );
    db.spoil("UPDATE messages SET \"to\" = (SELECT \"to\" FROM messages LIMIT 1)")
        .await;
    let mut refused = 0;
    for number in [1, 2] {
        let read = read!(db.store, |tx| {
            messages::get(tx, Uuid::from_u128(number)).await?
        });
        refused += u8::from(read.await.is_err());
    }
    assert_eq!(refused, 1);
}

async fn messages_move_with_their_account_and_go_with_their_draft_or_in_time(db: &Database) {
    let case = db.draft(3).await;
    let about_it = Message {
        case: Some(case.id),
        ..message(1)
    };
    let later_one = Message {
        created_at: later(60),
        ..message(2)
    };
    write_down(db, &[about_it, later_one, message(3)]).await;
    write!(db.store, |tx| {
        messages::move_all(tx, account(1), account(2)).await?;
        cases::erase(tx, case.id).await?;
    })
    .await
    .unwrap();
    assert_eq!(get(db, 1).await, None);
    assert_eq!(get(db, 2).await.unwrap().account, Some(account(2)));
    let gone = write!(db.store, |tx| messages::sweep(tx, later(60)).await?).await;
    assert_eq!(gone.unwrap(), 1);
    assert_eq!(get(db, 3).await, None);
    assert!(get(db, 2).await.is_some());
}
