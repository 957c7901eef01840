//! Every family of the sandbox ends as its story says.

use std::collections::BTreeMap;

use rand::{RngExt as _, SeedableRng as _, rngs::StdRng};
use sandbox::Case;

use crate::house::House;
use crate::walking::Walked;

fn cases(house: &House) -> Vec<Case> {
    house.sandbox().world.cases().to_vec()
}

/// Walks a case; returns `true` if it is submitted.
async fn comes_out_as_told(house: &House, case: &Case) -> bool {
    let (end, walked) = house.end_of(case).await;
    assert_eq!(end, case.expect.word(), "{}: {}", case.case, case.title.en);
    let Walked::Submitted(view) = walked else {
        return false;
    };
    let held: Vec<&str> = view
        .materials
        .iter()
        .map(|material| material.material.as_str())
        .collect();
    let mut asked = case.asked.clone();
    asked.sort();
    assert_eq!(held, asked, "{}: what is kept is what was asked", case.case);
    true
}

#[tokio::test(flavor = "multi_thread")]
async fn every_family_ends_as_its_story_says() {
    let house = House::open().await;
    let cases = cases(&house);
    let mut submitted = 0;
    // In their order: the second parent comes after the first.
    for case in cases.iter().filter(|case| case.is_told()) {
        submitted += usize::from(comes_out_as_told(&house, case).await);
    }
    assert!(submitted >= 30, "only {submitted} families submit");
    let report = store::audit::verify(&house.service().store).await.unwrap();
    assert!(report.is_sound(), "{report:?}");
    assert!(report.pictures > 100);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sample_of_the_drawn_families_ends_as_their_stories_say() {
    let house = House::open_with_every_family().await;
    let mut by_end: BTreeMap<String, Vec<Case>> = BTreeMap::new();
    for case in cases(&house) {
        if !case.is_told() {
            by_end.entry(case.expect.word()).or_default().push(case);
        }
    }
    let mut rng = StdRng::seed_from_u64(20_261_122);
    for (end, cases) in by_end {
        // Some of each outcome, more of those that many ways lead to.
        let most = if end.starts_with("refused") { 1 } else { 4 };
        for _ in 0..most {
            let case = &cases[rng.random_range(0..cases.len())];
            comes_out_as_told(&house, case).await;
        }
    }
}
