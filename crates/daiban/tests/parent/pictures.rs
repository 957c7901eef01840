//! Uploading pictures of documents.

use service::ServiceError;
use service::parent::add_material::{AddOutcome, add_material};
use service::parent::show_material::{Size, show_material};
use service::parent::submit::{SubmitOutcome, submit};

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
    // The emblem's picture for the portrait's slot: a different one, so that it is not taken for a repetition.
    let late = house.paper("family-01", "agent_id_emblem");
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
