//! Uploading pictures of documents.

use futures::FutureExt as _;
use service::ServiceError;
use service::parent::add_material::{AddOutcome, add_material};
use service::parent::show_material::{Size, show_material};
use service::parent::submit::{SubmitOutcome, submit};
use service::pool::{For, Turn};
use uuid::Uuid;

use crate::browser::Browser;
use crate::house::House;

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_is_kept_once_replaced_and_never_lost_to_a_bad_file() {
    let house = House::open().await;
    let case = house.case("family-01");
    let agent = house.agent(&case).await;
    let id = house.begin(&agent).await;
    let paper = house.paper("family-01", "agent_id_portrait");
    let AddOutcome::Added { view, .. } = house
        .upload(&agent, id, "agent_id_portrait", paper.clone())
        .await
    else {
        panic!()
    };
    let version = view.version;
    let AddOutcome::Added { view, .. } = house.upload(&agent, id, "agent_id_portrait", paper).await
    else {
        panic!()
    };
    assert_eq!(view.version, version, "the same file again changes nothing");
    let refused = house
        .upload(
            &agent,
            id,
            "agent_id_portrait",
            b"%PDF-1.7 no picture".to_vec(),
        )
        .await;
    assert!(matches!(refused, AddOutcome::Refused(_)));
    let kept = show_material(
        house.service(),
        &agent,
        id,
        "agent_id_portrait",
        Size::Whole,
    )
    .await
    .unwrap();
    let small = show_material(
        house.service(),
        &agent,
        id,
        "agent_id_portrait",
        Size::Thumbnail,
    )
    .await
    .unwrap();
    assert!(small.len() < kept.len());

    let other = house.paper("family-01", "agent_id_emblem");
    house.upload(&agent, id, "agent_id_portrait", other).await;
    assert_eq!(
        house.service().store.pictures().list().await.unwrap().len(),
        1,
        "the replaced picture is gone"
    );
    let unknown = add_material(house.service(), &agent, id, "passport", vec![1].into()).await;
    assert!(matches!(unknown, Err(ServiceError::NotFound)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_that_comes_too_late_leaves_nothing_behind() {
    let house = House::open().await;
    let case = house.case("family-01");
    let agent = house.agent(&case).await;
    let id = house.begin(&agent).await;
    let once = house.walk(&agent, &case, id, None).await.view().once();
    // Of another family: a different one, so that it is not taken for a repetition.
    let late = house.paper("family-02", "agent_id_portrait");
    let (submitted, added) = tokio::join!(
        submit(house.service(), &agent, id, Some(&once)),
        add_material(
            house.service(),
            &agent,
            id,
            "agent_id_portrait",
            late.into()
        ),
    );
    // Whichever comes first: a picture added in the meantime was not part of the promise.
    assert!(
        matches!(
            submitted,
            Ok(SubmitOutcome::Submitted { .. }) | Err(ServiceError::Stale)
        ),
        "{submitted:?}"
    );
    assert!(
        matches!(added, Ok(_) | Err(ServiceError::WrongState)),
        "{added:?}"
    );
    let pictures = house.service().store.pictures().list().await.unwrap();
    assert_eq!(pictures.len(), house.show(&agent, id).await.materials.len());
    assert!(
        store::audit::verify(&house.service().store)
            .await
            .unwrap()
            .is_sound()
    );
}

/// Every permit for work on pictures, so that nothing is decoded until they are dropped.
fn all_turns(house: &House) -> Vec<Turn> {
    let pool = &house.service().work.pictures;
    let accounts = (1..).map(|n| For::Account(Uuid::from_u128(n)));
    let given = accounts.map_while(|whose| pool.turn(whose).now_or_never());
    given.map(Result::unwrap).collect()
}

/// The addresses of pictures in a page.
fn shown(html: &str, application: Uuid) -> Vec<String> {
    let beginning = format!("\"/applications/{application}/materials/");
    let addresses = html.match_indices(&beginning).map(|(at, _)| {
        let rest = &html[at + 1..];
        rest[..rest.find('"').unwrap()].replace("&#38;", "&")
    });
    addresses.filter(|path| path.contains("at=")).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn neither_the_summary_nor_the_application_decodes_a_picture() {
    let house = House::open().await;
    let case = house.case("family-01");
    let browser = Browser::of(&house, "family-01").await;
    let agent = house.agent(&case).await;
    let id = house.begin(&agent).await;
    house.walk(&agent, &case, id, Some("review")).await;
    let materials = house.show(&agent, id).await.materials;
    assert!(materials.iter().any(|one| one.material == "card_photo"));
    for path in [
        format!("/applications/{id}/review"),
        format!("/applications/{id}"),
    ] {
        if !path.ends_with("review") {
            house.finish(&agent, &case, id).await;
        }
        let held = all_turns(&house);
        assert!(!held.is_empty());
        let page = browser.get(&path).await.text().await.unwrap();
        let addresses = shown(&page, id);
        let small = addresses.iter().filter(|one| one.ends_with("size=small"));
        assert_eq!(small.count(), materials.len(), "{path}: {addresses:?}");
        for address in addresses {
            let answer = browser.get(&address).await;
            assert_eq!(answer.status(), 200, "{address}");
            assert_eq!(answer.headers()["content-type"], "image/jpeg");
            let jpeg = answer.bytes().await.unwrap();
            assert_eq!(jpeg[..2], [0xff, 0xd8], "{address}");
            let material = address.split(['/', '?']).nth(4).unwrap();
            let size = if address.ends_with("size=small") {
                Size::Thumbnail
            } else {
                Size::Whole
            };
            let stored = show_material(house.service(), &agent, id, material, size);
            assert!(jpeg == stored.await.unwrap(), "{address}");
        }
        drop(held);
    }
}
