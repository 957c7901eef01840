//! What was typed comes back, whatever keeps the service from accepting it.

use reqwest::header::{CONTENT_TYPE, COOKIE, RETRY_AFTER};
use reqwest::{Method, RequestBuilder, StatusCode};

use crate::visitor::{ADDRESS_HEADER, House, hidden, multipart};

const NAME: &str = "name=\"child.name\" value=\"陈一诺\"";
const PERCENT_NAME: &str = "%E9%99%88%E4%B8%80%E8%AF%BA";
const VISITOR: &str = "daiban=v.AAAAAAAAAAAAAAAAAAAAAA";

/// A log-in form that carries a step, sent by a browser without one of our tokens.
fn carrying(request: RequestBuilder, step: &str) -> RequestBuilder {
    request
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin")
        .body(format!(
            "csrf=x&next={step}&login=someone&password=secret&kept.seen=0.0&kept.child.name={PERCENT_NAME}&kept_files=yes"
        ))
}

/// The page gives back to its step what the log-in form carried, and nothing of the log-in form itself.
fn assert_given_back(page: &str, step: &str) {
    assert!(page.contains(NAME), "{page}");
    assert_eq!(hidden(page, "seen"), "0.0");
    assert!(page.contains(&format!("action=\"{step}\"")), "{page}");
    assert!(
        !page.contains("secret") && !page.contains("kept."),
        "{page}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_that_is_away_gives_the_answers_back_to_be_sent_again() {
    let house = House::open().await;
    let parent = house.parent("family-01").await;
    let step = format!("/applications/{}/child", house.draft(&parent).await);
    house.service().store.close().await.unwrap();
    let token = parent.token.form_token();
    let request = house.of(&parent, house.request(Method::POST, &step));
    let fields = [("csrf", token.as_str()), ("child.name", "陈一诺")];
    let answer = multipart(request, &fields, "no picture");
    let answer = answer.send().await.unwrap();
    assert!(answer.status().is_server_error(), "{}", answer.status());
    let page = answer.text().await.unwrap();
    assert!(page.contains(NAME), "{page}");
    assert!(page.contains(&format!("action=\"{step}\"")), "{page}");
    assert_eq!(hidden(&page, "csrf"), token);

    let request = carrying(house.request(Method::POST, "/login"), &step);
    let answer = request.header(COOKIE, VISITOR).send().await.unwrap();
    let answer_page = answer.text().await.unwrap();
    assert_given_back(&answer_page, &step);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_log_in_form_that_is_no_longer_valid_gives_back_what_it_carries() {
    let house = House::open().await;
    let parent = house.parent("family-01").await;
    let step = format!("/applications/{}/child", house.draft(&parent).await);
    for (next, back) in [(step.as_str(), true), ("/help", false), ("//evil", false)] {
        let request = carrying(house.request(Method::POST, "/login"), next);
        let answer = request.header(COOKIE, VISITOR).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::FORBIDDEN);
        let page = answer.text().await.unwrap();
        assert_eq!(page.contains(NAME), back, "{next}: {page}");
        if !back {
            continue;
        }
        assert_given_back(&page, &step);

        // Sent again, it waits in a log-in form.
        let token = hidden(&page, "csrf");
        let request = house.request(Method::POST, &step).header(COOKIE, VISITOR);
        let fields = [("csrf", token.as_str()), ("child.name", "陈一诺")];
        let answer = multipart(request, &fields, "").send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::UNAUTHORIZED);
        let page = answer.text().await.unwrap();
        assert_eq!(hidden(&page, "next"), step);
        assert_eq!(hidden(&page, "kept.child.name"), "陈一诺");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn too_many_log_ins_keep_what_was_typed_and_say_how_long_to_wait() {
    let house = House::open().await;
    let parent = house.parent("family-01").await;
    let step = format!("/applications/{}/child", house.draft(&parent).await);
    let rushing = |path: &str| {
        let request = house.request(Method::POST, path);
        request.header(ADDRESS_HEADER, "203.0.113.9")
    };
    // The token bucket of an address refills meanwhile, so that one try may be let through.
    let page = loop {
        let answer = carrying(rushing("/login"), &step).send().await.unwrap();
        if answer.status() == StatusCode::TOO_MANY_REQUESTS {
            assert!(answer.headers().contains_key(RETRY_AFTER));
            break answer.text().await.unwrap();
        }
    };
    assert_given_back(&page, &step);

    house.service().clock.move_minutes(31);
    let token = parent.token.form_token();
    let fields = [("csrf", token.as_str()), ("child.name", "陈一诺")];
    let (wait, page) = loop {
        while rushing("/login").send().await.unwrap().status() != StatusCode::TOO_MANY_REQUESTS {}
        let request = house.of(&parent, rushing(&step));
        let answer = multipart(request, &fields, "").send().await.unwrap();
        if answer.status() == StatusCode::TOO_MANY_REQUESTS {
            let wait = answer.headers().get(RETRY_AFTER).cloned();
            break (wait, answer.text().await.unwrap());
        }
    };
    assert_eq!(wait.unwrap(), "5");
    assert!(page.contains(NAME), "{page}");
}
