//! What the registry is asked, how often, and what follows.

use domain::flow::RelationshipState;
use sandbox::Behaviour;
use sandbox::world::Case;
use service::agent::Agent;
use service::parent::offer_children::offer_children;
use service::parent::save_step::SaveOutcome;
use store::limits::Attempt;
use uuid::Uuid;

use crate::house::House;

/// A draft in which everything before the child is answered.
async fn at_child(house: &House, case: &Case) -> (Agent, Uuid) {
    let agent = house.agent(case).await;
    let id = house.begin(&agent).await;
    house.walk(&agent, case, id, Some("child")).await;
    (agent, id)
}

async fn name_child(house: &House, agent: &Agent, id: Uuid, of: &Case) -> SaveOutcome {
    let fields = [
        ("child.name", of.child.name.as_str()),
        ("child.id_type", of.child.id_type.as_str()),
        ("child.id_number", of.child.id_number.as_str()),
    ];
    house.save(agent, id, "child", &fields).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_register_that_is_down_leads_to_the_evidence_and_is_asked_again() {
    let house = House::open().await;
    let case = house.case("family-01");
    let (agent, id) = at_child(&house, &case).await;
    let world = &house.sandbox().world;
    world.behaviours().set_everybody(Behaviour::Down);
    name_child(&house, &agent, id, &case).await;
    let view = house.show(&agent, id).await;
    assert_eq!(
        view.relationship.as_ref().unwrap().state,
        RelationshipState::Down
    );
    assert!(!view.verified());
    world.behaviours().clear();
    name_child(&house, &agent, id, &case).await;
    let view = house.show(&agent, id).await;
    assert_eq!(
        view.relationship.as_ref().unwrap().state,
        RelationshipState::Hit
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn another_child_makes_an_earlier_answer_void() {
    let house = House::open().await;
    let (case, other) = (house.case("family-01"), house.case("family-02"));
    let (agent, id) = at_child(&house, &case).await;
    house.walk(&agent, &case, id, Some("papers")).await;
    assert!(house.show(&agent, id).await.verified());
    name_child(&house, &agent, id, &other).await;
    let view = house.show(&agent, id).await;
    assert_ne!(
        view.relationship.as_ref().unwrap().state,
        RelationshipState::Hit
    );
    assert!(!view.verified());
    assert!(!view.answers.contains_key("relationship_confirmed"));
    assert!(
        !view.answers.contains_key("relationship"),
        "what the register said of the first child is gone"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn trying_out_children_ends_with_the_budget_of_the_day() {
    let house = House::open().await;
    let case = house.case("family-01");
    let (agent, id) = at_child(&house, &case).await;
    let budget = house.service().settings.lookups_per_day;
    let names = [
        "王一", "王二", "王三", "王四", "王五", "王六", "王七", "王八", "王九", "王十", "李一",
    ];
    let number = case.child.id_number.as_str();
    let mut refused = None;
    for (asked, name) in (1..).zip(names) {
        let fields = [
            ("child.name", name),
            ("child.id_type", "resident_id_card"),
            ("child.id_number", number),
        ];
        if let SaveOutcome::Refused { refusal, .. } = house.save(&agent, id, "child", &fields).await
        {
            refused = Some((asked, refusal.code()));
            break;
        }
    }
    assert_eq!(refused, Some((budget + 1, "too_many_tries")));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_agents_own_children_are_offered_once_look_ups_are_agreed_to() {
    let house = House::open().await;
    let case = house.case("family-01");
    let agent = house.agent(&case).await;
    let id = house.begin(&agent).await;
    assert!(
        offer_children(house.service(), &agent, id)
            .await
            .unwrap()
            .is_empty()
    );
    house.walk(&agent, &case, id, Some("child")).await;
    let offered = offer_children(house.service(), &agent, id).await.unwrap();
    assert!(
        offered
            .iter()
            .any(|child| child.id_number.as_str() == case.child.id_number)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn who_disputes_a_found_relationship_chooses_and_nothing_about_the_child_is_told() {
    let house = House::open().await;
    // The registry would refuse this child's card: an agent who disputes the relationship must not learn that.
    let case = house.case("family-18b");
    let (agent, id) = at_child(&house, &case).await;
    name_child(&house, &agent, id, &case).await;
    let saved = house
        .save(
            &agent,
            id,
            "relationship",
            &[("relationship_confirmed", "disputed")],
        )
        .await;
    assert!(!matches!(saved, SaveOutcome::Refused { .. }), "{saved:?}");
    let view = house.show(&agent, id).await;
    assert!(view.relationship.as_ref().unwrap().disputed_at.is_some());
    assert!(!view.answers.contains_key("relationship"));
    assert!(
        view.plan
            .materials
            .contains(&"guardianship_proof".to_owned())
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_loop_does_not_use_the_register_up() {
    let house = House::open().await;
    let case = house.case("family-01");
    let (agent, id) = at_child(&house, &case).await;
    assert!(
        !offer_children(house.service(), &agent, id)
            .await
            .unwrap()
            .is_empty()
    );
    let (account, now) = (agent.account.to_string(), house.service().clock.now());
    let day = jiff::SignedDuration::from_hours(24);
    house
        .service()
        .store
        .write(async move |tx| {
            for kind in ["registry_children", "registry_eligibility"] {
                let budget = store::limits::Budget {
                    kind,
                    window: day,
                    most: 200,
                };
                while let Attempt::Allowed { .. } =
                    store::limits::spend(tx, &budget, &account, 1, now).await?
                {}
            }
            Ok::<_, store::StoreError>(())
        })
        .await
        .unwrap();
    let kept = offer_children(house.service(), &agent, id).await.unwrap();
    assert!(!kept.is_empty(), "no register is asked for it");
    let (_, another) = at_child(&house, &case).await;
    assert!(
        offer_children(house.service(), &agent, another)
            .await
            .unwrap()
            .is_empty()
    );
    // Typing is always possible; whether a card can be applied for is not told any more today.
    name_child(&house, &agent, id, &case).await;
    let confirmed = house
        .save(
            &agent,
            id,
            "relationship",
            &[("relationship_confirmed", "yes")],
        )
        .await;
    assert!(matches!(
        confirmed,
        SaveOutcome::Refused { refusal, .. } if refusal.code() == "too_many_tries"
    ));
}
