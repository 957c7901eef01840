//! Several applications about one child: what is refused, and what only staff learn.

use domain::application::{CaseState, FindingKind};
use domain::id::Mobile;
use domain::people::ProofMethod;
use sandbox::Behaviour;
use sandbox::world::Case;
use service::agent::Agent;
use service::parent::case_view::CaseView;
use service::parent::take_back::take_back;
use store::findings;
use store::proofs::{self, StoredProof, Subject};
use uuid::Uuid;

use crate::house::House;
use crate::walking::Walked;

/// The kinds of finding about an application that staff see.
async fn for_staff(house: &House, case: Uuid) -> Vec<FindingKind> {
    let found = house
        .service()
        .store
        .read(async |tx| findings::list(tx, case).await)
        .await
        .unwrap();
    found.iter().map(|known| known.finding.kind).collect()
}

/// Applies while the registry is down: unverified, with the papers.
async fn apply_unverified(house: &House, agent: &Agent, case: &Case) -> CaseView {
    let world = &house.sandbox().world;
    world.behaviours().set_everybody(Behaviour::Down);
    let Walked::Submitted(view) = house.apply(agent, case).await else {
        panic!("not submitted")
    };
    world.behaviours().clear();
    assert!(!view.submissions[0].verified);
    view
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unverified_application_blocks_nobody_and_is_looked_at_beside_the_others() {
    let house = House::open().await;
    let case = house.case("family-01");
    let agent = house.agent(&case).await;
    let duplicate = FindingKind::PotentialDuplicate;

    let unverified = apply_unverified(&house, &agent, &case).await;
    assert!(!for_staff(&house, unverified.id).await.contains(&duplicate));

    let Walked::Submitted(verified) = house.apply(&agent, &case).await else {
        panic!("an unverified application held the child")
    };
    assert!(verified.submissions[0].verified);
    assert!(
        for_staff(&house, unverified.id).await.contains(&duplicate),
        "found on the one that is not proved, though it came first"
    );
    assert!(!for_staff(&house, verified.id).await.contains(&duplicate));

    let third = apply_unverified(&house, &agent, &case).await;
    assert!(for_staff(&house, third.id).await.contains(&duplicate));
    assert_eq!(
        house.show(&agent, third.id).await.state,
        CaseState::Submitted,
        "and nothing of it is told"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_taken_back_is_no_duplicate() {
    let house = House::open().await;
    let case = house.case("family-01");
    let agent = house.agent(&case).await;
    let first = apply_unverified(&house, &agent, &case).await;
    take_back(house.service(), &agent, first.id).await.unwrap();
    let second = apply_unverified(&house, &agent, &case).await;
    let duplicate = FindingKind::PotentialDuplicate;
    assert!(!for_staff(&house, second.id).await.contains(&duplicate));
    assert!(!for_staff(&house, first.id).await.contains(&duplicate));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_of_one_character_is_taken_and_marked_for_staff() {
    let house = House::open().await;
    let mut case = house.case("family-01");
    let agent = house.agent(&case).await;
    let single = FindingKind::NameSingleCharacter;
    let usual = apply_unverified(&house, &agent, &case).await;
    assert!(!for_staff(&house, usual.id).await.contains(&single));
    case.child.name = "岩".to_owned();
    case.answers
        .insert("child.name".to_owned(), "岩".to_owned());
    let of_one = apply_unverified(&house, &agent, &case).await;
    assert!(for_staff(&house, of_one.id).await.contains(&single));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_that_nobody_proved_is_marked() {
    let house = House::open().await;
    let case = house.case("family-01");
    let agent = house.agent(&case).await;
    let id = house
        .begin_in(&agent, domain::channel::Channel::Jingtong)
        .await;
    let mut other = case.clone();
    let number = String::from("13800138000");
    other.answers.insert("child.card_mobile".to_owned(), number);
    let Walked::Submitted(view) = house.finish(&agent, &other, id).await else {
        panic!("not submitted")
    };
    let found = for_staff(&house, view.id).await;
    assert!(found.contains(&FindingKind::MobileUnproved), "{found:?}");

    // The same number, whose messages an agent has shown to read.
    let mut case = house.case("family-26a");
    let agent = house.agent(&case).await;
    let service = house.service();
    let proof = StoredProof {
        id: service.chance.id(),
        account: agent.account,
        subject: Subject::CardPhone(Mobile::parse("13800138000").unwrap()),
        method: ProofMethod::Sms,
        provider: None,
        at: service.clock.now(),
        until: None,
    };
    let added = service
        .store
        .write(async move |tx| proofs::add(tx, &proof).await);
    added.await.unwrap();
    let number = String::from("13800138000");
    case.answers.insert("child.card_mobile".to_owned(), number);
    let id = house
        .begin_in(&agent, domain::channel::Channel::Jingtong)
        .await;
    let Walked::Submitted(view) = house.finish(&agent, &case, id).await else {
        panic!("not submitted")
    };
    let found = for_staff(&house, view.id).await;
    assert!(!found.contains(&FindingKind::MobileUnproved), "{found:?}");

    let Walked::Submitted(view) = house
        .apply(
            &house.agent(&house.case("family-02")).await,
            &house.case("family-02"),
        )
        .await
    else {
        panic!("not submitted")
    };
    let found = for_staff(&house, view.id).await;
    assert!(!found.contains(&FindingKind::MobileUnproved), "{found:?}");
}
