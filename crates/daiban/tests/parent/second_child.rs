//! The second child: what concerns the family is carried over, what concerns the first child is not.

use domain::answer::Provenance;
use service::parent::show_material::{Size, show_material};
use service::parent::withdraw::withdraw;

use crate::house::House;
use crate::walking::Walked;

#[tokio::test(flavor = "multi_thread")]
async fn a_second_draft_begins_with_what_is_about_the_family() {
    let house = House::open().await;
    let case = house.case("family-05");
    let agent = house.agent(&case).await;
    let Walked::Submitted(first) = house.apply(&agent, &case).await else {
        panic!("not submitted")
    };
    let second = house.begin(&agent).await;
    let view = house.show(&agent, second).await;
    let carried: Vec<&str> = view
        .answers
        .iter()
        .filter(|(_, answer)| answer.provenance == Provenance::EarlierApplication)
        .map(|(id, _)| id.as_str())
        .collect();
    assert_eq!(
        carried,
        [
            "agent.householder_relation",
            "bank",
            "branch",
            "residence.address",
            "residence.district"
        ]
    );
    let mut pictures: Vec<&str> = view
        .materials
        .iter()
        .inspect(|picture| assert!(picture.from_earlier))
        .map(|picture| picture.material.as_str())
        .collect();
    pictures.sort_unstable();
    assert_eq!(
        pictures,
        [
            "agent_id_emblem",
            "agent_id_portrait",
            "booklet_first_page",
            "booklet_householder_own_page"
        ]
    );
    for fresh in [
        "consent.disclaimer",
        "child.name",
        "child.id_number",
        "relationship",
        "promise",
    ] {
        assert!(!view.answers.contains_key(fresh), "{fresh} is given anew");
    }
    assert_eq!(view.plan.next.as_deref(), Some("disclaimer"));

    // Each application is erased separately: the second one's picture is another object.
    withdraw(house.service(), &agent, first.id).await.unwrap();
    for size in [Size::Whole, Size::Thumbnail] {
        let copy = show_material(house.service(), &agent, second, "agent_id_emblem", size);
        assert!(!copy.await.unwrap().is_empty(), "{size:?}");
    }
    let Walked::Submitted(done) = house.finish(&agent, &case, second).await else {
        panic!("not submitted")
    };
    assert_eq!(done.submissions.len(), 1);
    let report = store::audit::verify(&house.service().store).await.unwrap();
    assert!(report.is_sound(), "{report:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_carried_from_a_draft_or_from_somebody_else() {
    let house = House::open().await;
    let (case, other) = (house.case("family-01"), house.case("family-02"));
    let agent = house.agent(&case).await;
    let stranger = house.agent(&other).await;
    let draft = house.begin(&agent).await;
    house.walk(&agent, &case, draft, Some("review")).await;
    house.apply(&stranger, &other).await;
    let second = house.begin(&agent).await;
    let view = house.show(&agent, second).await;
    assert!(view.materials.is_empty());
    assert!(
        view.answers
            .values()
            .all(|answer| answer.provenance == Provenance::LogIn)
    );
}
