//! Jobs wait in lanes: what somebody waits for never stands behind a sweep, nor one slow answer behind another.

use std::time::{Duration, Instant};

use sandbox::Behaviour;
use store::jobs::{self, Job, JobState};

use crate::house::House;
use crate::walking::Walked;

/// Longer than everything else here takes, and shorter than the gateway waits.
const LATE: Duration = Duration::from_millis(2_500);

async fn all(house: &House) -> Vec<Job> {
    let store = &house.service().store;
    store
        .read(async |tx| jobs::list(tx, None, 100).await)
        .await
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn late_answers_hold_up_neither_each_other_nor_the_upkeep() {
    let house = House::open().await;
    let behaviours = house.sandbox().world.behaviours();
    behaviours.set_everybody(Behaviour::Down);
    for family in ["family-01", "family-03"] {
        let case = house.case(family);
        let agent = house.agent(&case).await;
        let walked = house.apply(&agent, &case).await;
        assert!(matches!(walked, Walked::Submitted(_)), "{walked:?}");
    }
    behaviours.set_everybody(Behaviour::Late(LATE));
    // The clock rings for the workers of this process: nobody here runs what is due.
    demo::move_forward(house.service(), 2).await.unwrap();
    let begun = Instant::now();
    let (both, upkeep) = loop {
        let (now, jobs) = (house.service().clock.now(), all(&house).await);
        let (asking, upkeep): (Vec<_>, Vec<_>) =
            jobs.iter().partition(|job| job.kind == "ask_register");
        let leased = asking.iter().filter(|job| job.state == JobState::Leased);
        let both = leased.count() == 2;
        let done = upkeep.iter().filter(|job| job.run_at > now).count();
        if both && done == upkeep.len() || begun.elapsed() > LATE * 4 {
            break (both, (done, upkeep.len()));
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    };
    assert!(both, "two late answers are waited for at once");
    assert!(upkeep.0 == upkeep.1 && upkeep.1 > 2, "{upkeep:?} are done");
    // And both come to their end.
    while !all(&house)
        .await
        .iter()
        .all(|job| job.kind != "ask_register")
    {
        assert!(begun.elapsed() < LATE * 6, "{:?}", all(&house).await);
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}
