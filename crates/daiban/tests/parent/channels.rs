//! The flows of the other channels, and a draft that moves through all three.

use domain::answer::Provenance;
use domain::application::CaseState;
use domain::channel::Channel;
use sandbox::Behaviour;
use service::ServiceError;
use service::parent::continue_in::continue_in;
use service::parent::save_step::{Next, SaveOutcome, StepInput, save_step};

use crate::house::House;
use crate::walking::Walked;

#[tokio::test(flavor = "multi_thread")]
async fn every_channel_leads_to_a_receipt() {
    let house = House::open().await;
    for (name, channel) in [
        ("family-01", Channel::Jingtong),
        ("family-02", Channel::Jingtong),
        ("family-03", Channel::Yikatong),
        ("family-05", Channel::Yikatong),
        ("family-08", Channel::Jingtong),
    ] {
        let case = house.case(name);
        let agent = house.agent(&case).await;
        let id = house.begin_in(&agent, channel).await;
        let Walked::Submitted(view) = house.finish(&agent, &case, id).await else {
            panic!("{name} in {channel:?}")
        };
        assert!(view.submissions[0].verified, "{name} in {channel:?}");
        assert_eq!(view.channel, channel);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_that_wanders_is_asked_nothing_twice() {
    let house = House::open().await;
    // A householder with the child in another booklet: every channel asks for something different.
    let case = house.case("family-05");
    let agent = house.agent(&case).await;
    let id = house.begin(&agent).await;
    house.walk(&agent, &case, id, Some("promise")).await;
    let service = house.service();

    let view = continue_in(service, &agent, id, Channel::Jingtong)
        .await
        .unwrap();
    let asked: Vec<&str> = view
        .plan
        .problems
        .iter()
        .map(|problem| problem.field.as_str())
        .collect();
    assert_eq!(
        asked,
        [
            "child.card_mobile",
            "child.occupation",
            "booklet_child_page_back",
            "booklet_householder_own_page_back",
            "promise"
        ]
    );
    house.walk(&agent, &case, id, Some("promise")).await;

    let view = continue_in(service, &agent, id, Channel::Yikatong)
        .await
        .unwrap();
    assert_eq!(
        view.plan.next.as_deref(),
        Some("promise"),
        "{:?}",
        view.plan.problems
    );
    let Walked::Submitted(view) = house.finish(&agent, &case, id).await else {
        panic!("not submitted")
    };
    assert_eq!(view.state, CaseState::Submitted);
    let through = |field: &str| view.answers[field].channel;
    assert_eq!(
        (through("child.name"), through("child.card_mobile")),
        (Channel::Portal, Channel::Jingtong),
        "each answer says through which channel it came"
    );
    assert!(
        !view.answers.contains_key("residence.address"),
        "this channel does not ask where the child lives, so it is not handed in"
    );
    let late = continue_in(service, &agent, id, Channel::Portal).await;
    assert!(matches!(late, Err(ServiceError::WrongState)), "{late:?}");
}

/// Saves one page of the step `child` of Yikatong.
async fn save_page(
    house: &House,
    agent: &service::agent::Agent,
    id: uuid::Uuid,
    page: &str,
    fields: &[(&str, &str)],
) -> SaveOutcome {
    let fields = fields
        .iter()
        .map(|(id, value)| ((*id).to_owned(), (*value).to_owned()))
        .collect();
    let input = StepInput {
        step: "child".to_owned(),
        page: Some(page.to_owned()),
        mark: None,
        fields,
        ..StepInput::default()
    };
    save_step(house.service(), agent, id, input).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_register_says_otherwise_is_shown_and_a_dispute_gives_the_choice_back() {
    let house = House::open().await;
    let case = house.case("family-01");
    let agent = house.agent(&case).await;
    let id = house.begin_in(&agent, Channel::Yikatong).await;
    house.walk(&agent, &case, id, Some("agent")).await;
    // She says that she is the stepmother; the registry says mother.
    let fields = [
        ("agent.mobile", case.agent.mobile.as_str()),
        ("relationship", "58"),
        ("child.id_type", "resident_id_card"),
    ];
    house.save(&agent, id, "agent", &fields).await;
    let named = [
        ("child.name", case.child.name.as_str()),
        ("child.id_number", case.child.id_number.as_str()),
        ("child.ethnic_group", "01"),
        // She has not been shown anything yet: this confirms nothing.
        ("relationship_confirmed", "yes"),
    ];
    let SaveOutcome::Saved { next, .. } = save_page(&house, &agent, id, "child", &named).await
    else {
        panic!("not saved")
    };
    let confirm = Next::Page {
        step: "child".to_owned(),
        page: "confirm".to_owned(),
    };
    assert_eq!(next, confirm);
    let found = house.show(&agent, id).await;
    assert!(!found.verified());
    let relationship = found.relationship.as_ref().unwrap();
    assert_eq!(relationship.relation_code.as_deref(), Some("52"));
    assert_eq!(relationship.chosen_code.as_deref(), Some("58"));
    assert_eq!(found.answers["relationship"].value, "52");

    let word = |word| [("relationship_confirmed", word)];
    save_page(&house, &agent, id, "confirm", &word("disputed")).await;
    let disputed = house.show(&agent, id).await;
    assert_eq!(disputed.answers["relationship"].value, "58");
    assert_eq!(
        disputed.answers["relationship"].provenance,
        Provenance::Typed
    );
    assert!(
        disputed
            .plan
            .materials
            .contains(&"guardianship_proof".to_owned())
    );

    save_page(&house, &agent, id, "confirm", &word("yes")).await;
    let confirmed = house.show(&agent, id).await;
    assert!(confirmed.verified());
    assert_eq!(confirmed.answers["relationship"].value, "52");
    house
        .save(&agent, id, "agent", &[("relationship", "58")])
        .await;
    assert_eq!(
        house.show(&agent, id).await.answers["relationship"].value,
        "52",
        "what the register said and she confirmed is locked"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_register_that_comes_back_between_two_pages_is_not_confirmed_unseen() {
    let house = House::open().await;
    let case = house.case("family-01");
    let agent = house.agent(&case).await;
    let id = house.begin(&agent).await;
    house.walk(&agent, &case, id, Some("child")).await;
    let world = &house.sandbox().world;
    world.behaviours().set_everybody(Behaviour::Down);
    house.walk(&agent, &case, id, Some("relationship")).await;
    world.behaviours().clear();
    let said = [("relationship_confirmed", "yes"), ("relationship", "52")];
    house.save(&agent, id, "relationship", &said).await;
    assert!(!house.show(&agent, id).await.verified());
}
