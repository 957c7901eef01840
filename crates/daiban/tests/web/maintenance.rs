//! Before, during and after a maintenance.

use std::time::Duration;

use reqwest::{Method, StatusCode};
use service::clock::Clock;
use service::parent::offer_capture::offer_capture;
use web::route::{Access, Route};

use crate::rights::pages;
use crate::visitor::{House, hidden, multipart, upload};

const SOON: &str = "[maintenance]\nfrom = '2026-11-24T02:00'\nuntil = '2026-11-26T06:00'\nwords_zh = '我们要换新的机房。'\nwords_en = 'We are moving.'";

/// Days until the middle of it.
const DAYS: u32 = 3;

/// What it leaves open besides the sandbox.
const OPEN: [&str; 5] = ["/healthz", "/readyz", "/assets/", "/language/", "/care/"];

fn path_of(route: &Route, case: &str) -> String {
    route
        .path
        .replace("{id}", case)
        .replace("{step}", "child")
        .replace("{lang}", "en")
        .replace("{state}", "on")
        .replace("{version}/{*file}", "0/mark.svg")
        .replace(['{', '}'], "")
}

/// A time in November 2026 as the pages write it: it never breaks across lines.
fn moment(day: u8, time: &str) -> String {
    format!("<span class=\"nowrap\">2026年11月{day}日 {time}</span>")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_maintenance_that_is_ahead_is_announced_on_every_page() {
    let house = House::open_with(SOON).await;
    for path in ["/", "/services/minor-card", "/login", "/nowhere"] {
        let page = house.get(path).await.text().await.unwrap();
        for words in [
            &moment(24, "02:00"),
            &moment(26, "06:00"),
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
    house.service().clock.move_forward(DAYS);
    let (mut closed, mut open) = (0, 0);
    for route in pages() {
        let path = path_of(&route, &case);
        let request = house.request(route.method.clone(), &path);
        let answer = house.of(&parent, request).send().await.unwrap();
        if route.access == Access::Sandbox || OPEN.iter().any(|open| path.starts_with(open)) {
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
        assert!(page.contains(&moment(26, "06:00")), "{path}");
        assert!(page.contains("我们要换新的机房。"), "{path}");
        closed += 1;
    }
    assert!(closed > 20 && open > 8, "{closed} closed, {open} open");
    let ready = house.get("/readyz").await;
    assert_eq!(ready.status(), StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn while_it_lasts_nothing_but_the_sandbox_needs_the_database() {
    let house = House::open_with(SOON).await;
    let parent = house.parent("family-01").await;
    let case = house.draft(&parent).await.to_string();
    house.service().clock.move_forward(DAYS);
    house.service().store.close().await.unwrap();
    let all = pages();
    for route in all.iter().filter(|route| route.access != Access::Sandbox) {
        let path = path_of(route, &case);
        let request = house.request(route.method.clone(), &path);
        let request = upload(house.of(&parent, request), &parent.token.form_token());
        let answer = request.send().await.unwrap();
        let status = answer.status();
        let page = answer.text().await.unwrap();
        if path == "/readyz" {
            assert_eq!(page, "the database does not answer\n");
        } else if OPEN.iter().any(|open| path.starts_with(open)) {
            assert!(!status.is_server_error(), "{path}: {status}");
        } else {
            assert!(page.contains(&moment(26, "06:00")), "{path}: {status}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_typed_before_it_waits_in_its_notice() {
    let house = House::open_with(SOON).await;
    let parent = house.parent("family-01").await;
    let path = format!("/applications/{}/child", house.draft(&parent).await);
    house.service().clock.move_forward(DAYS);
    let own = parent.token.form_token();
    for (token, again) in [(own.as_str(), true), ("forged", false)] {
        let request = house.of(&parent, house.request(Method::POST, &path));
        let fields = [("csrf", token), ("child.name", "陈一诺")];
        let answer = multipart(request, &fields, "").send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
        let page = answer.text().await.unwrap();
        assert!(page.contains(&moment(26, "06:00")), "{page}");
        let carries = page.contains("name=\"child.name\" value=\"陈一诺\"");
        assert_eq!(carries, again, "{token}: {page}");
        if again {
            assert_eq!(hidden(&page, "csrf"), own);
            assert!(page.contains(&format!("action=\"{path}\"")), "{page}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_listens_hears_no_more_once_it_begins() {
    let clock = Clock::machine();
    clock.set_day(jiff::civil::date(2026, 11, 22));
    clock.move_minutes(5);
    let from = jiff::tz::offset(8).to_datetime(clock.now());
    let from = from.strftime("%Y-%m-%dT%H:%M");
    let soon = format!("[maintenance]\nfrom = '{from}'\nuntil = '2026-11-26T06:00'");
    let house = House::open_with(&soon).await;
    let parent = house.parent("family-01").await;
    let case = house.draft(&parent).await;
    let service = house.service();
    let material = "agent_id_emblem";
    offer_capture(service, &parent.agent, &parent.token, case, material, true)
        .await
        .unwrap();
    let path = format!("/applications/{case}/changes");
    let request = house.of(&parent, house.request(Method::GET, &path));
    let stream = request.send().await.unwrap();
    assert_eq!(stream.status(), StatusCode::OK);
    service.clock.move_minutes(6);
    let heard = tokio::time::timeout(Duration::from_mins(1), stream.text());
    let heard = heard.await.expect("the stream ends").unwrap();
    assert!(
        !heard.contains("event: end"),
        "the browser may come back: {heard}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn afterwards_all_is_as_before() {
    let house = House::open_with(SOON).await;
    house.service().clock.move_forward(DAYS + 3);
    let answer = house.request(Method::GET, "/").send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    let page = answer.text().await.unwrap();
    assert!(!page.contains("class=\"announcement\""));
}
