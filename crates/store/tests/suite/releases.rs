//! Published releases, and what drafts have to answer again.

use domain::digest::Digest;
use domain::release::ChangeClass;
use domain::source::SourceFile;
use store::asked_again::{self, ItemAskedAgain};
use store::releases::{self, Published};
use store::{Store, StoreError, cases};

use crate::database::{Database, later, now, read, write};

crate::on_both_databases!(
    a_number_stands_for_one_content,
    of_two_processes_at_once_one_publishes,
    releases_follow_one_another_as_they_were_published,
    a_mark_stands_until_its_item_is_saved_again,
    marks_go_with_the_draft,
);

async fn publish(
    store: &Store,
    number: &'static str,
    content: &'static str,
    at_s: i64,
) -> Result<Published, StoreError> {
    write!(store, |tx| {
        let files = [
            SourceFile::new("flows/release.toml", content),
            SourceFile::new("codes/banks.csv", "id\n"),
        ];
        releases::publish(tx, number, &Digest::of(content), &files, later(at_s)).await?
    })
    .await
}

async fn a_number_stands_for_one_content(db: &Database) {
    let store = &db.store;
    assert_eq!(
        publish(store, "1", "one", 0).await.unwrap(),
        Published::Here
    );
    assert_eq!(
        publish(store, "1", "one", 5).await.unwrap(),
        Published::Before
    );
    assert_eq!(
        publish(store, "1", "other", 6).await.unwrap(),
        Published::Other(Digest::of("one"))
    );
    assert_eq!(
        publish(store, "2", "two", 7).await.unwrap(),
        Published::Here
    );
    let (hash, files, none) = read!(store, |tx| (
        releases::hash_of(tx, "1").await?,
        releases::files(tx, "1").await?,
        releases::files(tx, "3").await?,
    ))
    .await
    .unwrap();
    assert_eq!(hash, Some(Digest::of("one")));
    let paths: Vec<_> = files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(paths, ["codes/banks.csv", "flows/release.toml"]);
    assert_eq!(files[1].text, "one");
    assert!(none.is_empty());
}

async fn of_two_processes_at_once_one_publishes(db: &Database) {
    for round in ["1", "2", "3", "4"] {
        let (one, other) = tokio::join!(
            publish(&db.store, round, "one", 0),
            publish(&db.store, round, "other", 0),
        );
        let both = [one.unwrap(), other.unwrap()];
        let won = both.iter().filter(|done| **done == Published::Here).count();
        let lost = both
            .iter()
            .filter(|done| matches!(done, Published::Other(_)));
        assert_eq!((won, lost.count()), (1, 1), "{both:?}");
    }
    let rows: i64 = db.peek("SELECT count(*) FROM releases").await;
    let files: i64 = db.peek("SELECT count(*) FROM release_files").await;
    assert_eq!((rows, files), (4, 8));
}

async fn releases_follow_one_another_as_they_were_published(db: &Database) {
    // Order follows publication, not the numbers: 10 comes after 9.
    for (number, at_s) in [("9", 0), ("10", 1), ("11", 2), ("beta", 3)] {
        publish(&db.store, number, "one", at_s).await.unwrap();
    }
    for (from, to, expected) in [
        ("9", "beta", &["10", "11"][..]),
        ("9", "10", &[]),
        ("beta", "9", &[]),
        ("lost", "beta", &[]),
    ] {
        let found = read!(db.store, |tx| releases::between(tx, from, to).await?)
            .await
            .unwrap();
        assert_eq!(found, expected, "{from} to {to}");
    }
}

fn mark(item: &str, class: ChangeClass, since: &str) -> ItemAskedAgain {
    ItemAskedAgain {
        item: item.to_owned(),
        class,
        since: since.to_owned(),
    }
}

async fn a_mark_stands_until_its_item_is_saved_again(db: &Database) {
    let (case, other) = (db.draft(1).await.id, db.draft(2).await.id);
    write!(db.store, |tx| {
        let asked = [
            mark("bank", ChangeClass::AskAgain, "2"),
            mark("promise", ChangeClass::AskAgain, "2"),
        ];
        asked_again::put(tx, case, &asked, now()).await?;
        asked_again::put(tx, other, &asked[..1], now()).await?;
        let by_law = [mark("bank", ChangeClass::ForcedByLaw, "3")];
        asked_again::put(tx, case, &by_law, later(1)).await?;
        asked_again::put(tx, case, &[], later(1)).await?;
    })
    .await
    .unwrap();
    let list = || read!(db.store, |tx| asked_again::list(tx, case).await?);
    assert_eq!(
        list().await.unwrap(),
        [
            mark("bank", ChangeClass::ForcedByLaw, "3"),
            mark("promise", ChangeClass::AskAgain, "2"),
        ]
    );
    write!(db.store, |tx| {
        asked_again::remove(tx, case, ["bank", "child.name"]).await?;
    })
    .await
    .unwrap();
    assert_eq!(
        list().await.unwrap(),
        [mark("promise", ChangeClass::AskAgain, "2")]
    );
    let others = read!(db.store, |tx| asked_again::list(tx, other).await?).await;
    assert_eq!(others.unwrap().len(), 1);
}

async fn marks_go_with_the_draft(db: &Database) {
    let case = db.draft(1).await.id;
    write!(db.store, |tx| {
        let asked = [mark("bank", ChangeClass::AskAgain, "2")];
        asked_again::put(tx, case, &asked, now()).await?;
        cases::erase(tx, case).await?;
    })
    .await
    .unwrap();
    let left = read!(db.store, |tx| asked_again::list(tx, case).await?).await;
    assert!(left.unwrap().is_empty());
}
