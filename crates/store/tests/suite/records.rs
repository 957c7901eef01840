//! Applications and what belongs to them.

use domain::application::CaseState;
use domain::crop::Crop;
use domain::digest::Digest;
use store::cases::{self, Cursor};
use store::{StoreError, answers, materials};
use uuid::Uuid;

use crate::database::{Database, account, later, picture, read, typed, write};

crate::on_both_databases!(
    a_case_belongs_to_one_agent,
    a_stale_change_is_refused,
    a_list_is_read_page_by_page,
    a_case_moves_to_another_release,
    answers_are_replaced_and_removed,
    answers_are_sealed_to_their_field,
    a_slot_holds_one_picture,
);

async fn a_case_belongs_to_one_agent(db: &Database) {
    let case = db.draft(1).await;
    let load = async |owner| {
        read!(db.store, |tx| cases::load_owned(tx, owner, case.id).await?)
            .await
            .unwrap()
    };
    let stored = load(case.owner).await.unwrap();
    assert_eq!(stored.case, case);
    assert_eq!(
        (stored.release.as_str(), stored.release_hash),
        ("2026.1", Digest::of("release"))
    );
    assert_eq!(load(account(2)).await, None);
}

async fn a_stale_change_is_refused(db: &Database) {
    let mut next = db.draft(1).await;
    next.version = 2;
    next.state = CaseState::Withdrawn;
    next.updated_at = later(5);
    let change = async |next: domain::application::Case| {
        let store = db.store.clone();
        store
            .write(async move |tx| cases::update(tx, 1, &next).await)
            .await
    };
    change(next.clone()).await.unwrap();
    let second = change(next.clone()).await;
    assert!(
        matches!(
            second,
            Err(StoreError::Stale {
                expected: 1,
                current: 2,
                ..
            })
        ),
        "{second:?}"
    );
    assert_eq!(
        read!(db.store, |tx| cases::load(tx, next.id).await?)
            .await
            .unwrap()
            .unwrap()
            .case,
        next
    );
}

async fn a_list_is_read_page_by_page(db: &Database) {
    let first = db.draft(1).await;
    for number in 0..7_u128 {
        let id = Uuid::from_u128(number);
        write!(db.store, |tx| {
            // Two share each time: the id breaks the tie.
            let at = later(i64::try_from(number / 2).unwrap());
            let case =
                domain::application::begin(id, first.owner, domain::channel::Channel::Portal, at)
                    .next;
            cases::create(tx, &case, "2026.1", &Digest::of("release")).await?;
        })
        .await
        .unwrap();
    }
    db.draft(2).await;
    let mut seen = Vec::new();
    let mut after = None;
    loop {
        let page = read!(db.store, |tx| cases::list_owned(tx, account(1), after, 3)
            .await?)
        .await
        .unwrap();
        let Some(last) = page.last() else { break };
        after = Some(Cursor {
            updated_at: last.case.updated_at,
            id: last.case.id,
        });
        seen.extend(
            page.into_iter()
                .map(|stored| (stored.case.updated_at, stored.case.id)),
        );
    }
    assert_eq!(seen.len(), 8);
    assert!(seen.is_sorted_by(|a, b| a > b), "{seen:?}");
    for (number, expected) in [(1, true), (8, true), (9, false)] {
        let has = read!(db.store, |tx| {
            cases::has_owned(tx, account(1), first.state, number).await?
        });
        assert_eq!(has.await.unwrap(), expected, "{number}");
    }
}

async fn a_case_moves_to_another_release(db: &Database) {
    let case = db.draft(1).await;
    assert!(
        write!(db.store, |tx| cases::pin(
            tx,
            case.id,
            "2026.2",
            &Digest::of("next")
        )
        .await?)
        .await
        .unwrap()
    );
    let stored = read!(db.store, |tx| cases::load(tx, case.id).await?)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (stored.release.as_str(), stored.release_hash),
        ("2026.2", Digest::of("next"))
    );
}

