//! Sessions.

use domain::channel::{Channel, Host};
use domain::people::Provider;
use store::accounts;
use store::sessions::{self, SessionRow, TokenHash};

use crate::database::{Database, account, later, now, read, write};

crate::on_both_databases!(
    a_session_ends,
    the_other_sessions_of_an_account_are_counted_and_end,
    a_host_s_secret_is_sealed_and_belongs_to_its_session,
    sessions_go_on_in_another_account,
);

/// A session of account 1.
pub(crate) fn session(token: &str) -> SessionRow {
    SessionRow {
        token: TokenHash::of(token),
        account: account(1),
        provider: Provider::Password,
        way: None,
        channel: Channel::Portal,
        host: Host::Web,
        host_secret: None,
        created_at: now(),
        last_seen_at: now(),
        expires_at: later(3600),
    }
}

async fn a_session_ends(db: &Database) {
    write!(db.store, |tx| {
        accounts::create(tx, account(1), now()).await?;
        for token in ["one", "two", "three"] {
            sessions::create(tx, &session(token)).await?;
        }
        accounts::create(tx, account(2), now()).await?;
        sessions::create(
            tx,
            &SessionRow {
                account: account(2),
                ..session("somebody else's")
            },
        )
        .await?;
    })
    .await
    .unwrap();
    let find = async |token: &'static str, at| {
        read!(db.store, |tx| sessions::find(tx, &TokenHash::of(token), at)
            .await?)
        .await
        .unwrap()
    };
    assert_eq!(find("one", now()).await, Some(session("one")));
    assert_eq!(find("nobody's", now()).await, None);
    assert_eq!(find("one", later(3600)).await, None);
    write!(db.store, |tx| sessions::seen(
        tx,
        &TokenHash::of("one"),
        later(60)
    )
    .await?)
    .await
    .unwrap();
    assert_eq!(
        find("one", later(60)).await.unwrap().last_seen_at,
        later(60)
    );
    write!(db.store, |tx| sessions::end(tx, &TokenHash::of("one"))
        .await?)
    .await
    .unwrap();
    assert_eq!(find("one", now()).await, None);
    assert_eq!(
        write!(db.store, |tx| sessions::end_all(tx, account(1)).await?)
            .await
            .unwrap(),
        2
    );
    assert_eq!(
        find("somebody else's", now()).await.unwrap().account,
        account(2)
    );
    assert_eq!(
        write!(db.store, |tx| sessions::sweep(tx, later(3600)).await?)
            .await
            .unwrap(),
        1
    );
}

async fn the_other_sessions_of_an_account_are_counted_and_end(db: &Database) {
    write!(db.store, |tx| {
        for number in [1, 2] {
            accounts::create(tx, account(number), now()).await?;
        }
        for token in ["mine", "other", "third"] {
            sessions::create(tx, &session(token)).await?;
        }
        let strangers = SessionRow {
            account: account(2),
            ..session("somebody else's")
        };
        sessions::create(tx, &strangers).await?;
        sessions::seen(tx, &TokenHash::of("third"), later(60)).await?;
    })
    .await
    .unwrap();
    let count = async |at, used_since| {
        let open = read!(db.store, |tx| {
            sessions::list(tx, account(1), at, used_since).await?
        });
        open.await.unwrap().len()
    };
    assert_eq!(count(now(), now()).await, 3);
    assert_eq!(count(now(), later(60)).await, 1, "the others were idle");
    assert_eq!(count(later(3600), now()).await, 0, "their time is over");
    let gone = write!(db.store, |tx| sessions::end_others(
        tx,
        account(1),
        &TokenHash::of("mine")
    )
    .await?)
    .await
    .unwrap();
    assert_eq!(gone, 2);
    assert_eq!(count(now(), now()).await, 1);
    for (token, stays) in [("mine", true), ("other", false), ("somebody else's", true)] {
        let found = read!(db.store, |tx| sessions::find(
            tx,
            &TokenHash::of(token),
            now()
        )
        .await?)
        .await
        .unwrap();
        assert_eq!(found.is_some(), stays, "{token}");
    }
}

fn of_wechat(token: &str) -> SessionRow {
    SessionRow {
        provider: Provider::WeChat,
        way: Some(uuid::Uuid::from_u128(7)),
        channel: Channel::Jingtong,
        host: Host::WeChat,
        host_secret: Some("tiihtNczf5v6AKRyjwEUhQ==".into()),
        ..session(token)
    }
}

async fn a_host_s_secret_is_sealed_and_belongs_to_its_session(db: &Database) {
    write!(db.store, |tx| {
        accounts::create(tx, account(1), now()).await?;
        for token in ["one", "two"] {
            sessions::create(tx, &of_wechat(token)).await?;
        }
    })
    .await
    .unwrap();
    let find = async |token: &'static str| {
        read!(db.store, |tx| {
            let token = TokenHash::of(token);
            sessions::find(tx, &token, now()).await?
        })
        .await
    };
    assert_eq!(find("one").await.unwrap(), Some(of_wechat("one")));
    let stored: Vec<u8> = db.peek("SELECT secret FROM sessions").await;
    assert!(!String::from_utf8_lossy(&stored).contains("tiiht"));
    assert!(!format!("{:?}", of_wechat("one")).contains("tiiht"));
    // The MAC covers it, and behind that it opens in no other row.
    let moved = "UPDATE sessions SET secret = (SELECT secret FROM sessions LIMIT 1)";
    assert_eq!(db.spoil(moved).await, 2);
    let found = [find("one").await, find("two").await];
    assert_eq!(found.iter().filter(|found| found.is_err()).count(), 1);
    // When it was last used is all that anybody may change unnoticed.
    db.spoil("UPDATE sessions SET last_seen_at = 0").await;
    let found = [find("one").await, find("two").await];
    assert_eq!(found.iter().filter(|found| found.is_err()).count(), 1);
    db.spoil("UPDATE sessions SET expires_at = expires_at + 1")
        .await;
    assert!(find("one").await.is_err() && find("two").await.is_err());
}

async fn sessions_go_on_in_another_account(db: &Database) {
    write!(db.store, |tx| {
        for number in [1, 2] {
            accounts::create(tx, account(number), now()).await?;
        }
        sessions::create(tx, &of_wechat("phone")).await?;
        sessions::move_all(tx, account(1), account(2)).await?;
    })
    .await
    .unwrap();
    let found = read!(db.store, |tx| {
        sessions::find(tx, &TokenHash::of("phone"), now()).await?
    })
    .await
    .unwrap();
    let expected = SessionRow {
        account: account(2),
        ..of_wechat("phone")
    };
    assert_eq!(found, Some(expected));
}
