//! What a host's phone button handed to a client counts for one account.

use domain::channel::{Channel, Host};
use domain::people::Level;
use serde_json::json;
use service::login::mini_program::{HostPhoneOutcome, prove_phone_by_host};
use service::login::prove_phone::{PhoneFor, ProveOutcome, Prover};

use crate::house::House;
use crate::platforms::{token, what_it_allows};

crate::on_both_databases!(
    what_a_phone_button_gave_counts_for_whoever_brought_it_first,
    what_a_phone_button_gave_proves_one_of_many_at_once,
);

async fn prover(house: &House, code: &str) -> Prover {
    let token = token(house, Channel::Jingtong, Host::Alipay, code).await;
    Prover {
        account: what_it_allows(house, &token).await.account,
        token,
    }
}

/// Whether it proves a mobile.
async fn is_told(house: &House, who: &Prover, what_for: PhoneFor, once: &str) -> bool {
    let native = json!({"mobile": "13800130001", "once": once});
    let told = prove_phone_by_host(&house.service, who, what_for, &native, "request-1");
    match told.await.unwrap() {
        HostPhoneOutcome::Told(outcome) => {
            assert!(matches!(outcome, ProveOutcome::Proved { .. }));
            true
        }
        HostPhoneOutcome::NotTold => false,
        HostPhoneOutcome::Unavailable => panic!("no host"),
    }
}

async fn what_a_phone_button_gave_counts_for_whoever_brought_it_first(house: &House) {
    let (person, card) = (PhoneFor::Person, PhoneFor::Card);
    let owner = prover(house, "a-1").await;
    assert!(is_told(house, &owner, person, "answer-1").await);
    // The same person may press again, and a fixed vector then gives the same answer.
    for what_for in [person, card] {
        let again = prover(house, "a-1").await;
        assert!(is_told(house, &again, what_for, "answer-1").await);
    }
    for what_for in [person, card] {
        let thief = prover(house, "a-2").await;
        assert!(!is_told(house, &thief, what_for, "answer-1").await);
        let there = what_it_allows(house, &thief.token).await;
        assert_eq!(there.level, Level::Account, "the session goes on as it was");
    }
    let owner = prover(house, "a-1").await;
    assert!(
        is_told(house, &owner, card, "answer-2").await,
        "another press"
    );
    // Letter case tells answers apart.
    let owner = prover(house, "a-1").await;
    assert!(is_told(house, &owner, person, "Answer-1").await);
    house.later(2 * 366 * 24 * 60 * 60);
    service::jobs::run_due(&house.service).await.unwrap();
    let thief = prover(house, "a-2").await;
    assert!(
        !is_told(house, &thief, person, "answer-1").await,
        "years later"
    );
}

async fn what_a_phone_button_gave_proves_one_of_many_at_once(house: &House) {
    let mut running = tokio::task::JoinSet::new();
    for number in 0..20 {
        let who = prover(house, &format!("a-{number}")).await;
        let service = std::sync::Arc::clone(&house.service);
        running.spawn(async move {
            let native = json!({"mobile": "13800130001", "once": "answer-1"});
            let told = prove_phone_by_host(&service, &who, PhoneFor::Person, &native, "request-1");
            matches!(told.await, Ok(HostPhoneOutcome::Told(_)))
        });
    }
    let told = running.join_all().await;
    assert_eq!(told.iter().filter(|told| **told).count(), 1, "{told:?}");
}
