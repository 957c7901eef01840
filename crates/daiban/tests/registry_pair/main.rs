//! The registry's client and its twin in the sandbox, over the real wire.
//!
//! The two share no code: each is written only from the description of the wire format. Here they meet.
#![expect(clippy::unwrap_used, reason = "a test may panic, its helpers too")]

mod pair;

use std::time::Duration;

use domain::id::{CitizenId, Sex};
use gateways::registry::{
    BirthCertificate, Eligibility, IneligibleReason, Kinship, LookUp, Person, RegisterMatch,
    Registry as _, Settings,
};
use gateways::{GatewayError, RetryCause};
use pair::{DAY, Pair, WIRE_NOW, agent, child, client, person, why};
use sandbox::{Behaviour, Expect, Register};

/// GB/T 4761: the agent is the child's father or mother.
fn parent_code(agent: &Person) -> &'static str {
    match agent.id_number.sex() {
        Sex::Male => "51",
        Sex::Female => "52",
    }
}

#[tokio::test]
async fn every_family_gets_the_relationship_that_its_story_tells() {
    let pair = Pair::start().await;
    let client = pair.client();
    for case in pair.calm_cases() {
        let (agent, child) = (agent(case), child(case));
        let kinship = client.verify_kinship(&agent, &child, &why()).await.unwrap();
        match (case.register, kinship) {
            (Register::Hit, Kinship::Related { relation_code, .. }) => {
                assert_eq!(relation_code, parent_code(&agent), "{}", case.case);
            }
            (Register::Miss, Kinship::Unrelated) | (Register::Mismatch, Kinship::Mismatch) => {}
            other => panic!("{}: {other:?}", case.case),
        }
    }
}

#[tokio::test]
async fn a_wrong_name_and_a_stranger_are_told_apart() {
    let pair = Pair::start().await;
    let (client, case) = (pair.client(), pair.case("family-01"));
    let (agent, child) = (agent(case), child(case));
    let misnamed = person("样样", &case.child.id_number);
    let kinship = client.verify_kinship(&agent, &misnamed, &why()).await;
    assert_eq!(kinship, Ok(Kinship::Mismatch));
    let stranger = person("样样", "110101201803010017");
    let kinship = client.verify_kinship(&agent, &stranger, &why()).await;
    assert_eq!(kinship, Ok(Kinship::Unrelated));
    let kinship = client.verify_kinship(&stranger, &child, &why()).await;
    assert_eq!(kinship, Ok(Kinship::Unrelated));
}

#[tokio::test]
async fn an_agent_is_offered_their_children_under_eighteen() {
    let pair = Pair::start().await;
    let client = pair.client();
    for case in pair.calm_cases() {
        let listed = client.children(&agent(case), &why()).await.unwrap();
        let is_offered = listed
            .iter()
            .any(|registered| registered.person == child(case));
        let of_age = case.expect == Expect::Refused("child_age".into());
        let known = case.register == Register::Hit;
        assert_eq!(is_offered, known && !of_age, "{}", case.case);
    }
}

#[tokio::test]
async fn a_card_may_be_applied_for_unless_the_story_says_otherwise() {
    let pair = Pair::start().await;
    let client = pair.client();
    for case in pair.calm_cases() {
        let expected = match &case.expect {
            // If the registry does not find the relationship, the story says nothing about the card.
            _ if case.register != Register::Hit => continue,
            Expect::Refused(code) if code == "child_age" => continue,
            Expect::Refused(code) if code == "not_possible_online" => Eligibility {
                eligible: false,
                reasons: vec![IneligibleReason::Other("insured_elsewhere".into())],
                card_state: None,
            },
            Expect::Refused(code) if code == "not_insured" => Eligibility {
                eligible: false,
                reasons: vec![IneligibleReason::NotInsured],
                card_state: None,
            },
            Expect::Refused(code) if code == "card_held" => Eligibility {
                eligible: false,
                reasons: vec![IneligibleReason::CardHeld],
                card_state: Some("active".into()),
            },
            _ => Eligibility {
                eligible: true,
                reasons: vec![],
                card_state: None,
            },
        };
        let eligibility = client.eligibility(&child(case), &why()).await.unwrap();
        assert_eq!(eligibility, expected, "{}", case.case);
    }
}

