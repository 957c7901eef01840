//! Input of a step that was not accepted comes back on the page that says so, to the person who typed it and nobody else.

use reqwest::header::{CONTENT_TYPE, COOKIE};
use reqwest::{Method, Response, StatusCode};
use service::parent::add_material::add_material;
use service::parent::save_step::{StepInput, save_step};
use tokio::io::AsyncWriteExt as _;
use uuid::Uuid;

use crate::visitor::{House, Parent, cookies, hidden, multipart};

const NAME: &str = "name=\"kept.child.name\" value=\"陈一诺\"";

/// A draft that is at the step that names the child.
async fn at_the_child(house: &House, parent: &Parent) -> Uuid {
    let id = house.draft(parent).await;
    let consents = [
        "consent.disclaimer",
        "consent.sensitive_data",
        "consent.lookup",
    ];
    let fields = consents.map(|id| (id.to_owned(), "yes".to_owned())).into();
    let input = StepInput {
        step: "disclaimer".into(),
        fields,
        ..StepInput::default()
    };
    let service = house.service();
    save_step(service, &parent.agent, id, input).await.unwrap();
    let world = &house.sandbox().world;
    for material in ["agent_id_emblem", "agent_id_portrait"] {
        let paper = world.paper("family-01", material).unwrap();
        add_material(service, &parent.agent, id, material, paper.into())
            .await
            .unwrap();
    }
    id
}

fn percent(value: &str) -> String {
    let digit = |half: u8| char::from_digit(half.into(), 16).unwrap();
    value
        .bytes()
        .flat_map(|byte| ['%', digit(byte >> 4), digit(byte & 15)])
        .collect()
}

/// A step posted after the session has ended.
async fn post_too_late(house: &House, parent: &Parent, id: Uuid) -> Response {
    house.service().clock.move_minutes(31);
    let token = parent.token.form_token();
    let fields = [
        ("csrf", token.as_str()),
        ("seen", "0.0"),
        ("page", "child"),
        ("child.name", "陈一诺"),
        ("child.id_number", "<b>110101"),
        ("consent.lookup", "yes"),
    ];
    let request = house.request(Method::POST, &format!("/applications/{id}/child"));
    multipart(house.of(parent, request), &fields, "no picture")
        .send()
        .await
        .unwrap()
}

