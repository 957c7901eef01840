//! Our clients of the authorities that check faces against their twins in the sandbox, over the real wire.
//!
//! The two share no code: each is written only from the description of the wire format. Here they meet.
#![expect(clippy::unwrap_used, reason = "a test may panic, its helpers too")]

mod pair;

use gateways::GatewayError;
use gateways::face::{NotPassed, Verdict};
use sandbox::face::Outcome;

use pair::{Pair, person, wanted};

#[tokio::test]
async fn a_check_waits_passes_and_passes_nobody_else() {
    let pair = Pair::start().await;
    let (agent, other) = (pair.agent("family-01"), pair.agent("family-02"));
    for client in &pair.clients {
        let begun = client
            .begin(&wanted(&agent, "a1"), "request-1")
            .await
            .unwrap();
        let check = &begun.check;
        let verdict = client.decide(check, &agent, "request-2").await;
        assert_eq!(verdict, Ok(Verdict::Pending));
        let number = agent.id_number.as_str();
        assert!(
            pair.faces
                .end(&check.id, number, Outcome::Pass)
                .unwrap()
                .passed
        );
        let verdict = client.decide(check, &agent, "request-3").await;
        assert_eq!(verdict, Ok(Verdict::Passed));
        // WeChat refuses the question, the others are seen to be about somebody else.
        match client.decide(check, &other, "request-4").await {
            Ok(Verdict::NotPassed { why, .. }) => assert_eq!(why, NotPassed::Identity),
            Err(GatewayError::Refused { .. }) => {}
            outcome => panic!("{outcome:?}"),
        }
    }
}

#[tokio::test]
async fn every_outcome_is_understood() {
    let pair = Pair::start().await;
    let (agent, other) = (pair.agent("family-01"), pair.agent("family-02"));
    let misnamed = person("样样样", agent.id_number.as_str());
    for (index, (whom, in_front, outcome, expected)) in [
        (&agent, &agent, Outcome::Fail, NotPassed::Face),
        (&agent, &other, Outcome::Pass, NotPassed::Face),
        (&misnamed, &agent, Outcome::Pass, NotPassed::Identity),
        (&agent, &agent, Outcome::Cancel, NotPassed::Cancelled),
        (&agent, &agent, Outcome::Timeout, NotPassed::TimedOut),
    ]
    .into_iter()
    .enumerate()
    {
        for client in &pair.clients {
            let begun = client
                .begin(&wanted(whom, &format!("a{index}")), "request-1")
                .await
                .unwrap();
            let number = in_front.id_number.as_str();
            let ended = pair.faces.end(&begun.check.id, number, outcome).unwrap();
            assert!(!ended.passed);
            let verdict = client.decide(&begun.check, whom, "request-2").await;
            assert!(
                matches!(&verdict, Ok(Verdict::NotPassed { why, .. }) if *why == expected),
                "{outcome:?}: {verdict:?}"
            );
        }
    }
}
