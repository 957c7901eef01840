//! What people let a mini-program tell them.

use jiff::Timestamp;
use store::message_grants::{self, MessageGrant};
use store::{StoreError, accounts};

use crate::database::{Database, account, later, now, read, write};

crate::on_both_databases!(
    an_answer_replaces_the_one_before,
    answers_move_with_their_account_and_the_later_one_counts,
    a_forged_answer_is_refused,
    what_was_granted_is_used_up_once_and_a_refusal_stays,
);

fn grant(number: u32, template: &str, is_accepted: bool, at: Timestamp) -> MessageGrant {
    MessageGrant {
        account: account(number),
        template: template.to_owned(),
        is_accepted,
        at,
    }
}

async fn put(db: &Database, grants: &[MessageGrant]) {
    let grants = grants.to_vec();
    write!(db.store, |tx| {
        for number in [1, 2] {
            accounts::create(tx, account(number), now()).await?;
        }
        for grant in &grants {
            message_grants::put(tx, grant).await?;
        }
    })
    .await
    .unwrap();
}

async fn list(db: &Database, number: u32) -> Result<Vec<MessageGrant>, StoreError> {
    read!(db.store, |tx| {
        message_grants::list(tx, account(number)).await?
    })
    .await
}

async fn an_answer_replaces_the_one_before(db: &Database) {
    let (first, second) = (
        grant(1, "at_branch", true, now()),
        grant(1, "at_branch", false, later(1)),
    );
    let other = grant(1, "returned", true, now());
    put(db, &[first, other.clone(), second.clone()]).await;
    assert_eq!(list(db, 1).await.unwrap(), [second, other]);
    assert_eq!(list(db, 2).await.unwrap(), []);
}

async fn answers_move_with_their_account_and_the_later_one_counts(db: &Database) {
    put(
        db,
        &[
            grant(1, "approved", true, later(1)),
            grant(1, "at_branch", true, now()),
            grant(1, "returned", true, now()),
            grant(2, "approved", false, now()),
            grant(2, "at_branch", false, later(1)),
        ],
    )
    .await;
    write!(db.store, |tx| {
        message_grants::move_all(tx, account(1), account(2)).await?;
    })
    .await
    .unwrap();
    assert_eq!(list(db, 1).await.unwrap(), []);
    let moved = [
        grant(2, "approved", true, later(1)),
        grant(2, "at_branch", false, later(1)),
        grant(2, "returned", true, now()),
    ];
    assert_eq!(list(db, 2).await.unwrap(), moved);
}

async fn a_forged_answer_is_refused(db: &Database) {
    put(db, &[grant(1, "at_branch", false, now())]).await;
    db.spoil("UPDATE message_grants SET answer = 'accept'")
        .await;
    assert!(list(db, 1).await.is_err());
}

async fn what_was_granted_is_used_up_once_and_a_refusal_stays(db: &Database) {
    let refused = grant(1, "returned", false, now());
    let others = grant(2, "submitted", true, now());
    let granted = grant(1, "submitted", true, now());
    put(db, &[refused.clone(), others.clone(), granted]).await;
    let use_up = async |template: &'static str| {
        write!(db.store, |tx| {
            message_grants::use_up(tx, account(1), template).await?
        })
        .await
        .unwrap()
    };
    assert!(use_up("submitted").await);
    assert!(!use_up("submitted").await, "once");
    assert!(!use_up("returned").await);
    assert!(!use_up("approved").await);
    assert_eq!(list(db, 1).await.unwrap(), [refused]);
    assert_eq!(list(db, 2).await.unwrap(), [others]);
}
