//! Whoever takes back the consent to look-ups is asked about no more: the register hears nothing until it is given again.

use domain::channel::Channel;
use sandbox::world::Case;
use service::agent::Agent;
use service::jobs::run_due;
use service::login::log_in::LogInOutcome;
use service::parent::account::show::show;
use service::parent::account::withdraw_consent::withdraw_consent;
use service::parent::offer_children::offer_children;
use service::token::Token;
use uuid::Uuid;

use crate::house::House;

async fn name_child(house: &House, agent: &Agent, id: Uuid, of: &Case) {
    let fields = [
        ("child.name", of.child.name.as_str()),
        ("child.id_type", of.child.id_type.as_str()),
        ("child.id_number", of.child.id_number.as_str()),
    ];
    house.save(agent, id, "child", &fields).await;
}

async fn log_in(house: &House, case: &Case) -> (Token, Agent) {
    let outcome = house
        .try_log_in(&case.agent.username, &case.agent.password)
        .await;
    match outcome {
        LogInOutcome::LoggedIn { token, .. } => {
            let agent = house.agent_of(&token).await;
            (token, agent)
        }
        LogInOutcome::Refused(problem) => panic!("{problem:?}"),
    }
}

async fn withdraw(house: &House, token: &Token) {
    let shown = show(house.service(), token).await.unwrap();
    let mut consents = shown.consents.iter();
    let lookup =
        consents.find(|given| given.consent == "consent.lookup" && given.withdrawn_at.is_none());
    let done = withdraw_consent(house.service(), token, lookup.unwrap().id).await;
    assert!(done.unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_register_goes_unasked_once_the_consent_is_withdrawn() {
    let house = House::open().await;
    let case = house.case("family-01");
    let (token, agent) = log_in(&house, &case).await;
    let asked = || house.sandbox().world.behaviours().requests();
    let id = house.begin(&agent).await;
    assert!(
        offer_children(house.service(), &agent, id)
            .await
            .unwrap()
            .is_empty()
    );
    let at_first = asked();
    house.walk(&agent, &case, id, Some("child")).await;
    assert!(
        !offer_children(house.service(), &agent, id)
            .await
            .unwrap()
            .is_empty()
    );
    assert!(asked() > at_first, "agreed to, it is asked");

    withdraw(&house, &token).await;
    let then = asked();
    // What a page does when it is opened, what a save of the child does, and what is done later.
    let offered = offer_children(house.service(), &agent, id).await.unwrap();
    assert!(offered.is_empty(), "nothing that was told before is kept");
    name_child(&house, &agent, id, &case).await;
    let other = house.case("family-02");
    name_child(&house, &agent, id, &other).await;
    house
        .save(
            &agent,
            id,
            "relationship",
            &[("relationship_confirmed", "yes")],
        )
        .await;
    house.service().clock.move_forward(1);
    offer_children(house.service(), &agent, id).await.unwrap();
    run_due(house.service()).await.unwrap();
    assert_eq!(
        house.show(&agent, id).await.plan.next.as_deref(),
        Some("disclaimer")
    );
    assert_eq!(asked(), then, "the register heard nothing");

    let again = [("consent.disclaimer", "yes"), ("consent.lookup", "yes")];
    house.save(&agent, id, "disclaimer", &again).await;
    offer_children(house.service(), &agent, id).await.unwrap();
    assert!(asked() > then, "given again, it is asked again");
}

/// The consent is an application's own: another one, and another channel, go on asking under theirs.
#[tokio::test(flavor = "multi_thread")]
async fn another_application_keeps_its_own_consent() {
    let house = House::open().await;
    let case = house.case("family-01");
    let (token, agent) = log_in(&house, &case).await;
    let kept = house.begin(&agent).await;
    house.walk(&agent, &case, kept, Some("child")).await;
    house.service().clock.move_minutes(1);
    let withdrawn = house.begin_in(&agent, Channel::Portal).await;
    house.walk(&agent, &case, withdrawn, Some("child")).await;
    withdraw(&house, &token).await;
    let then = house.sandbox().world.behaviours().requests();
    name_child(&house, &agent, withdrawn, &case).await;
    assert_eq!(house.sandbox().world.behaviours().requests(), then);
    name_child(&house, &agent, kept, &case).await;
    assert!(house.sandbox().world.behaviours().requests() > then);
}
