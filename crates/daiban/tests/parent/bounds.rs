//! What one account, one address and the whole site may do in a day; and what is recorded even if nobody waits for it.

use std::net::IpAddr;
use std::sync::Arc;

use domain::channel::Channel;
use domain::flow::RelationshipState;
use sandbox::Behaviour;
use service::ServiceError;
use service::agent::Agent;
use service::parent::add_material::add_material;
use service::parent::begin_draft::begin_draft;
use service::parent::save_step::{SaveOutcome, StepInput, save_step};
use service::parent::withdraw::withdraw;
use store::lookups::{self, LookUp};
use uuid::Uuid;

use crate::house::House;

/// An agent on another machine, where no limit is loosened.
fn elsewhere(agent: Agent, last: u8) -> Agent {
    Agent {
        from: Some(IpAddr::from([203, 0, 113, last])),
        ..agent
    }
}

async fn look_ups(house: &House, case: Uuid) -> Vec<LookUp> {
    let read = house
        .service()
        .store
        .read(async |tx| lookups::list(tx, case).await);
    read.await.unwrap()
}

fn child(name: &str, number: &str) -> StepInput {
    let fields = [
        ("child.name", name),
        ("child.id_type", "resident_id_card"),
        ("child.id_number", number),
    ];
    StepInput {
        step: "child".to_owned(),
        fields: fields
            .iter()
            .map(|(id, value)| ((*id).to_owned(), (*value).to_owned()))
            .collect(),
        ..StepInput::default()
    }
}

