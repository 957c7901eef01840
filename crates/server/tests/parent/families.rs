//! Every family of the sandbox comes out as its story says.

use crate::house::{House, Walked};

#[tokio::test(flavor = "multi_thread")]
async fn every_family_ends_as_its_story_says() {
    let house = House::open().await;
    let cases = house.app().sandbox.as_ref().unwrap().world.cases().to_vec();
    let mut submitted = 0;
    for case in cases.iter().filter(|case| case.channel == "portal") {
        let agent = house.agent(case).await;
        let walked = house.apply(&agent, case).await;
        let outcome = match &walked {
            Walked::Submitted(view) if view.submissions[0].verified => "submits".to_owned(),
            Walked::Submitted(_) => "evidence".to_owned(),
            Walked::Refused(_, code) => format!("refused:{code}"),
            other => panic!("{}: {other:?}", case.case),
        };
        assert_eq!(outcome, case.expect.word(), "{}", case.case);
        if let Walked::Submitted(view) = walked {
            submitted += 1;
            let held: Vec<&str> = view
                .materials
                .iter()
                .map(|material| material.material.as_str())
                .collect();
            let mut asked = view.plan.materials.clone();
            asked.sort();
            assert_eq!(held, asked, "{}: what is kept is what was asked", case.case);
        }
    }
    assert!(submitted >= 8, "only {submitted} families submit");
    let report = store::audit::verify(&house.app().store).await.unwrap();
    assert!(report.is_sound(), "{report:?}");
    assert!(report.pictures > 20);
}
