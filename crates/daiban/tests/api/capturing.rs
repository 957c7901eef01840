//! A picture by the code that a phone scanned.

use reqwest::header::CONTENT_TYPE;
use reqwest::{Method, StatusCode};
use service::parent::offer_capture::{Offered, offer_capture};

use crate::house::{House, YIKATONG, code, item, told};

#[tokio::test(flavor = "multi_thread")]
async fn a_code_takes_one_picture_of_one_place_without_a_session() {
    let house = House::open().await;
    let case = house.case("family-02");
    let program = house.program("family-02", YIKATONG).await;
    let (id, _, _) = program.begin("new").await;
    let material = "agent_id_emblem";
    let (service, agent) = (house.service(), &program.agent);
    let offered = offer_capture(
        service,
        agent,
        &program.token,
        id.parse().unwrap(),
        material,
        true,
    );
    let (Offered::Open { secret, .. }, _) = offered.await.unwrap() else {
        panic!("nothing was offered")
    };
    let put = |picture: Vec<u8>| {
        let path = format!("/api/v1/captures/{secret}");
        let request = house.request(Method::PUT, &path);
        told(request.header(CONTENT_TYPE, "image/jpeg").body(picture))
    };
    let (status, refused) = put(b"no picture".to_vec()).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        (
            code(&refused).as_str(),
            refused["fields"][0]["field"].as_str()
        ),
        ("picture_unknown", Some(material))
    );
    let paper = house.paper(&case, material).unwrap();
    assert_eq!(put(paper.clone()).await.0, StatusCode::NO_CONTENT);
    let shown = program.step(&id, "agent").await;
    assert_eq!(item(&shown, material)["value"], "present");
    assert_eq!(put(paper).await.0, StatusCode::NOT_FOUND, "it is used up");
}