#[tokio::test]
async fn the_population_register_knows_every_family() {
    let pair = Pair::start().await;
    let client = pair.client();
    for case in pair.calm_cases() {
        for person in [agent(case), child(case)] {
            let verdict = client.verify_population(&person, &why()).await;
            let renamed =
                case.register == Register::Mismatch && person.name.as_str() == case.child.name;
            let wanted = if renamed {
                RegisterMatch::Mismatch
            } else {
                RegisterMatch::Match
            };
            assert_eq!(verdict, Ok(wanted), "{}", case.case);
        }
    }
    let misnamed = person("样样", &pair.case("family-01").child.id_number);
    let verdict = client.verify_population(&misnamed, &why()).await;
    assert_eq!(verdict, Ok(RegisterMatch::Mismatch));
    let stranger = person("样样", "110101201803010017");
    let verdict = client.verify_population(&stranger, &why()).await;
    assert_eq!(verdict, Ok(RegisterMatch::NotFound));
}

#[tokio::test]
async fn households_hold_the_people_of_the_story() {
    let pair = Pair::start().await;
    let client = pair.client();
    for case in pair.calm_cases() {
        let child = child(case);
        let household = client.household(&child.id_number, &why()).await.unwrap();
        let household = household.unwrap_or_else(|| panic!("{} has no household", case.case));
        assert!(
            household
                .members
                .iter()
                .any(|member| member.person.id_number == child.id_number),
            "{}",
            case.case
        );
        assert!(
            !household.is_householder,
            "{}: no child heads a household",
            case.case
        );
    }
    let householder = agent(pair.case("family-02"));
    let household = client
        .household(&householder.id_number, &why())
        .await
        .unwrap()
        .unwrap();
    assert!(household.is_householder);
    let stranger = CitizenId::parse("110101201803010017", DAY).unwrap();
    assert_eq!(client.household(&stranger, &why()).await, Ok(None));
}

#[tokio::test]
async fn a_birth_certificate_that_nobody_issued_is_not_found() {
    let pair = Pair::start().await;
    let case = pair.case("family-01");
    let claim = BirthCertificate {
        number: "Z000000000".into(),
        child_name: child(case).name,
        mother_name: agent(case).name,
        mother_id_number: Some(agent(case).id_number),
    };
    let verdict = pair.client().verify_birth_certificate(&claim, &why()).await;
    assert_eq!(verdict, Ok(RegisterMatch::NotFound));
}

#[tokio::test]
async fn a_registry_that_is_down_is_asked_again_later() {
    let pair = Pair::start().await;
    // One attempt per call, so that so few failures do not open the circuit breaker.
    let client = client(
        Settings {
            retries: 0,
            ..pair.settings()
        },
        WIRE_NOW,
        1,
    );
    let down = RetryCause::Temporary {
        code: "5001".into(),
    };
    let outcome = pair.kinship_while(Behaviour::Down, &client).await;
    assert_eq!(outcome, Err(GatewayError::Retry { cause: down }));
    let outcome = pair
        .kinship_while(Behaviour::Late(Duration::from_mins(1)), &client)
        .await;
    assert_eq!(
        outcome,
        Err(GatewayError::Retry {
            cause: RetryCause::TimedOut
        })
    );
    let outcome = pair.kinship_while(Behaviour::Normal, &client).await;
    assert!(outcome.is_ok(), "{outcome:?}");
}

#[tokio::test]
async fn one_person_can_be_down_while_others_are_served() {
    let pair = Pair::start().await;
    let (first, second) = (pair.case("family-01"), pair.case("family-02"));
    pair.world
        .behaviours()
        .set_person(&first.child.id_number, Behaviour::Down);
    let client = pair.client();
    assert!(
        client
            .verify_kinship(&agent(first), &child(first), &why())
            .await
            .is_err()
    );
    assert!(
        client
            .verify_kinship(&agent(second), &child(second), &why())
            .await
            .is_ok()
    );
}

#[tokio::test]
async fn rubbish_and_wrong_signatures_are_not_believed() {
    let pair = Pair::start().await;
    let client = pair.client();
    for behaviour in [Behaviour::Rubbish, Behaviour::WrongSignature] {
        let outcome = pair.kinship_while(behaviour, &client).await;
        assert!(
            matches!(outcome, Err(GatewayError::Malformed { .. })),
            "{behaviour:?}"
        );
    }
}