/// Answers the log-in form of a page as `case` would, with its hidden inputs.
async fn log_in(house: &House, cookie: &str, page: &str, case: &str) -> Response {
    let sandbox = house.sandbox();
    let known = sandbox.world.case(case).unwrap().agent.clone();
    let challenge = hidden(page, "challenge");
    let code = sandbox.outbox.code_for(&challenge).unwrap();
    let (csrf, next) = (hidden(page, "csrf"), hidden(page, "next"));
    let mut fields = vec![
        ("csrf", csrf.as_str()),
        ("next", &next),
        ("challenge", &challenge),
        ("login", &known.username),
        ("password", &known.password),
        ("picture_code", &code),
        ("kept_files", "yes"),
    ];
    let kept = ["seen", "page", "child.name"].map(|name| {
        let name = format!("kept.{name}");
        let value = hidden(page, &name);
        (name, value)
    });
    fields.extend(
        kept.iter()
            .map(|(name, value)| (name.as_str(), value.as_str())),
    );
    let body: Vec<String> = fields
        .iter()
        .map(|(name, value)| format!("{name}={}", percent(value)))
        .collect();
    house
        .request(Method::POST, "/login")
        .header(COOKIE, cookie)
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(body.join("&"))
        .send()
        .await
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_typed_waits_in_the_log_in_page_and_stands_in_the_step_again() {
    let house = House::open().await;
    let parent = house.parent("family-01").await;
    let id = at_the_child(&house, &parent).await;
    let answer = post_too_late(&house, &parent, id).await;
    assert_eq!(answer.status(), StatusCode::UNAUTHORIZED);
    let cookie = cookies(&answer)[0].split(';').next().unwrap().to_owned();
    let page = answer.text().await.unwrap();
    assert!(page.contains(NAME), "{page}");
    assert!(page.contains("data-refusal=\"expired_session\""), "{page}");
    assert!(
        page.contains("value=\"&#60;b&#62;110101\""),
        "as text: {page}"
    );
    assert!(
        !page.contains(&parent.token.form_token()),
        "the old token is not told"
    );
    assert!(
        !page.contains("no picture") && !page.contains("kept.csrf"),
        "{page}"
    );

    let answer = log_in(&house, &cookie, &page, "family-01").await;
    assert_eq!(answer.status(), StatusCode::OK);
    assert!(cookies(&answer)[0].starts_with("daiban=a."), "logged in");
    let page = answer.text().await.unwrap();
    assert!(page.contains("data-step=\"child\""), "{page}");
    assert!(page.contains("value=\"陈一诺\""), "{page}");
    assert_eq!(
        hidden(&page, "seen"),
        "0.0",
        "a change meanwhile is still found"
    );
    let stored = house.view(&parent, id).await;
    assert!(
        !stored.answers.contains_key("child.name"),
        "nothing is saved unseen"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn another_account_gets_nothing_of_it() {
    let house = House::open().await;
    let parent = house.parent("family-01").await;
    let id = at_the_child(&house, &parent).await;
    let answer = post_too_late(&house, &parent, id).await;
    let cookie = cookies(&answer)[0].split(';').next().unwrap().to_owned();
    let page = answer.text().await.unwrap();
    let answer = log_in(&house, &cookie, &page, "family-02").await;
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    assert_eq!(answer.headers()["location"], "/applications");
    assert!(!answer.text().await.unwrap().contains("陈一诺"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_of_another_site_and_more_than_anybody_types_are_not_kept() {
    let house = House::open().await;
    let parent = house.parent("family-01").await;
    let id = house.draft(&parent).await;
    house.service().clock.move_minutes(31);
    let token = parent.token.form_token();
    let long = "x".repeat(17 * 1024);
    let (refused, ended) = (StatusCode::FORBIDDEN, StatusCode::UNAUTHORIZED);
    for (case, token, site, value, status) in [
        ("forged", "forged", "cross-site", "陈一诺", refused),
        ("no word of the browser", "forged", "", "陈一诺", ended),
        (
            "too long",
            token.as_str(),
            "same-origin",
            long.as_str(),
            ended,
        ),
    ] {
        let request = house.request(Method::POST, &format!("/applications/{id}/child"));
        let request = house.of(&parent, request).header("sec-fetch-site", site);
        let fields = [("csrf", token), ("child.name", value)];
        let answer = multipart(request, &fields, "").send().await.unwrap();
        assert_eq!(answer.status(), status, "{case}");
        let page = answer.text().await.unwrap();
        assert!(
            !page.contains("kept.") && !page.contains("data-login"),
            "{case}: {page}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_of_an_earlier_log_in_can_be_sent_once_more() {
    let house = House::open().await;
    let (before, now) = (
        house.parent("family-01").await,
        house.parent("family-01").await,
    );
    let id = house.draft(&now).await;
    let token = before.token.form_token();
    for (site, again) in [("same-origin", true), ("same-site", false)] {
        let request = house.request(Method::POST, &format!("/applications/{id}/child"));
        let request = house.of(&now, request).header("sec-fetch-site", site);
        let fields = [
            ("csrf", token.as_str()),
            ("seen", "0.0"),
            ("child.name", "陈一诺"),
        ];
        let answer = multipart(request, &fields, "no picture")
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), StatusCode::FORBIDDEN);
        let page = answer.text().await.unwrap();
        let carries = page.contains("name=\"child.name\" value=\"陈一诺\"");
        assert_eq!(carries, again, "{site}: {page}");
        assert!(!page.contains(&token), "{page}");
        if again {
            assert_eq!(
                hidden(&page, "seen"),
                "0.0",
                "a change meanwhile is still found"
            );
            assert!(
                page.contains(&format!("action=\"/applications/{id}/child\"")),
                "{page}"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_busy_service_gives_the_answers_back_to_be_sent_again() {
    let house = House::open().await;
    let parent = house.parent("family-01").await;
    let id = at_the_child(&house, &parent).await;
    // Forms that never end take all permits of this account.
    let cookie = web::session::cookie(&house.running.web, &parent.token);
    let head = format!(
        "POST /applications/{id}/materials/x HTTP/1.1\r\nHost: x\r\nCookie: {}\r\n\
         Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 1000000\r\n\r\n--b\r\n",
        cookie.to_str().unwrap().split(';').next().unwrap()
    );
    let mut silent = Vec::new();
    for _ in 0..8 {
        let address = house.running.address;
        let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
        stream.write_all(head.as_bytes()).await.unwrap();
        silent.push(stream);
    }
    let token = parent.token.form_token();
    let fields = [("csrf", token.as_str()), ("child.name", "陈一诺")];
    loop {
        let request = house.request(Method::POST, &format!("/applications/{id}/child"));
        let answer = multipart(house.of(&parent, request), &fields, "no picture");
        let answer = answer.send().await.unwrap();
        if answer.status() != StatusCode::SERVICE_UNAVAILABLE {
            continue; // Not all of them have arrived.
        }
        let page = answer.text().await.unwrap();
        assert!(
            page.contains("name=\"child.name\" value=\"陈一诺\""),
            "{page}"
        );
        assert_eq!(hidden(&page, "csrf"), token);
        break;
    }
    drop(silent);
}

#[tokio::test(flavor = "multi_thread")]
async fn to_ask_how_long_a_session_lasts_does_not_prolong_it() {
    let house = House::open().await;
    let parent = house.parent("family-01").await;
    let left = async |parent: &Parent| {
        let answer = house.of(parent, house.request(Method::GET, "/session"));
        let answer = answer.send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK);
        assert!(cookies(&answer).is_empty(), "the cookie stays as it is");
        let told: serde_json::Value = serde_json::from_str(&answer.text().await.unwrap()).unwrap();
        told["seconds_left"].as_u64().unwrap()
    };
    let minutes = |count: u32| house.service().clock.move_minutes(count);
    assert!((29 * 60..=30 * 60).contains(&left(&parent).await));
    minutes(20);
    assert!((9 * 60..=10 * 60).contains(&left(&parent).await));
    minutes(5);
    assert!(
        (4 * 60..=5 * 60).contains(&left(&parent).await),
        "asked twice, renewed never"
    );
    let keep = house.of(&parent, house.request(Method::POST, "/session/keep"));
    let keep = keep.header("x-csrf-token", parent.token.form_token());
    assert_eq!(keep.send().await.unwrap().status(), StatusCode::NO_CONTENT);
    assert!((29 * 60..=30 * 60).contains(&left(&parent).await));
    minutes(31);
    assert_eq!(left(&parent).await, 0);
    let visitor = house.get("/session").await;
    assert_eq!(visitor.text().await.unwrap(), "{\"seconds_left\":0}");
}
