//! The sweepers' queries: drafts that nobody touched, pictures that no row names.

use domain::application::{Action, Actor, CaseState, decide};
use domain::receipt::ReceiptNumber;
use store::objects::Size;
use store::{cases, materials, submissions};
use uuid::Uuid;

use crate::database::{Database, jpeg, later, now, picture, picture_id, read, snapshot};

crate::on_both_databases!(
    untouched_drafts_come_in_pages,
    only_what_no_row_names_is_unnamed,
    pictures_are_listed_by_their_age,
    a_picture_that_is_set_aside_is_read_and_listed_no_more,
);

async fn untouched_drafts_come_in_pages(db: &Database) {
    let mut cases = Vec::new();
    for (number, seconds) in [(1, 0), (2, 20), (3, 20), (4, 21), (5, 10)] {
        let case = db.draft(number).await;
        let action = if number == 5 {
            Action::Withdraw
        } else {
            Action::SaveStep {
                step: "child",
                fields: &["child.name"],
                wrong: &[],
            }
        };
        let next = decide(&case, Actor::Agent(case.owner), action, 1, later(seconds))
            .unwrap()
            .next;
        cases.push(next.clone());
        db.store
            .write(async move |tx| cases::update(tx, 1, &next).await)
            .await
            .unwrap();
    }
    let page = async |after: &str| {
        let after = after.to_owned();
        read!(db.store, |tx| cases::untouched(
            tx,
            CaseState::Draft,
            later(20),
            &after,
            2
        )
        .await?)
        .await
        .unwrap()
    };
    let ids: Vec<String> = cases.iter().map(|case| case.id.to_string()).collect();
    assert_eq!(page("").await, ids[..2]);
    assert_eq!(page(&ids[1]).await, ids[2..3]);
}

async fn only_what_no_row_names_is_unnamed(db: &Database) {
    let case = db.draft(1).await;
    let frozen = snapshot(&case, 1, &[&picture("card_photo", 1)]);
    db.store
        .write(async move |tx| {
            materials::put(tx, frozen.case, &picture("card_photo", 1)).await?;
            submissions::freeze(tx, &frozen, ReceiptNumber::from_random(7)).await?;
            // From now on only the submission names the first picture.
            materials::put(tx, frozen.case, &picture("card_photo", 2)).await
        })
        .await
        .unwrap();
    let unnamed = read!(db.store, |tx| {
        materials::unnamed(tx, &[1, 2, 3].map(Uuid::from_u128)).await?
    })
    .await
    .unwrap();
    assert_eq!(unnamed, [Uuid::from_u128(3)]);
}

async fn pictures_are_listed_by_their_age(db: &Database) {
    let (old, new) = (Uuid::from_u128(1), Uuid::from_u128(2));
    for id in [old, new] {
        let picture = picture_id(Uuid::nil(), "card_photo", id.as_u128());
        db.store
            .pictures()
            .put(&picture, jpeg(b"jpeg"))
            .await
            .unwrap();
    }
    for file in db.picture_files() {
        let is_old = file.ends_with(old.to_string());
        let stored_at = if is_old { later(-60) } else { now() };
        std::fs::File::open(&file)
            .unwrap()
            .set_modified(stored_at.into())
            .unwrap();
    }
    let before = |at| db.store.pictures().list_before(at);
    assert!(before(later(-60)).await.unwrap().is_empty());
    assert_eq!(before(now()).await.unwrap(), [old]);
    assert_eq!(before(later(1)).await.unwrap().len(), 2);
}

async fn a_picture_that_is_set_aside_is_read_and_listed_no_more(db: &Database) {
    let pictures = db.store.pictures();
    let [one, two] = [1, 2].map(|object| picture_id(Uuid::nil(), "card_photo", object));
    for id in [&one, &two] {
        pictures.put(id, jpeg(b"jpeg")).await.unwrap();
    }
    for _ in 0..2 {
        // Once more is fine.
        pictures.set_aside(one.object).await.unwrap();
    }
    for size in [Size::Whole, Size::Thumbnail] {
        assert!(pictures.get(&one, size).await.unwrap().is_none());
    }
    assert!(pictures.get(&two, Size::Thumbnail).await.unwrap().is_some());
    assert_eq!(pictures.list().await.unwrap(), [two.object]);
    let (aside, stored) = (db.settings.pictures_folder.join("unnamed"), later(-60));
    let file = aside.join(one.object.to_string());
    let file = std::fs::File::open(&file).unwrap();
    file.set_modified(stored.into()).unwrap();
    assert!(pictures.list_before(now()).await.unwrap().is_empty());
    for (before, deleted) in [(stored, 0), (later(-59), 1), (later(-59), 0)] {
        assert_eq!(pictures.delete_aside(before).await.unwrap(), deleted);
    }
    assert_eq!(std::fs::read_dir(aside).unwrap().count(), 0);
    assert!(pictures.get(&two, Size::Thumbnail).await.unwrap().is_some());
}
