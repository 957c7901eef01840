//! The way back from a face check, to what was to be begun.

use domain::channel::Channel;
use reqwest::header::{CONTENT_TYPE, LOCATION};
use reqwest::{Method, RequestBuilder, Response, StatusCode};
use service::parent::begin_draft::begin_draft;
use service::token::Token;

use crate::visitor::{ADDRESS_HEADER, House, Parent, cookies, hidden};

/// No address of this machine: its limits are those of everybody.
const FROM: &str = "203.0.113.5";

struct Browser<'a> {
    house: &'a House,
    parent: Parent,
}

impl Browser<'_> {
    async fn sent(&self, request: RequestBuilder) -> Response {
        let request = self.house.of(&self.parent, request);
        request.header(ADDRESS_HEADER, FROM).send().await.unwrap()
    }

    async fn get(&self, path: &str) -> Response {
        self.sent(self.house.request(Method::GET, path)).await
    }

    async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Response {
        let token = self.parent.token.form_token();
        let csrf = ("csrf", token.as_str());
        let fields = fields.iter().chain([&csrf]);
        let fields: Vec<String> = fields
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let request = self.house.request(Method::POST, path);
        let request = request.header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.sent(request.body(fields.join("&"))).await
    }

    /// Shows the face, on the way to a new application: the answer to the browser that comes back.
    async fn comes_back(&self, username: &str) -> Response {
        let page = self.get("/prove/real-name?to=/applications/new").await;
        assert_eq!(page.status(), StatusCode::OK);
        let page = page.text().await.unwrap();
        let version = hidden(&page, "version");
        let begun = [
            ("next", "%2Fapplications%2Fnew"),
            ("version", &*version),
            ("consent.face", "yes"),
        ];
        let camera = led_to(&self.post("/prove/real-name", &begun).await);
        let shown = self.get(&camera).await.text().await.unwrap();
        let check = hidden(&shown, "check");
        let passed = [
            ("check", &*check),
            ("person", username),
            ("outcome", "pass"),
        ];
        let back = led_to(&self.post("/sandbox/face", &passed).await);
        self.get(&back).await
    }
}

/// The path that an answer leads to.
fn led_to(answer: &Response) -> String {
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    let address = answer.headers()[LOCATION].to_str().unwrap();
    let at = match address.split_once("://") {
        Some((_, rest)) => &rest[rest.find('/').unwrap()..],
        None => address,
    };
    at.to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_begun_after_a_face_check_counts_for_its_address_and_its_error_page_works() {
    let limits = "[limits]\ndrafts_per_day = 1\ntimes_per_address = 1\n";
    for is_spent in [false, true] {
        let house = House::open_with(limits).await;
        if is_spent {
            let mut other = house.parent("family-02").await;
            other.agent.from = Some(FROM.parse().unwrap());
            let begun = begin_draft(house.service(), &other.agent, Channel::Portal);
            begun.await.unwrap();
        }
        // The families' proofs are not of the last minutes.
        house.service().clock.move_minutes(10);
        let known = house.sandbox().world.case("family-01").unwrap();
        let username = known.agent.username.clone();
        let browser = Browser {
            house: &house,
            parent: house.parent("family-01").await,
        };
        let answer = browser.comes_back(&username).await;
        if !is_spent {
            assert!(
                led_to(&answer).starts_with("/applications/"),
                "begun at once"
            );
            continue;
        }
        assert_eq!(answer.status(), StatusCode::TOO_MANY_REQUESTS);
        let cookies = cookies(&answer);
        let secret = cookies.iter().find_map(|cookie| {
            let value = cookie.split(';').next()?.split_once("=a.")?.1;
            Token::from_secret(value, true)
        });
        let entered = secret.expect("the session of the proof");
        let page = answer.text().await.unwrap();
        assert_eq!(hidden(&page, "csrf"), entered.form_token());
    }
}
