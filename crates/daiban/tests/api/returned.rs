//! An application that staff returned.

use domain::application::{Actor, ReasonUse};
use reqwest::StatusCode;
use serde_json::json;
use service::parent::show_case::show_case;
use service::staff::act::{Command, Staff, ToCorrect, act};
use uuid::Uuid;

use crate::house::{End, House, JINGTONG, item};

const ADDRESS: &str = "residence.address";

#[tokio::test(flavor = "multi_thread")]
async fn what_was_returned_alone_is_shown_corrected_and_handed_in() {
    let house = House::open().await;
    let case = house.case("family-02");
    let program = house.program("family-02", JINGTONG).await;
    let (id, step, _) = program.begin("new").await;
    let (end, _) = program.walk(&case, &id, &step, None).await;
    let End::Submitted(first) = end else {
        panic!("{end:?}")
    };
    let service = house.service();
    let staff = Staff {
        actor: Actor::Reviewer(Uuid::from_u128(7)),
        own_case: false,
        reasons: [(ReasonUse::Return, "blurred")].into_iter().collect(),
    };
    let case_id = id.parse::<Uuid>().unwrap();
    let seen = show_case(service, &program.agent, case_id)
        .await
        .unwrap()
        .version;
    let back = Command::Return(vec![ToCorrect {
        item: ADDRESS.to_owned(),
        reason: "blurred".to_owned(),
        sentence: "请写到门牌号".to_owned(),
    }]);
    act(service, &staff, case_id, seen, Command::BeginReview)
        .await
        .unwrap();
    act(service, &staff, case_id, seen + 1, back).await.unwrap();

    let (_, state) = program.get(&format!("/applications/{id}")).await;
    assert_eq!(
        (&state["state"], &state["waiting_on"]),
        (&json!("returned"), &json!("agent"))
    );
    assert_eq!(state["returned"], json!([ADDRESS]));
    assert_eq!(state["corrections"][0]["sentence"], "请写到门牌号");
    let at = state["step"].as_str().unwrap();
    let shown = program.step(&id, at).await;
    assert_eq!(shown["items"].as_array().unwrap().len(), 1, "{shown}");
    assert_eq!(
        (item(&shown, ADDRESS)["locked"].is_null(), &shown["next"]),
        (true, &json!(at))
    );
    let (status, told) = program
        .save(&id, at, json!({"residence.district": "110101"}))
        .await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(told["fields"][0]["code"], "locked");

    let promise = program.step(&id, "promise").await;
    let (_, early) = program
        .send(
            reqwest::Method::POST,
            &format!("/applications/{id}/submission"),
            &json!({"once": promise["once"]}),
        )
        .await;
    assert_eq!(early["status"], 422, "{early}");

    let (status, now) = program
        .save(
            &id,
            at,
            json!({ADDRESS: "东华门街道晨光街10号院2号楼3单元301"}),
        )
        .await;
    assert_eq!(status, StatusCode::OK, "{now}");
    assert_ne!(now["next"], json!(at), "{now}");
    let (status, now) = program
        .save(&id, "promise", json!({"promise": "yes"}))
        .await;
    assert_eq!(status, StatusCode::OK, "{now}");
    assert_eq!(now["next"], "submission");
    let End::Submitted(second) = program.hand_in(&id, &now["once"]).await else {
        panic!("not handed in")
    };
    assert_eq!(second["receipt"], first["receipt"], "the number stays");
}
