//! A draft that moves through the channels.

use domain::channel::Channel;
use reqwest::StatusCode;
use serde_json::json;
use service::parent::begin_draft::begin_draft;
use service::parent::save_step::{StepInput, save_step};

use crate::house::{End, House, JINGTONG, YIKATONG, code};

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_of_the_portal_goes_on_in_jingtong_and_ends_in_yikatong_asked_nothing_twice() {
    let house = House::open().await;
    let case = house.case("family-05");
    let jingtong = house.program("family-05", JINGTONG).await;
    let agent = &jingtong.agent;
    let begun = begin_draft(house.service(), agent, Channel::Portal)
        .await
        .unwrap();
    for (step, fields) in [
        (
            "disclaimer",
            vec![
                "consent.disclaimer",
                "consent.sensitive_data",
                "consent.lookup",
            ],
        ),
        (
            "child",
            vec!["child.name", "child.id_type", "child.id_number"],
        ),
        ("relationship", vec!["relationship_confirmed"]),
    ] {
        let said = |field: &str| (field.to_owned(), case.answers[field].clone());
        let input = StepInput {
            step: step.to_owned(),
            fields: fields.into_iter().map(said).collect(),
            ..StepInput::default()
        };
        save_step(house.service(), agent, begun, input)
            .await
            .unwrap();
    }

    let (status, told) = jingtong
        .get(&format!("/applications/{begun}/steps/child"))
        .await;
    assert_eq!(
        (status, code(&told).as_str()),
        (StatusCode::CONFLICT, "not_possible_now")
    );
    let (id, step, is_new) = jingtong.begin("newest").await;
    assert_eq!((id.as_str(), is_new), (begun.to_string().as_str(), false));
    let (end, first) = jingtong.walk(&case, &id, &step, Some("promise")).await;
    assert_eq!(end, End::Stopped, "{first:?}");
    let known = [
        "child.name",
        "child.id_number",
        "relationship_confirmed",
        "consent.lookup",
    ];
    assert!(
        known
            .iter()
            .all(|field| !first.iter().any(|asked| asked == field)),
        "{first:?}"
    );

    let yikatong = house.program("family-05", YIKATONG).await;
    let (same, step, is_new) = yikatong.begin("newest").await;
    assert_eq!((same.as_str(), is_new), (id.as_str(), false));
    let (end, second) = yikatong.walk(&case, &id, &step, None).await;
    assert!(matches!(end, End::Submitted(_)), "{end:?}");
    let twice: Vec<&String> = second
        .iter()
        .filter(|asked| first.contains(asked))
        .collect();
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