async fn answers_are_replaced_and_removed(db: &Database) {
    let id = db.draft(1).await.id;
    write!(db.store, |tx| {
        answers::put(
            tx,
            id,
            [("child.name", &typed("李小")), ("bank", &typed("ICBC"))],
        )
        .await?;
        answers::put(tx, id, [("child.name", &typed("李小花"))]).await?;
        answers::put(tx, id, []).await?;
    })
    .await
    .unwrap();
    let list = async || {
        read!(db.store, |tx| answers::list(tx, id).await?)
            .await
            .unwrap()
    };
    let all = list().await;
    assert_eq!(all.keys().collect::<Vec<_>>(), ["bank", "child.name"]);
    assert_eq!(all["child.name"], typed("李小花"));
    write!(db.store, |tx| answers::remove(
        tx,
        id,
        ["bank", "never.given"]
    )
    .await?)
    .await
    .unwrap();
    assert_eq!(list().await.len(), 1);
    write!(db.store, |tx| answers::remove_all(tx, id).await?)
        .await
        .unwrap();
    assert!(list().await.is_empty());
}

async fn answers_are_sealed_to_their_field(db: &Database) {
    let id = db.draft(1).await.id;
    write!(db.store, |tx| answers::put(
        tx,
        id,
        [("child.name", &typed("李小花")), ("bank", &typed("ICBC"))]
    )
    .await?)
    .await
    .unwrap();
    let stored: Vec<u8> = db
        .peek("SELECT value FROM answers WHERE field = 'child.name'")
        .await;
    assert!(!String::from_utf8_lossy(&stored).contains("李小花"));
    db.spoil("UPDATE answers SET value = (SELECT a.value FROM answers a WHERE a.field = 'bank')")
        .await;
    let outcome = read!(db.store, |tx| answers::list(tx, id).await?).await;
    assert!(
        matches!(outcome, Err(StoreError::Altered { .. })),
        "{outcome:?}"
    );
}

async fn a_slot_holds_one_picture(db: &Database) {
    let id = db.draft(1).await.id;
    let put = async |object| {
        write!(db.store, |tx| materials::put(
            tx,
            id,
            &picture("card_photo", object)
        )
        .await?)
        .await
        .unwrap()
    };
    assert_eq!(put(1).await, None);
    assert_eq!(put(1).await, None, "the same again releases nothing");
    assert_eq!(put(2).await, Some(Uuid::from_u128(1)));
    let listed = read!(db.store, |tx| materials::list(tx, id).await?)
        .await
        .unwrap();
    assert_eq!(listed, [picture("card_photo", 2)]);
    write!(db.store, |tx| {
        materials::came_again(tx, id, "card_photo", later(9)).await?;
    })
    .await
    .unwrap();
    let again = read!(db.store, |tx| materials::get(tx, id, "card_photo").await?)
        .await
        .unwrap();
    let expected = materials::Material {
        uploaded_at: later(9),
        ..picture("card_photo", 2)
    };
    assert_eq!(again, Some(expected), "the same picture, come anew");
    // The crop is stored with its picture, and goes with it.
    let crop = Crop::new(100, 40, 358, 441).unwrap();
    let set = async |material: &'static str| {
        write!(db.store, |tx| materials::set_crop(tx, id, material, &crop)
            .await?)
        .await
        .unwrap()
    };
    assert!(set("card_photo").await);
    assert!(!set("birth_certificate").await);
    let stored = read!(db.store, |tx| materials::get(tx, id, "card_photo").await?)
        .await
        .unwrap();
    assert_eq!(stored.unwrap().crop, Some(crop));
    assert_eq!(put(3).await, Some(Uuid::from_u128(2)));
    let stored = read!(db.store, |tx| materials::get(tx, id, "card_photo").await?)
        .await
        .unwrap();
    assert_eq!(stored, Some(picture("card_photo", 3)));
    put(2).await;
    let remove = async || {
        write!(db.store, |tx| materials::remove(tx, id, "card_photo")
            .await?)
        .await
        .unwrap()
    };
    assert_eq!(remove().await, Some(Uuid::from_u128(2)));
    assert_eq!(remove().await, None);
}
