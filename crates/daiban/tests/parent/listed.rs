//! The list of an agent's applications: where each draft stands, how long it is kept, and why it cannot go on.

use domain::application::refusal::ServiceRefusal;
use service::parent::list_mine::{CaseLine, list_mine};

use crate::browser::Browser;
use crate::house::House;
use crate::jobs::days_later;
use crate::walking::Walked;

async fn only(house: &House, agent: &service::agent::Agent) -> CaseLine {
    let mut lines = list_mine(house.service(), agent).await.unwrap();
    assert_eq!(lines.len(), 1);
    lines.remove(0)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_says_its_next_step_and_how_long_it_is_kept() {
    let house = House::open().await;
    let case = house.case("family-01");
    let agent = house.agent(&case).await;
    let id = house.begin(&agent).await;
    let line = only(&house, &agent).await;
    assert_eq!((line.next_step, line.refusal), (None, None));
    for step in ["agent", "child", "relationship", "papers"] {
        house.walk(&agent, &case, id, Some(step)).await;
        if step == "child" {
            // Pictures came last: the button under them says where the draft stands.
            house.save(&agent, id, "agent", &[]).await;
        }
        let line = only(&house, &agent).await;
        assert_eq!(line.next_step.as_deref(), Some(step));
    }
    let browser = Browser::of(&house, "family-01").await;
    let list = async || browser.get("/applications").await.text().await.unwrap();
    let page = list().await;
    assert!(page.contains("证明材料") && page.contains("30天"), "{page}");
    assert!(!page.contains("data-refused"));
    days_later(&house, 29).await;
    let browser = Browser::of(&house, "family-01").await;
    let page = browser.get("/applications").await.text().await.unwrap();
    assert!(page.contains("只剩1天"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_that_cannot_go_on_says_so_until_another_child_is_named() {
    let house = House::open().await;
    let case = house.case("family-18a");
    let agent = house.agent(&case).await;
    let id = house.begin(&agent).await;
    let Walked::Refused(_, code) = house.walk(&agent, &case, id, None).await else {
        panic!("not refused")
    };
    let line = only(&house, &agent).await;
    assert_eq!(line.refusal, ServiceRefusal::from_code(code));
    let browser = Browser::of(&house, "family-18a").await;
    let page = browser.get("/applications").await.text().await.unwrap();
    assert!(page.contains("data-refused"), "{page}");

    let other = &house.case("family-01").child;
    let named = [
        ("child.name", other.name.as_str()),
        ("child.id_number", other.id_number.as_str()),
    ];
    house.save(&agent, id, "child", &named).await;
    assert_eq!(only(&house, &agent).await.refusal, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_that_was_never_submitted_is_deleted_from_the_list() {
    let house = House::open().await;
    let case = house.case("family-01");
    let agent = house.agent(&case).await;
    let id = house.begin(&agent).await;
    house.walk(&agent, &case, id, Some("papers")).await;
    let browser = Browser::of(&house, "family-01").await;
    let page = browser.get("/applications").await.text().await.unwrap();
    let address = format!("/applications/{id}/withdraw");
    assert!(page.contains(&address), "{page}");
    let deleted = browser.post(&address, &[]).await;
    assert_eq!(deleted.headers()["location"], "/applications?done=deleted");
    let page = browser.get("/applications?done=deleted").await;
    let page = page.text().await.unwrap();
    assert!(
        page.contains("已删除") && !page.contains(&case.child.name),
        "{page}"
    );
    assert!(list_mine(house.service(), &agent).await.unwrap().is_empty());
}