#[tokio::test]
async fn a_connection_that_is_reset_is_no_answer() {
    let pair = Pair::start().await;
    let client = pair.client();
    let outcome = pair.kinship_while(Behaviour::Silent, &client).await;
    assert!(
        matches!(
            outcome,
            Err(GatewayError::Retry {
                cause: RetryCause::Interrupted | RetryCause::NoConnection
            })
        ),
        "{outcome:?}"
    );
    let outcome = pair.kinship_while(Behaviour::Normal, &client).await;
    assert!(outcome.is_ok(), "{outcome:?}");
}

#[tokio::test]
async fn what_cannot_be_comes_well_signed() {
    let pair = Pair::start().await;
    let client = pair.client();
    let outcome = pair.kinship_while(Behaviour::Contradicting, &client).await;
    // The gateway knows no rule about people: that a woman is no father is for the service to notice.
    assert!(
        matches!(&outcome, Ok(Kinship::Related { relation_code, .. }) if relation_code == "51"),
        "{outcome:?}"
    );
    let child = child(pair.case("family-01"));
    let outcome = client.eligibility(&child, &why()).await;
    assert!(
        matches!(outcome, Err(GatewayError::Malformed { .. })),
        "{outcome:?}"
    );
}

#[tokio::test]
async fn families_keep_their_own_behaviours_when_the_switch_is_put_back() {
    let pair = Pair::start().await;
    let behaviours = pair.world.behaviours();
    let (calm, down) = (pair.case("family-01"), pair.case("family-16a"));
    let client = pair.client();
    for _ in 0..2 {
        let outcome = client
            .verify_kinship(&agent(calm), &child(calm), &why())
            .await;
        assert!(outcome.is_ok(), "{outcome:?}");
        let outcome = client
            .verify_kinship(&agent(down), &child(down), &why())
            .await;
        assert!(
            matches!(outcome, Err(GatewayError::Retry { .. })),
            "{outcome:?}"
        );
        // Questions about people alone are answered: the trouble is with kinship and cards.
        let outcome = client.verify_population(&child(down), &why()).await;
        assert_eq!(outcome, Ok(RegisterMatch::Match));
        behaviours.set_everybody(Behaviour::Rubbish);
        behaviours.set_person(&down.agent.id_number, Behaviour::Normal);
        behaviours.clear();
    }
}

#[tokio::test]
async fn a_nonce_is_taken_once() {
    let pair = Pair::start().await;
    let person = child(pair.case("family-01"));
    // Two clients with the same seed draw the same nonces.
    let (first, second) = (
        client(pair.settings(), WIRE_NOW, 9),
        client(pair.settings(), WIRE_NOW, 9),
    );
    assert!(first.verify_population(&person, &why()).await.is_ok());
    let replayed = second.verify_population(&person, &why()).await;
    assert_eq!(
        replayed,
        Err(GatewayError::Refused {
            code: "2003".into()
        })
    );
}

#[tokio::test]
async fn strangers_to_the_wire_are_refused() {
    let pair = Pair::start().await;
    let person = child(pair.case("family-01"));
    let mut settings = pair.settings();
    settings.app_id = "somebody".into();
    let outcome = client(settings, WIRE_NOW, 1)
        .verify_population(&person, &why())
        .await;
    assert_eq!(
        outcome,
        Err(GatewayError::Refused {
            code: "2001".into()
        })
    );

    // Neither side believes the other if the keys differ, or the clocks by more than five minutes.
    let mut settings = pair.settings();
    settings.key = b"a key of somebody else".to_vec();
    let outcome = client(settings, WIRE_NOW, 2)
        .verify_population(&person, &why())
        .await;
    assert!(
        matches!(outcome, Err(GatewayError::Malformed { .. })),
        "{outcome:?}"
    );
    let late = client(pair.settings(), "2026-03-01T00:05:01Z", 3);
    let outcome = late.verify_population(&person, &why()).await;
    assert!(
        matches!(outcome, Err(GatewayError::Malformed { .. })),
        "{outcome:?}"
    );
    let in_time = client(pair.settings(), "2026-03-01T00:05:00Z", 4);
    assert!(in_time.verify_population(&person, &why()).await.is_ok());
}

#[tokio::test]
async fn a_question_without_consent_is_refused() {
    let pair = Pair::start().await;
    let without = LookUp {
        consent_id: String::new(),
        ..why()
    };
    let outcome = pair
        .client()
        .verify_population(&child(pair.case("family-01")), &without)
        .await;
    assert_eq!(
        outcome,
        Err(GatewayError::Refused {
            code: "1002".into()
        })
    );
}
