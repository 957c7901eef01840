//! Face checks: bound to their session, over once, and sealed.

use domain::people::Provider;
use store::face_checks::{self, FaceCheck, KnownAs};
use store::sessions::TokenHash;
use uuid::Uuid;

use crate::database::{Database, account, later, now, person, read, write};

crate::on_both_databases!(
    a_check_is_read_as_it_was_kept_and_is_over_once,
    the_newest_that_waits_is_found_in_its_session,
    what_ran_out_is_swept,
);

/// A check that the authority has not answered yet.
pub(crate) fn face_check(number: u128) -> FaceCheck {
    FaceCheck {
        id: Uuid::from_u128(number),
        account: account(1),
        session: TokenHash::of("the agent's"),
        provider: Provider::Baidu,
        attempt: format!("attempt{number}"),
        consent: Uuid::from_u128(7),
        next: "/account".to_owned(),
        person: Some(person(1)),
        known_as: None,
        begun_at: now(),
        expires_at: later(1_800),
        over_at: None,
    }
}

fn known_as() -> KnownAs {
    KnownAs {
        id: "the-authority-s-id".into(),
        subject: Some("an-openid".into()),
    }
}

async fn a_check_is_read_as_it_was_kept_and_is_over_once(db: &Database) {
    db.draft(1).await;
    let check = face_check(1);
    let (found, first, second, over, late) = write!(db.store, |tx| {
        face_checks::create(tx, &face_check(1)).await?;
        assert!(face_checks::begun(tx, Uuid::from_u128(1), &known_as()).await?);
        assert!(!face_checks::begun(tx, Uuid::from_u128(2), &known_as()).await?);
        let found = face_checks::find(tx, Uuid::from_u128(1), now()).await?;
        let open = found.clone().unwrap();
        let first = face_checks::finish(tx, &open, now()).await?;
        let over = face_checks::find(tx, open.id, now()).await?;
        let second = face_checks::finish(tx, over.as_ref().unwrap(), now()).await?;
        let late = face_checks::find(tx, open.id, later(1_800)).await?;
        (found, first, second, over, late)
    })
    .await
    .unwrap();
    let begun = FaceCheck {
        known_as: Some(known_as()),
        ..check
    };
    assert_eq!(found.as_ref(), Some(&begun));
    assert_eq!((first, second), (true, false));
    let erased = FaceCheck {
        person: None,
        known_as: None,
        over_at: Some(now()),
        ..begun
    };
    assert_eq!(over, Some(erased));
    assert_eq!(late, None);
}

async fn the_newest_that_waits_is_found_in_its_session(db: &Database) {
    db.draft(1).await;
    let here = TokenHash::of("the agent's");
    write!(db.store, |tx| {
        for number in 1..=4 {
            let check = FaceCheck {
                begun_at: later(i64::try_from(number).unwrap()),
                ..face_check(number)
            };
            face_checks::create(tx, &check).await?;
            if number < 4 {
                face_checks::begun(tx, check.id, &known_as()).await?;
            }
        }
        let third = face_checks::find(tx, Uuid::from_u128(3), now()).await?;
        face_checks::finish(tx, &third.unwrap(), now()).await?;
    })
    .await
    .unwrap();
    let there = TokenHash::of("another");
    let (waits, elsewhere, of_another) = read!(db.store, |tx| (
        face_checks::waiting(tx, account(1), &here, now()).await?,
        face_checks::waiting(tx, account(1), &there, now()).await?,
        face_checks::waiting(tx, account(2), &here, now()).await?,
    ))
    .await
    .unwrap();
    assert_eq!(waits.map(|check| check.id), Some(Uuid::from_u128(2)));
    assert_eq!((elsewhere, of_another), (None, None));
}

async fn what_ran_out_is_swept(db: &Database) {
    db.draft(1).await;
    let swept = write!(db.store, |tx| {
        for number in 1..=3 {
            face_checks::create(tx, &face_check(number)).await?;
        }
        let one = face_checks::find(tx, Uuid::from_u128(1), now()).await?;
        face_checks::finish(tx, &one.unwrap(), now()).await?;
        [
            face_checks::sweep(tx, later(1_799), later(-1)).await?,
            face_checks::sweep(tx, later(1_799), now()).await?,
            face_checks::sweep(tx, later(1_800), now()).await?,
        ]
    })
    .await
    .unwrap();
    assert_eq!(swept, [0, 1, 2]);
}
