//! The checklist before log-in, over HTTP.

use reqwest::StatusCode;

use crate::visitor::House;

const DONE: &str = "age=0&doc=card&who=parent&cert=yes";

async fn page(house: &House, query: &str) -> String {
    let path = format!("/services/minor-card/checklist?{query}");
    let answer = house.get(&path).await;
    assert_eq!(answer.status(), StatusCode::OK, "{path}");
    answer.text().await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_result_names_each_paper_once_and_keeps_its_address_in_both_languages() {
    let house = House::open().await;
    let result = page(&house, DONE).await;
    for paper in [
        "agent_id_emblem",
        "agent_id_portrait",
        "child_id_emblem",
        "child_id_portrait",
        "birth_certificate",
        "card_photo",
    ] {
        let mark = format!("data-paper=\"{paper}\"");
        assert_eq!(result.matches(&mark).count(), 1, "{paper}");
    }
    assert_eq!(result.matches("data-paper=").count(), 6);
    let back = "/language/en?back=/services/minor-card/checklist%3Fage%3D0%26doc%3Dcard";
    assert!(result.contains(back), "{result}");
    assert!(result.contains("data-start"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_is_asked_again_without_losing_the_others() {
    let house = House::open().await;
    let again = page(&house, &format!("{DONE}&ask=doc")).await;
    assert!(again.contains("data-question=\"doc\""));
    assert!(again.contains("age=0&#38;doc=book&#38;who=parent&#38;cert=yes"));
    // Asking for a question that has no reply yet shows the first open one.
    let open = page(&house, "age=7&ask=cert").await;
    assert!(open.contains("data-question=\"doc\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_else_an_address_says_goes_no_further() {
    let house = House::open().await;
    for query in ["age=0&child.name=Xiaoming", "age=0&age=7&doc=Xiaoming"] {
        let open = page(&house, query).await;
        assert!(!open.contains("Xiaoming"), "{query}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_code_for_the_phone_is_of_a_whole_list_alone() {
    let house = House::open().await;
    let path = "/services/minor-card/checklist/code.svg";
    let answer = house.get(&format!("{path}?{DONE}")).await;
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(answer.headers()["content-type"], "image/svg+xml");
    assert!(answer.text().await.unwrap().contains("<svg"));
    let open = house.get(&format!("{path}?age=0")).await;
    assert_eq!(open.status(), StatusCode::NOT_FOUND);
}
