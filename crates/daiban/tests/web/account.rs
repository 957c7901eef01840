//! The agent's own account.

use reqwest::{Method, StatusCode};

use crate::visitor::{House, Parent, form};

async fn account(house: &House, parent: &Parent) -> String {
    let request = house.of(parent, house.request(Method::GET, "/account"));
    let answer = request.send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    answer.text().await.unwrap()
}

/// The text outside of the tags.
fn text(page: &str) -> String {
    let after_tags = page.split('<').filter_map(|part| part.split_once('>'));
    after_tags.map(|(_, text)| text).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_shows_who_is_logged_in_and_never_a_whole_number() {
    let house = House::open().await;
    let parent = house.parent("family-01").await;
    let page = account(&house, &parent).await;
    let agent = &parent.agent;
    // A number is shown in groups; read as text it is whole.
    let text = text(&page);
    assert!(text.contains(agent.name.as_str()));
    assert!(text.contains(&agent.id_number.masked()));
    assert!(
        ![&page, &text]
            .iter()
            .any(|seen| seen.contains(agent.id_number.as_str()))
    );
    let mobile = agent.mobile.as_ref().unwrap();
    assert!(text.contains(&mobile.masked()));
    assert!(
        ![&page, &text]
            .iter()
            .any(|seen| seen.contains(mobile.as_str()))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_forgot_to_log_out_elsewhere_does_it_from_here() {
    let house = House::open().await;
    let (here, there) = (
        house.parent("family-01").await,
        house.parent("family-01").await,
    );
    let stranger = house.parent("family-02").await;
    assert!(account(&house, &here).await.contains("data-others=\"1\""));
    assert!(
        account(&house, &stranger)
            .await
            .contains("data-others=\"0\"")
    );
    let request = house.request(Method::POST, "/account/end-others");
    let request = form(house.of(&here, request), &here.token.form_token());
    let answer = request.send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    assert!(account(&house, &here).await.contains("data-others=\"0\""));
    account(&house, &stranger).await;
    let ended = house.of(&there, house.request(Method::GET, "/account"));
    assert_eq!(
        ended.send().await.unwrap().status(),
        StatusCode::UNAUTHORIZED
    );
}
