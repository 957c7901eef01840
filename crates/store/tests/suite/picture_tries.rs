//! Pictures that were held back.

use domain::digest::Digest;
use store::cases;
use store::picture_tries::{self, PictureTry};

use crate::database::{Database, later, now, read, write};

crate::on_both_databases!(
    tries_are_counted_by_slot_and_picture,
    a_submission_forgets_what_was_held_back,
    tries_go_with_the_draft,
);

fn tried(material: &str, picture: &str, tries: u32, is_taken: bool) -> PictureTry {
    PictureTry {
        material: material.to_owned(),
        sm3: Digest::of(picture),
        faults: "picture_blurred picture_again".to_owned(),
        tries,
        is_taken,
    }
}

async fn tries_are_counted_by_slot_and_picture(db: &Database) {
    let (case, other) = (db.draft(1).await.id, db.draft(2).await.id);
    write!(db.store, |tx| {
        picture_tries::put(tx, case, &tried("card_photo", "one", 1, false), now()).await?;
        picture_tries::put(tx, case, &tried("card_photo", "two", 1, false), later(1)).await?;
        picture_tries::put(
            tx,
            case,
            &tried("birth_certificate", "one", 1, false),
            later(2),
        )
        .await?;
        picture_tries::put(tx, other, &tried("card_photo", "one", 1, false), now()).await?;
        picture_tries::put(tx, case, &tried("card_photo", "one", 2, true), later(3)).await?;
    })
    .await
    .unwrap();
    let list = |case| read!(db.store, |tx| picture_tries::list(tx, case).await?);
    assert_eq!(
        list(case).await.unwrap(),
        [
            tried("card_photo", "two", 1, false),
            tried("birth_certificate", "one", 1, false),
            tried("card_photo", "one", 2, true),
        ]
    );
    write!(db.store, |tx| picture_tries::remove(tx, case, "card_photo")
        .await?)
    .await
    .unwrap();
    assert_eq!(
        list(case).await.unwrap(),
        [tried("birth_certificate", "one", 1, false)]
    );
    assert_eq!(list(other).await.unwrap().len(), 1);
}

async fn a_submission_forgets_what_was_held_back(db: &Database) {
    let case = db.draft(1).await.id;
    write!(db.store, |tx| {
        picture_tries::put(tx, case, &tried("card_photo", "one", 2, false), now()).await?;
        picture_tries::put(tx, case, &tried("card_photo", "two", 1, true), now()).await?;
        picture_tries::remove_held_back(tx, case).await?;
    })
    .await
    .unwrap();
    let left = read!(db.store, |tx| picture_tries::list(tx, case).await?).await;
    assert_eq!(left.unwrap(), [tried("card_photo", "two", 1, true)]);
}

async fn tries_go_with_the_draft(db: &Database) {
    let case = db.draft(1).await.id;
    write!(db.store, |tx| {
        picture_tries::put(tx, case, &tried("card_photo", "one", 2, false), now()).await?;
        cases::erase(tx, case).await?;
    })
    .await
    .unwrap();
    let left = read!(db.store, |tx| picture_tries::list(tx, case).await?).await;
    assert!(left.unwrap().is_empty());
}
