//! Rights to add one picture from a phone.

use domain::application::Case;
use domain::channel::{Channel, Host};
use domain::people::Provider;
use store::captures::{self, Capture};
use store::sessions::{self, SessionRow, TokenHash};

use crate::database::{Database, later, now, read, write};

crate::on_both_databases!(
    a_right_stands_until_it_is_used,
    a_right_follows_its_session_to_a_new_token,
    a_right_ends_with_its_time_its_tries_or_its_log_in,
    a_right_ends_when_its_log_in_was_not_used_for_too_long,
    a_slot_has_one_right_and_the_new_one_ends_the_old,
    the_open_rights_of_an_account_are_counted,
    every_right_on_a_case_ends_at_once,
    a_draft_that_is_erased_has_no_right_left,
);

const LASTS_S: i64 = 600;

fn capture(case: &Case, material: &str, token: &str) -> Capture {
    Capture {
        case: case.id,
        material: material.to_owned(),
        account: case.owner,
        session: TokenHash::of("a log-in"),
        token: TokenHash::of(token),
        salt: "salt".to_owned(),
        tries_left: 2,
        made_at: now(),
        expires_at: later(LASTS_S),
        used_at: None,
    }
}

/// A draft whose agent is logged in.
async fn draft(db: &Database) -> Case {
    let case = db.draft(1).await;
    let account = case.owner;
    write!(db.store, |tx| {
        let session = SessionRow {
            token: TokenHash::of("a log-in"),
            account,
            provider: Provider::Password,
            way: None,
            channel: Channel::Portal,
            host: Host::Web,
            host_secret: None,
            created_at: now(),
            last_seen_at: now(),
            expires_at: later(3600),
        };
        sessions::create(tx, &session).await?;
    })
    .await
    .unwrap();
    case
}

async fn offer(db: &Database, capture: Capture) {
    db.store
        .write(async move |tx| captures::put(tx, &capture).await)
        .await
        .unwrap();
}

async fn stands(db: &Database, token: &'static str, seconds: i64) -> bool {
    let found = read!(db.store, |tx| {
        captures::find(tx, &TokenHash::of(token), later(seconds), now()).await?
    });
    found.await.unwrap().is_some()
}

async fn use_up(db: &Database, token: &'static str, seconds: i64) -> bool {
    let used = write!(db.store, |tx| {
        captures::use_up(tx, &TokenHash::of(token), later(seconds), now()).await?
    });
    used.await.unwrap()
}

async fn waits(db: &Database, case: &Case, log_in: &'static str, seconds: i64) -> bool {
    let id = case.id;
    let found = read!(db.store, |tx| {
        captures::waits(tx, id, &TokenHash::of(log_in), later(seconds)).await?
    });
    found.await.unwrap()
}

async fn attempt(db: &Database, token: &'static str) -> Option<u32> {
    let tried = write!(db.store, |tx| {
        captures::attempt(tx, &TokenHash::of(token), now(), now()).await?
    });
    tried.await.unwrap().map(|capture| capture.tries_left)
}

async fn a_right_follows_its_session_to_a_new_token(db: &Database) {
    let case = draft(db).await;
    offer(db, capture(&case, "card_photo", "one")).await;
    let account = case.owner;
    write!(db.store, |tx| {
        let (from, to) = (TokenHash::of("a log-in"), TokenHash::of("its new token"));
        let session = sessions::find(tx, &from, now()).await?.unwrap();
        sessions::end(tx, &from).await?;
        let renewed = SessionRow {
            token: to.clone(),
            ..session
        };
        sessions::create(tx, &renewed).await?;
        captures::follow_session(tx, account, &from, &to).await?;
    })
    .await
    .unwrap();
    assert!(waits(db, &case, "its new token", 0).await);
    assert!(stands(db, "one", 0).await);
    assert!(use_up(db, "one", 5).await);
}

async fn a_right_stands_until_it_is_used(db: &Database) {
    let case = draft(db).await;
    offer(db, capture(&case, "card_photo", "one")).await;
    let found = read!(db.store, |tx| {
        captures::find(tx, &TokenHash::of("one"), now(), now()).await?
    });
    assert_eq!(
        found.await.unwrap(),
        Some(capture(&case, "card_photo", "one"))
    );
    assert!(!stands(db, "other", 0).await, "nobody made that one");
    assert!(waits(db, &case, "a log-in", 0).await);
    assert!(!waits(db, &case, "another log-in", 0).await);
    assert!(!waits(db, &case, "a log-in", LASTS_S).await);
    assert!(use_up(db, "one", 5).await);
    assert!(!use_up(db, "one", 5).await, "once");
    assert!(!stands(db, "one", 5).await);
    assert!(!waits(db, &case, "a log-in", 5).await);
    assert_eq!(attempt(db, "one").await, None);
    let id = case.id;
    let slot = read!(db.store, |tx| captures::of_slot(
        tx,
        id,
        "card_photo",
        later(6)
    )
    .await?)
    .await
    .unwrap();
    assert_eq!(slot.unwrap().used_at, Some(later(5)), "its agent learns it");
    let text: String = db.peek("SELECT token FROM captures").await;
    assert!(!text.contains("one"), "the token itself is not there");
}

