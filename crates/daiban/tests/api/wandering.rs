//! A draft that moves through the channels.

use reqwest::StatusCode;
use serde_json::json;

use crate::house::{End, House, JINGTONG, YIKATONG, code};

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_of_the_portal_goes_on_in_jingtong_and_ends_in_yikatong_asked_nothing_twice() {
    let house = House::open().await;
    let case = house.case("family-05");
    let mut browser = house.browser();
    browser.log_in(&case).await;
    let mut page = browser.begin().await;
    let begun = page.path.split('/').nth(2).unwrap().to_owned();
    let mut steps = Vec::new();
    for _ in 0..20 {
        let step = page.path.split('/').nth(3).unwrap();
        let step = step.split('?').next().unwrap().to_owned();
        if step == "papers" {
            break;
        }
        steps.push(step);
        page = browser.answer(&case, &page).await;
    }
    steps.dedup();
    assert_eq!(steps, ["disclaimer", "agent", "child", "relationship"]);
    let jingtong = house.proved_stranger("family-05", JINGTONG).await;

    let (status, told) = jingtong
        .get(&format!("/applications/{begun}/steps/child"))
        .await;
    assert_eq!(
        (status, code(&told).as_str()),
        (StatusCode::CONFLICT, "not_possible_now")
    );
    let (id, step, is_new) = jingtong.begin("newest").await;
    assert_eq!((id.as_str(), is_new), (begun.as_str(), false));
    let (end, first) = jingtong.walk(&case, &id, &step, Some("promise")).await;
    assert_eq!(end, End::Stopped, "{first:?}");
    let known = [
        "child.name",
        "child.id_number",
        "relationship_confirmed",
        "consent.disclaimer",
        "consent.lookup",
    ];
    assert!(
        known
            .iter()
            .all(|field| !first.iter().any(|asked| asked == field)),
        "{first:?}"
    );

    let yikatong = house.proved_stranger("family-05", YIKATONG).await;
    let (same, step, is_new) = yikatong.begin("newest").await;
    assert_eq!((same.as_str(), is_new), (id.as_str(), false));
    let (end, second) = yikatong.walk(&case, &id, &step, None).await;
    assert!(matches!(end, End::Submitted(_)), "{end:?}");
    let before = |asked: &&String| {
        first.contains(asked) || ["agent_id_emblem", "agent_id_portrait"].contains(&asked.as_str())
    };
    let twice: Vec<&String> = second.iter().filter(before).collect();
    assert_eq!(twice, Vec::<&String>::new());

    let (_, list) = yikatong.get("/applications").await;
    assert_eq!(list["items"][0]["channel"], "yikatong");
    assert_eq!(list["items"][0]["child"], json!(case.child.name));
    let (status, _) = jingtong.get(&format!("/applications/{id}")).await;
    assert_eq!(
        status,
        StatusCode::OK,
        "where it stands can be seen anywhere"
    );
}
