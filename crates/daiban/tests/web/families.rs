//! The pages for choosing a family to try.

use std::collections::BTreeSet;

use reqwest::StatusCode;
use sandbox::Expect;

use crate::visitor::House;

/// The names of all cases, told by hand and drawn by chance.
fn cases(house: &House) -> (BTreeSet<String>, BTreeSet<String>) {
    let sandbox = house.sandbox();
    let cases = sandbox.world.cases().iter();
    let (told, drawn): (Vec<_>, Vec<_>) = cases.partition(|case| case.is_told());
    let names = |cases: Vec<&sandbox::Case>| cases.iter().map(|case| case.case.clone()).collect();
    (names(told), names(drawn))
}

/// The cases that a page offers to log in as, each once.
fn offered(page: &str) -> Vec<String> {
    page.split("href=\"/login?case=")
        .skip(1)
        .filter_map(|rest| Some(rest.split_once('"')?.0.to_owned()))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_told_case_stands_once_and_every_drawn_one_on_some_page() {
    let house = House::open_with_every_family().await;
    let (told, drawn) = cases(&house);
    let page = house.get("/sandbox").await.text().await.unwrap();
    let shown = offered(&page);
    assert_eq!(shown.len(), told.len());
    assert_eq!(shown.into_iter().collect::<BTreeSet<_>>(), told);

    let mut shown = Vec::new();
    let mut address = "/sandbox/drawn".to_owned();
    loop {
        let page = house.get(&address).await.text().await.unwrap();
        shown.extend(offered(&page));
        let Some((before, _)) = page.split_once("\" rel=\"next\"") else {
            break;
        };
        let (_, next) = before.rsplit_once("href=\"").unwrap();
        address = next.replace("&#38;", "&");
    }
    assert_eq!(shown.len(), drawn.len());
    assert_eq!(shown.into_iter().collect::<BTreeSet<_>>(), drawn);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_drawn_families_can_be_chosen_by_how_they_end() {
    let house = House::open_with_every_family().await;
    let address = "/sandbox/drawn?ends=refused:child_age";
    let page = house.get(address).await.text().await.unwrap();
    let count = page.matches("badge--refused").count();
    assert!(count > 0 && count == offered(&page).len(), "{count}");
    for nothing in [
        "/sandbox/drawn?page=99",
        "/sandbox/drawn?ends=nothing",
        "/sandbox/drawn?page=x",
        "/sandbox?family=family-999",
    ] {
        let answer = house.get(nothing).await;
        assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{nothing}");
    }
}

/// A refusal that has no words would be shown as its code.
#[tokio::test(flavor = "multi_thread")]
async fn how_a_case_ends_is_said_in_words() {
    let house = House::open_with_every_family().await;
    let sandbox = house.sandbox();
    let codes: BTreeSet<&str> = sandbox
        .world
        .cases()
        .iter()
        .filter_map(|case| match &case.expect {
            Expect::Refused(code) => Some(code.as_str()),
            Expect::Submits | Expect::Evidence => None,
        })
        .collect();
    assert!(codes.contains("not_insured"), "{codes:?}");
    let told = house.get("/sandbox").await.text().await.unwrap();
    for code in codes {
        let address = format!("/sandbox/drawn?ends=refused:{code}");
        let page = house.get(&address).await.text().await.unwrap() + &told;
        let badges = page.split("badge--refused\">").skip(1);
        let words: Vec<&str> = badges.map(|rest| rest.split('<').next().unwrap()).collect();
        assert!(!words.is_empty(), "{code}");
        assert!(!words.contains(&code), "{code}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn programs_read_the_services_clock() {
    let house = House::open().await;
    let now = || async {
        let told: serde_json::Value =
            serde_json::from_str(&house.get("/sandbox/clock.json").await.text().await.unwrap())
                .unwrap();
        let now: jiff::Timestamp = told["now"].as_str().unwrap().parse().unwrap();
        now
    };
    let before = now().await;
    house.service().clock.move_forward(40);
    let days = (now().await - before).total(jiff::Unit::Hour).unwrap() / 24.0;
    assert!((40.0..40.1).contains(&days), "{days} days");
}