async fn a_right_ends_with_its_time_its_tries_or_its_log_in(db: &Database) {
    let case = draft(db).await;
    offer(db, capture(&case, "card_photo", "timed")).await;
    assert!(stands(db, "timed", LASTS_S - 1).await);
    assert!(!stands(db, "timed", LASTS_S).await);
    assert!(!use_up(db, "timed", LASTS_S).await);

    offer(db, capture(&case, "card_photo", "tried")).await;
    assert_eq!(attempt(db, "tried").await, Some(1));
    assert_eq!(attempt(db, "tried").await, Some(0));
    assert_eq!(attempt(db, "tried").await, None);
    assert!(!stands(db, "tried", 0).await);
    assert!(
        use_up(db, "tried", 0).await,
        "the last try may be the good one"
    );

    offer(db, capture(&case, "card_photo", "left")).await;
    write!(db.store, |tx| {
        sessions::end(tx, &TokenHash::of("a log-in")).await?;
    })
    .await
    .unwrap();
    assert!(!stands(db, "left", 0).await);
    assert!(!use_up(db, "left", 0).await);
    assert_eq!(attempt(db, "left").await, None);

    let swept = write!(db.store, |tx| captures::sweep(tx, later(LASTS_S)).await?);
    assert_eq!(swept.await.unwrap(), 1);
}

async fn a_right_ends_when_its_log_in_was_not_used_for_too_long(db: &Database) {
    let case = draft(db).await;
    offer(db, capture(&case, "card_photo", "one")).await;
    // The session was last used at `now`, too long ago if use is required since a second later.
    let (ended, used) = write!(db.store, |tx| {
        let (token, at) = (TokenHash::of("one"), later(2));
        let found = captures::find(tx, &token, at, later(1)).await?;
        let tried = captures::attempt(tx, &token, at, later(1)).await?;
        let used = captures::use_up(tx, &token, at, later(1)).await?;
        (found.is_none() && tried.is_none(), used)
    })
    .await
    .unwrap();
    assert!(ended && !used);
    write!(db.store, |tx| {
        sessions::seen(tx, &TokenHash::of("a log-in"), later(1)).await?;
    })
    .await
    .unwrap();
    let used = write!(db.store, |tx| {
        captures::use_up(tx, &TokenHash::of("one"), later(2), later(1)).await?
    });
    assert!(used.await.unwrap());
}

async fn a_slot_has_one_right_and_the_new_one_ends_the_old(db: &Database) {
    let case = draft(db).await;
    offer(db, capture(&case, "card_photo", "old")).await;
    offer(db, capture(&case, "agent_id_emblem", "other slot")).await;
    assert!(use_up(db, "old", 0).await);
    offer(db, capture(&case, "card_photo", "new")).await;
    assert!(!stands(db, "old", 0).await);
    assert!(stands(db, "new", 0).await && stands(db, "other slot", 0).await);
}

async fn the_open_rights_of_an_account_are_counted(db: &Database) {
    let case = draft(db).await;
    let longer = Capture {
        expires_at: later(LASTS_S + 60),
        ..capture(&case, "agent_id_emblem", "later")
    };
    offer(db, longer).await;
    offer(db, capture(&case, "card_photo", "one")).await;
    offer(db, capture(&case, "first_page", "used")).await;
    assert!(use_up(db, "used", 0).await);
    let owner = case.owner;
    let ends = |seconds| {
        read!(db.store, |tx| captures::open_of(tx, owner, later(seconds))
            .await?)
    };
    assert_eq!(
        ends(0).await.unwrap(),
        [later(LASTS_S), later(LASTS_S + 60)]
    );
    assert_eq!(ends(LASTS_S).await.unwrap(), [later(LASTS_S + 60)]);
}

async fn every_right_on_a_case_ends_at_once(db: &Database) {
    let case = draft(db).await;
    offer(db, capture(&case, "card_photo", "one")).await;
    offer(db, capture(&case, "agent_id_emblem", "other")).await;
    let id = case.id;
    write!(db.store, |tx| captures::remove_all(tx, id).await?)
        .await
        .unwrap();
    assert!(!stands(db, "one", 0).await && !stands(db, "other", 0).await);
}

async fn a_draft_that_is_erased_has_no_right_left(db: &Database) {
    let case = draft(db).await;
    offer(db, capture(&case, "card_photo", "one")).await;
    let id = case.id;
    write!(db.store, |tx| store::cases::erase(tx, id).await?)
        .await
        .unwrap();
    assert!(!stands(db, "one", 0).await);
}
