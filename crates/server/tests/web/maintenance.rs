//! Before, during and after a maintenance.

use reqwest::{Method, StatusCode};
use server::routes::{self, Access};

use crate::visitor::House;

const SOON: &str = "[maintenance]\nfrom = '2026-11-24T02:00'\nuntil = '2026-11-26T06:00'\nwords_zh = '我们要换新的机房。'\nwords_en = 'We are moving.'";

/// Days until the middle of it.
const DAYS: u32 = 3;

#[tokio::test(flavor = "multi_thread")]
async fn a_maintenance_that_is_ahead_is_announced_on_every_page() {
    let house = House::open_with(SOON).await;
    for path in ["/", "/services/minor-card", "/login", "/nowhere"] {
        let page = house.get(path).await.text().await.unwrap();
        for words in [
            "2026年11月24日 02:00",
            "2026年11月26日 06:00",
            "我们要换新的机房。",
        ] {
            assert!(page.contains(words), "{path}: {words}");
        }
    }
    let plain = House::open().await;
    let page = plain.get("/").await.text().await.unwrap();
    assert!(!page.contains("class=\"announcement\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn while_it_lasts_every_page_says_so_and_machines_are_still_answered() {
    let house = House::open_with(SOON).await;
    let parent = house.parent("family-01").await;
    let case = house.draft(&parent).await.to_string();
    house.running.app.clock.move_forward(DAYS);
    let (mut closed, mut open) = (0, 0);
    for route in routes::all() {
        let path = route
            .path
            .replace("{id}", &case)
            .replace("{lang}", "en")
            .replace("{state}", "on")
            .replace("{version}/{*file}", "0/mark.svg")
            .replace(['{', '}'], "");
        let request = house.request(route.method.clone(), &path);
        let answer = house.of(&parent, request).send().await.unwrap();
        let is_switch = path.starts_with("/language/") || path.starts_with("/care/");
        if is_switch || matches!(route.access, Access::Open | Access::Sandbox) {
            assert_ne!(answer.status(), StatusCode::SERVICE_UNAVAILABLE, "{path}");
            open += 1;
            continue;
        }
        assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE, "{path}");
        let wait: u64 = answer.headers()["retry-after"]
            .to_str()
            .unwrap()
            .parse()
            .unwrap();
        assert!((1..=52 * 60 * 60).contains(&wait), "{path}: {wait}");
        let page = answer.text().await.unwrap();
        assert!(page.contains("2026年11月26日 06:00"), "{path}");
        assert!(page.contains("我们要换新的机房。"), "{path}");
        closed += 1;
    }
    assert!(closed > 10 && open > 5, "{closed} closed, {open} open");
    let ready = house.get("/readyz").await;
    assert_eq!(ready.status(), StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn afterwards_all_is_as_before() {
    let house = House::open_with(SOON).await;
    house.running.app.clock.move_forward(DAYS + 3);
    let answer = house.request(Method::GET, "/").send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    let page = answer.text().await.unwrap();
    assert!(!page.contains("class=\"announcement\""));
}
