//! Who tries passwords under somebody else's name, as pages and cookies show it.

use reqwest::header::{CONTENT_TYPE, COOKIE, LOCATION, RETRY_AFTER};
use reqwest::{Method, Response, StatusCode};
use service::known_browser::KnownBrowser;
use service::login::log_in::{LogInInput, log_in};
use service::login::picture_code::{CodeForm, new_challenge};

use crate::visitor::{ADDRESS_HEADER, House, Parent, cookies, form, hidden};

const ALERT: &str = "data-alert=\"password_closed\"";
const ELSEWHERE: &str = "198.51.100.1";

/// Fifty wrong passwords under a name, from ten addresses.
async fn close(house: &House, login: &str) {
    let service = house.service();
    let outbox = &house.sandbox().outbox;
    for host in (1..=10).cycle().take(50) {
        let challenge = new_challenge(service, CodeForm::Words).await.unwrap();
        let input = LogInInput {
            login: login.to_owned(),
            password: "wrong".to_owned(),
            picture_code: outbox.code_for(&challenge.id).unwrap(),
            challenge: challenge.id,
            address: [192, 0, 2, host].into(),
            replaces: None,
            known: KnownBrowser::default(),
        };
        log_in(service, input).await.unwrap();
    }
}

/// The log-in form, filled in by a browser that holds `known`.
async fn post(house: &House, known: &str, login: &str, password: &str) -> Response {
    let form = house.request(Method::GET, "/login?form=words");
    let form = form.header(ADDRESS_HEADER, ELSEWHERE).send().await.unwrap();
    let session = cookies(&form)[0].split(';').next().unwrap().to_owned();
    let page = form.text().await.unwrap();
    let challenge = hidden(&page, "challenge");
    let outbox = &house.sandbox().outbox;
    let code = outbox.code_for(&challenge).unwrap();
    let csrf = hidden(&page, "csrf");
    let body = format!(
        "csrf={csrf}&challenge={challenge}&picture_code={code}&login={login}&password={password}"
    );
    house
        .request(Method::POST, "/login")
        .header(ADDRESS_HEADER, ELSEWHERE)
        .header(COOKIE, format!("{session}; {known}"))
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(body)
        .send()
        .await
        .unwrap()
}

async fn page(house: &House, parent: &Parent, path: &str) -> String {
    let request = house.of(parent, house.request(Method::GET, path));
    request.send().await.unwrap().text().await.unwrap()
}

async fn has_read(house: &House, parent: &Parent, at: &str, back: &str) -> String {
    let csrf = parent.token.form_token();
    let request = house.request(Method::POST, "/account/alert");
    let request = house
        .of(parent, request)
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(format!("csrf={csrf}&at={at}&back={back}"));
    let answer = request.send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    answer.headers()[LOCATION].to_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_that_has_logged_in_gets_a_cookie_that_admits_it_to_a_closed_name() {
    let house = House::open().await;
    let sandbox = house.sandbox();
    let agent = sandbox.world.case("family-01").unwrap().agent.clone();
    let first = post(&house, "", &agent.username, &agent.password).await;
    assert_eq!(first.status(), StatusCode::SEE_OTHER);
    let given = cookies(&first);
    let known = given
        .iter()
        .find(|cookie| cookie.starts_with("daiban-known="))
        .unwrap_or_else(|| panic!("{given:?}"));
    for attribute in ["HttpOnly", "SameSite=Strict", "Path=/", "Max-Age=34560000"] {
        assert!(known.contains(attribute), "{known}");
    }
    let known = known.split(';').next().unwrap();

    close(&house, &agent.username).await;
    close(&house, "nobody").await;
    let mut told = Vec::new();
    for login in [agent.username.as_str(), "nobody"] {
        let refused = post(&house, "", login, &agent.password).await;
        assert_eq!(refused.status(), StatusCode::TOO_MANY_REQUESTS);
        let wait_s: u64 = refused.headers()[RETRY_AFTER]
            .to_str()
            .unwrap()
            .parse()
            .unwrap();
        assert!((3500..=3600).contains(&wait_s), "{wait_s}");
        assert_eq!(cookies(&refused), [""; 0], "nothing tells names apart");
        let page = refused.text().await.unwrap();
        assert!(page.contains("data-refusal=\"too_many_tries\""), "{page}");
        let problem = page.split("data-problem=\"too_many_tries\"").nth(1);
        told.push(problem.unwrap().split("</").next().unwrap().to_owned());
    }
    assert_eq!(told[0], told[1]);
    let admitted = post(&house, known, &agent.username, &agent.password).await;
    assert_eq!(admitted.status(), StatusCode::SEE_OTHER);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_tells_that_the_password_was_closed_until_that_is_read() {
    let house = House::open().await;
    let parent = house.parent("family-01").await;
    let stranger = house.parent("family-02").await;
    assert!(!page(&house, &parent, "/account").await.contains(ALERT));
    close(&house, parent.agent.mobile.as_ref().unwrap().as_str()).await;
    for path in ["/", "/services/minor-card", "/applications", "/account"] {
        assert!(page(&house, &parent, path).await.contains(ALERT), "{path}");
        assert!(
            !page(&house, &stranger, path).await.contains(ALERT),
            "{path}"
        );
    }
    assert!(
        !house.get("/").await.text().await.unwrap().contains(ALERT),
        "a visitor is told nothing"
    );
    // A form that comes back may hold input that is not saved: the alert waits for the next page.
    let csrf = parent.token.form_token();
    let request = house.of(&parent, house.request(Method::POST, "/login"));
    let back = form(request, &csrf).send().await.unwrap();
    assert_eq!(back.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!back.text().await.unwrap().contains(ALERT));

    let shown = page(&house, &parent, "/applications").await;
    let (at, back) = (hidden(&shown, "at"), hidden(&shown, "back"));
    assert_eq!(back, "/applications");

    // Neither another parent nor a form that names no alert erases it; and no form leads to another site.
    has_read(&house, &stranger, &at, &back).await;
    assert_eq!(has_read(&house, &parent, "x", "//evil").await, "/account");
    assert!(page(&house, &parent, "/account").await.contains(ALERT));
    assert_eq!(has_read(&house, &parent, &at, &back).await, "/applications");
    for path in ["/", "/applications", "/account"] {
        assert!(!page(&house, &parent, path).await.contains(ALERT), "{path}");
    }
}