fn refused(outcome: &SaveOutcome) -> Option<&'static str> {
    match outcome {
        SaveOutcome::Refused { refusal, .. } => Some(refusal.code()),
        _ => None,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_register_is_asked_on_record_and_heard_though_the_browser_goes_away() {
    let house = House::open().await;
    let case = house.case("family-01");
    let agent = house.agent(&case).await;
    let id = house.begin(&agent).await;
    house.walk(&agent, &case, id, Some("child")).await;
    let world = Arc::clone(&house.sandbox().world);
    world
        .behaviours()
        .set_everybody(Behaviour::Late(Behaviour::IN_TIME));
    let request = tokio::spawn({
        let (service, agent) = (Arc::clone(house.service()), agent.clone());
        let input = child(&case.child.name, &case.child.id_number);
        async move { save_step(&service, &agent, id, input).await }
    });
    // The list of children may have been requested too: only the question about the relationship counts.
    let asked = || async {
        let known = look_ups(&house, id).await;
        known
            .into_iter()
            .find(|look_up| look_up.operation == "kinship_verify")
    };
    while asked().await.is_none() {
        tokio::task::yield_now().await;
    }
    assert_eq!(asked().await.unwrap().outcome, lookups::ASKED);
    request.abort();
    assert!(request.await.is_err(), "the browser has gone");
    while house.show(&agent, id).await.relationship.is_none() {
        tokio::task::yield_now().await;
    }
    let view = house.show(&agent, id).await;
    assert_eq!(view.relationship.unwrap().state, RelationshipState::Hit);
    assert_eq!(asked().await.unwrap().outcome, "hit");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_button_pressed_again_asks_a_slow_register_once() {
    let house = House::open().await;
    let case = house.case("family-01");
    let agent = house.agent(&case).await;
    let id = house.begin(&agent).await;
    house.walk(&agent, &case, id, Some("child")).await;
    let world = &house.sandbox().world;
    for (behaviour, state) in [
        (Behaviour::Late(Behaviour::IN_TIME), RelationshipState::Hit),
        (Behaviour::Down, RelationshipState::Down),
    ] {
        world.behaviours().set_everybody(behaviour);
        let of = if state == RelationshipState::Hit {
            "family-01"
        } else {
            "family-02"
        };
        let of = house.case(of).child;
        let before = look_ups(&house, id).await.len();
        let presses =
            (0..7).map(|_| save_step(house.service(), &agent, id, child(&of.name, &of.id_number)));
        for pressed in futures::future::join_all(presses).await {
            assert_eq!(refused(&pressed.unwrap()), None);
        }
        let asked = look_ups(&house, id).await.len() - before;
        // A registry that is down says so at once: on a busy machine a press may begin only after that, and asks anew.
        let most = if state == RelationshipState::Hit {
            1
        } else {
            3
        };
        assert!((1..=most).contains(&asked), "{state:?}: {asked}");
        let view = house.show(&agent, id).await;
        assert_eq!(view.relationship.unwrap().state, state);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_register_that_contradicts_itself_is_not_asked_the_same_again() {
    let house = House::open().await;
    let case = house.case("family-01");
    let agent = house.agent(&case).await;
    let id = house.begin(&agent).await;
    house.walk(&agent, &case, id, Some("child")).await;
    let world = &house.sandbox().world;
    world.behaviours().set_everybody(Behaviour::Contradicting);
    let name = |name: &str| {
        save_step(
            house.service(),
            &agent,
            id,
            child(name, &case.child.id_number),
        )
    };
    for _ in 0..3 {
        name(&case.child.name).await.unwrap();
    }
    let outcomes = || async {
        let known = look_ups(&house, id).await.into_iter();
        known
            .filter(|look_up| look_up.operation == "kinship_verify")
            .map(|look_up| look_up.outcome)
            .collect::<Vec<_>>()
    };
    assert_eq!(outcomes().await, ["contradiction"]);
    let state = house.show(&agent, id).await.relationship.unwrap().state;
    assert_eq!(state, RelationshipState::Down, "the evidence way is open");
    world.behaviours().clear();
    name("王一").await.unwrap();
    assert_eq!(outcomes().await, ["contradiction", "mismatch"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_has_ten_drafts_open_and_begins_thirty_a_day() {
    let house = House::open().await;
    let agent = elsewhere(house.agent(&house.case("family-01")).await, 1);
    let begin = || begin_draft(house.service(), &agent, Channel::Portal);
    let mut open = Vec::new();
    for _ in 0..10 {
        open.push(begin().await.unwrap());
    }
    for _ in 10..30 {
        assert!(
            matches!(begin().await, Err(ServiceError::Refused(_))),
            "ten are open"
        );
        withdraw(house.service(), &agent, open.pop().unwrap())
            .await
            .unwrap();
        open.push(begin().await.unwrap());
    }
    withdraw(house.service(), &agent, open.pop().unwrap())
        .await
        .unwrap();
    assert!(matches!(
        begin().await,
        Err(ServiceError::TooManyTries { .. })
    ));
    house.service().clock.move_forward(1);
    begin().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn pictures_of_a_day_are_counted_for_the_account_its_address_and_the_site() {
    let settings =
        "[limits]\npicture_megabytes_per_day = 1\ntimes_per_address = 2\ntimes_per_site = 12";
    let house = House::open_with(settings).await;
    let send = |name: &'static str, from: u8| {
        let house = &house;
        async move {
            let agent = elsewhere(house.agent(&house.case(name)).await, from);
            let id = house.begin(&agent).await;
            let file = vec![0; 700 * 1024];
            add_material(
                house.service(),
                &agent,
                id,
                "agent_id_portrait",
                file.into(),
            )
            .await
            .map(drop)
        }
    };
    send("family-01", 1).await.unwrap();
    let spent = send("family-01", 1).await;
    assert!(
        matches!(spent, Err(ServiceError::TooManyTries { .. })),
        "{spent:?}"
    );
    send("family-02", 1).await.unwrap();
    let spent = send("family-03", 1).await;
    assert!(
        matches!(spent, Err(ServiceError::TooManyTries { .. })),
        "the address has spent its share"
    );
    send("family-03", 2).await.unwrap();
    // The site's twelve megabytes are counted in sixteen shards, each of which can hold one of these.
    let others = [
        "family-04",
        "family-05",
        "family-06",
        "family-07",
        "family-08",
        "family-101",
        "family-102",
        "family-103",
        "family-104",
        "family-105",
        "family-106",
        "family-107",
        "family-108",
    ];
    for (at, other) in (3..).zip(others) {
        send(other, at).await.unwrap();
    }
    let spent = send("family-109", 99).await;
    assert!(
        matches!(spent, Err(ServiceError::Busy(_))),
        "the site has spent its share: {spent:?}"
    );
    house.service().clock.move_forward(1);
    send("family-01", 1).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_asks_about_five_children_a_day_and_corrects_each_a_few_times() {
    let house = House::open().await;
    let case = house.case("family-01");
    let agent = house.agent(&case).await;
    let id = house.begin(&agent).await;
    house.walk(&agent, &case, id, Some("child")).await;
    let name = |name: &'static str, of: &'static str| {
        let number = house.case(of).child.id_number;
        let (house, agent) = (&house, &agent);
        async move {
            let saved = save_step(house.service(), agent, id, child(name, &number)).await;
            refused(&saved.unwrap())
        }
    };
    for of in [
        "family-01",
        "family-02",
        "family-03",
        "family-04",
        "family-06",
    ] {
        assert_eq!(name("王一", of).await, None, "{of}");
    }
    assert_eq!(name("王一", "family-07").await, Some("too_many_tries"));
    for corrected in ["王二", "王三", "王四", "王五"] {
        assert_eq!(name(corrected, "family-01").await, None, "{corrected}");
    }
    assert_eq!(name("王六", "family-01").await, Some("too_many_tries"));
    house.service().clock.move_forward(1);
    assert_eq!(name("王六", "family-07").await, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_strangers_ask_about_a_child_stops_nobody_else() {
    let house = House::open().await;
    let case = house.case("family-01");
    for stranger in [
        "family-02",
        "family-03",
        "family-04",
        "family-06",
        "family-07",
    ] {
        let stranger = house.case(stranger);
        let agent = house.agent(&stranger).await;
        let id = house.begin(&agent).await;
        house.walk(&agent, &stranger, id, Some("child")).await;
        for name in ["王一", "王二", "王三", "王四", "王五", "王六"] {
            let input = child(name, &case.child.id_number);
            save_step(house.service(), &agent, id, input).await.unwrap();
        }
    }
    let (end, _) = house.end_of(&case).await;
    assert_eq!(end, "submits");
}
