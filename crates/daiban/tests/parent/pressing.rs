//! Buttons of the portal, pressed twice, in two windows, or by a program that sends odd things.

use domain::answer::Provenance;
use domain::channel::Channel;
use reqwest::{Response, StatusCode};
use service::login::picture_code::{CodeForm, new_challenge};
use service::parent::begin_draft::begin_draft;
use service::parent::case_view::CaseView;
use service::parent::offer_children::offer_children;
use uuid::Uuid;

use crate::browser::Browser;
use crate::house::House;
use crate::walking::Walked;

fn place(answer: &Response) -> &str {
    answer.headers()["location"].to_str().unwrap()
}

/// A draft in which only the promise is left.
async fn before_the_promise(browser: &Browser<'_>, family: &str) -> Uuid {
    let house = browser.house;
    let id = house.begin(&browser.agent).await;
    let case = house.case(family);
    let walked = house.walk(&browser.agent, &case, id, Some("promise")).await;
    assert!(matches!(walked, Walked::Stopped(_)));
    id
}

#[tokio::test(flavor = "multi_thread")]
async fn eight_presses_at_once_all_lead_to_the_receipt() {
    let house = House::open().await;
    let browser = Browser::of(&house, "family-01").await;
    let id = before_the_promise(&browser, "family-01").await;
    let view = house.show(&browser.agent, id).await;
    let (once, seen) = (view.once(), view.mark("promise"));
    let path = format!("/applications/{id}/promise");
    let fields = [
        ("promise", "yes"),
        ("page", "promise"),
        ("seen", seen.as_str()),
        ("once", once.as_str()),
    ];
    let press = || browser.post(&path, &fields);
    let answers = tokio::join!(
        press(),
        press(),
        press(),
        press(),
        press(),
        press(),
        press(),
        press()
    );
    for answer in <[Response; 8]>::from(answers) {
        assert_eq!(answer.status(), StatusCode::SEE_OTHER);
        assert_eq!(place(&answer), format!("/applications/{id}/receipt"));
    }
    let view = house.show(&browser.agent, id).await;
    assert_eq!(view.submissions.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_changed_after_the_promise_was_shown_is_not_handed_in() {
    let house = House::open().await;
    let browser = Browser::of(&house, "family-01").await;
    let id = before_the_promise(&browser, "family-01").await;
    let once = house.show(&browser.agent, id).await.once();
    // The other window.
    let address = [("residence.address", "北京市朝阳区建国路88号2单元301")];
    house.save(&browser.agent, id, "supplement", &address).await;
    let view = house.show(&browser.agent, id).await;
    assert_ne!(view.once(), once, "the change is one");
    let path = format!("/applications/{id}/promise");
    let long = "x".repeat(600);
    for old in [once.as_str(), "19", &long] {
        let answer = browser
            .post(&path, &[("promise", "yes"), ("once", old)])
            .await;
        assert_eq!(answer.status(), StatusCode::CONFLICT);
        let page = answer.text().await.unwrap();
        assert!(page.contains("data-refusal=\"stale\""), "{page}");
        assert!(page.contains(&format!("/applications/{id}/review")));
    }
    let view = house.show(&browser.agent, id).await;
    assert_eq!(view.plan.next.as_deref(), Some("promise"));
    assert!(view.submissions.is_empty());
    let once = view.once();
    let answer = browser
        .post(&path, &[("promise", "yes"), ("once", &once)])
        .await;
    assert_eq!(place(&answer), format!("/applications/{id}/receipt"));
}

/// What a form may claim to be a page of its step, although no step has it.
const NO_PAGES: [&str; 3] = ["nowhere", "a\r\nb", "x&from=review"];

#[tokio::test(flavor = "multi_thread")]
async fn what_no_form_sends_is_ignored() {
    let house = House::open().await;
    let (browser, _, path) = at_child(&house).await;
    for page in NO_PAGES {
        let answer = browser
            .post(&path, &[("action", "choose:0"), ("page", page)])
            .await;
        assert_eq!(answer.status(), StatusCode::SEE_OTHER, "{page:?}");
        assert_eq!(place(&answer), format!("{path}?note=not-offered"));
    }
    let answer = browser
        .send(
            &path,
            MULTIPART,
            with_file("unknown", "a.jpg", "x", "save_later"),
        )
        .await;
    assert_ne!(answer.status(), StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_drawn_before_a_change_leads_where_it_came_from() {
    let house = House::open().await;
    let (browser, id, path) = at_child(&house).await;
    let seen = house.show(&browser.agent, id).await.mark("child");
    let stored = [("child.name", "陈一诺")];
    house.save(&browser.agent, id, "child", &stored).await;
    for page in NO_PAGES {
        let fields = [
            ("child.name", "陈以诺"),
            ("page", page),
            ("seen", seen.as_str()),
            ("from", "review"),
        ];
        let answer = browser.post(&path, &fields).await;
        assert_eq!(answer.status(), StatusCode::CONFLICT, "{page:?}");
        let shown = answer.text().await.unwrap();
        let from = "name=\"from\" value=\"review\"";
        assert!(shown.contains(from), "{shown}");
        let back = format!("href=\"{path}?from=review\"");
        assert!(shown.contains(&back), "{shown}");
        assert!(!shown.contains("name=\"page\""), "{page:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_child_that_was_chosen_is_taken_or_else_said_to_be_gone() {
    let house = House::open().await;
    let (browser, id, path) = at_child(&house).await;
    let offered = offer_children(house.service(), &browser.agent, id)
        .await
        .unwrap();
    let child = offered.first().expect("the registry knows a child");
    let other = format!(
        "choose:resident_id_card:{} 陈一诺",
        child.id_number.masked()
    );
    let answer = browser.post(&path, &[("action", other.as_str())]).await;
    assert_eq!(place(&answer), format!("{path}?note=not-offered"));
    let name = |view: CaseView| {
        let answer = view.answers.get("child.name");
        answer.map(|answer| answer.value.clone())
    };
    assert_eq!(name(house.show(&browser.agent, id).await), None);

    // One button says for whom and with which document, and leads on.
    let chosen = format!("choose:resident_id_card:{}", child.shown());
    let answer = browser.post(&path, &[("action", chosen.as_str())]).await;
    assert_eq!(place(&answer), format!("/applications/{id}/relationship"));
    let view = house.show(&browser.agent, id).await;
    let taken = &view.answers["child.name"];
    assert_eq!(taken.value, child.name.as_str());
    assert_eq!(taken.provenance, Provenance::Registry);
    assert_eq!(view.answers["child.id_type"].value, "resident_id_card");
    assert_eq!(view.answers["child.id_type"].provenance, Provenance::Typed);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_that_cannot_be_used_is_said_whatever_button_was_pressed() {
    let house = House::open().await;
    let browser = Browser::of(&house, "family-01").await;
    let id = house.begin(&browser.agent).await;
    let case = house.case("family-01");
    house.walk(&browser.agent, &case, id, Some("agent")).await;
    let path = format!("/applications/{id}/agent");
    for action in [
        "save_later",
        "remove:agent_id_portrait",
        "phone:agent_id_portrait",
    ] {
        let form = with_file("agent_id_emblem", "a.jpg", "x", action);
        let answer = browser.send(&path, MULTIPART, form).await;
        assert_eq!(
            answer.status(),
            StatusCode::UNPROCESSABLE_ENTITY,
            "{action}"
        );
        let page = answer.text().await.unwrap();
        let problems: Vec<&str> = page.split("data-problem=\"").skip(1).collect();
        assert_eq!(problems.len(), 1, "{action}: nothing else was asked");
        assert!(problems[0].starts_with("picture_unknown\" data-field=\"agent_id_emblem\""));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_file_is_said_to_be_one_and_the_page_says_which_picture_stands() {
    let house = House::open().await;
    let browser = Browser::of(&house, "family-01").await;
    let id = house.begin(&browser.agent).await;
    let case = house.case("family-01");
    house.walk(&browser.agent, &case, id, Some("agent")).await;
    let path = format!("/applications/{id}/agent");
    let slot = async |name: &str| {
        let form = with_file("agent_id_emblem", name, "", "next");
        let answer = browser.send(&path, MULTIPART, form).await;
        let page = answer.text().await.unwrap();
        let slot = page.split_once("data-slot=\"agent_id_emblem\"").unwrap().1;
        slot.split_once("</section>").unwrap().0.to_owned()
    };
    let empty = "data-problem=\"picture_empty\" data-field=\"agent_id_emblem\"";
    let refused = slot("a.jpg").await;
    assert!(refused.contains(empty) && refused.contains("data-refused=\"none\""));
    let unchosen = slot("").await;
    assert!(unchosen.contains("data-problem=\"missing\"") && !unchosen.contains("data-refused"));

    let paper = house.paper("family-01", "agent_id_emblem");
    house
        .upload(&browser.agent, id, "agent_id_emblem", paper)
        .await;
    let refused = slot("a.jpg").await;
    assert!(refused.contains(empty) && refused.contains("data-refused=\"earlier\""));
    assert!(refused.contains("data-there hidden") && refused.contains("data-stands>"));
    let unchosen = slot("").await;
    assert!(!unchosen.contains("data-problem") && unchosen.contains("data-there>"));
}

const MULTIPART: &str = "multipart/form-data; boundary=b";

/// A form with this button and a file that is not a picture.
fn with_file(material: &str, name: &str, bytes: &str, action: &str) -> String {
    let part = "--b\r\nContent-Disposition: form-data; name=";
    format!(
        "{part}\"action\"\r\n\r\n{action}\r\n{part}\"{material}\"; filename=\"{name}\"\r\n\r\n{bytes}\r\n--b--\r\n"
    )
}

/// A parent whose draft is at the step that names the child, and the address of that step.
async fn at_child(house: &House) -> (Browser<'_>, Uuid, String) {
    let browser = Browser::of(house, "family-01").await;
    let id = house.begin(&browser.agent).await;
    let case = house.case("family-01");
    house.walk(&browser.agent, &case, id, Some("child")).await;
    (browser, id, format!("/applications/{id}/child"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_says_where_the_application_stands() {
    let house = House::open().await;
    let browser = Browser::of(&house, "family-10b").await;
    let case = house.case("family-10b");
    let id = house.begin(&browser.agent).await;
    house.walk(&browser.agent, &case, id, Some("child")).await;
    let fields: Vec<(&str, &str)> = case
        .answers
        .iter()
        .map(|(id, value)| (id.as_str(), value.as_str()))
        .collect();
    let answer = browser
        .post(&format!("/applications/{id}/child"), &fields)
        .await;
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let page = answer.text().await.unwrap();
    assert!(page.contains("data-refusal=\"child_age\""), "{page}");
    assert!(page.contains("data-state=\"draft\""), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_many_open_applications_reads_so() {
    let house = House::open_with("[limits]\nopen_drafts = 1").await;
    let browser = Browser::of(&house, "family-01").await;
    // On this machine the sandbox lets an account have a hundred times as many.
    for _ in 0..100 {
        begin_draft(house.service(), &browser.agent, Channel::Portal)
            .await
            .unwrap();
    }
    let answer = browser.post("/applications", &[]).await;
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let page = answer.text().await.unwrap();
    assert!(page.contains("data-refusal=\"too_many_tries\""), "{page}");
    assert!(page.contains("100份"), "{page}");
    assert!(page.contains("href=\"/applications\""), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_log_in_that_must_wait_is_a_refusal_with_its_time() {
    let house = House::open().await;
    let browser = Browser::of(&house, "family-01").await;
    let other = house.case("family-02").agent;
    for _ in 0..house.service().settings.login_tries_per_account {
        house.try_log_in(&other.username, "wrong").await;
    }
    let challenge = new_challenge(house.service(), CodeForm::Words)
        .await
        .unwrap();
    let outbox = &house.sandbox().outbox;
    let code = outbox.code_for(&challenge.id).unwrap();
    let fields = [
        ("login", other.username.as_str()),
        ("password", other.password.as_str()),
        ("picture_code", code.as_str()),
        ("challenge", challenge.id.as_str()),
    ];
    let answer = browser.post("/login", &fields).await;
    assert_eq!(answer.status(), StatusCode::TOO_MANY_REQUESTS);
    assert!(answer.headers().contains_key("retry-after"));
    let page = answer.text().await.unwrap();
    assert!(page.contains("data-refusal=\"too_many_tries\""), "{page}");
}
