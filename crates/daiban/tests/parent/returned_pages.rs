//! The pages of a returned application, over HTTP: what a parent sees, and how they hand in again.

use reqwest::header::{CONTENT_TYPE, COOKIE, LOCATION};
use reqwest::{Client, Method, Response, StatusCode};
use uuid::Uuid;
use web::session::cookie;

use crate::capturing::log_in;
use crate::house::House;
use crate::returning::{ADDRESS, SENTENCE, returned};

const PHOTO: &str = "card_photo";

/// The browser of a parent who is logged in.
struct Browser {
    client: Client,
    home: String,
    cookie: String,
}

impl Browser {
    async fn of(house: &House, case: &str) -> Browser {
        let token = log_in(house, case).await;
        let cookie = cookie(house.web(), &token);
        let policy = reqwest::redirect::Policy::none();
        Browser {
            client: Client::builder()
                .no_proxy()
                .redirect(policy)
                .build()
                .unwrap(),
            home: format!("http://{}", house.address()),
            cookie: cookie
                .to_str()
                .unwrap()
                .split(';')
                .next()
                .unwrap()
                .to_owned(),
        }
    }

    fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        let request = self.client.request(method, format!("{}{path}", self.home));
        request
            .header(COOKIE, &self.cookie)
            .header("accept-language", "zh-CN")
    }

    async fn open(&self, path: &str) -> String {
        let answer = self.request(Method::GET, path).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK, "{path}: {answer:?}");
        answer.text().await.unwrap()
    }

    /// Presses the main button of the form on a page, with these fields and a picture of a material.
    async fn press(
        &self,
        page: &str,
        fields: &[(&str, &str)],
        picture: Option<(&str, &[u8])>,
    ) -> Response {
        let form = page.split("<form class=\"form\"").nth(1).unwrap();
        let mut body = Vec::new();
        let mut part = |head: &str, bytes: &[u8]| {
            let head = format!("--b\r\nContent-Disposition: form-data; {head}\r\n\r\n");
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(bytes);
            body.extend_from_slice(b"\r\n");
        };
        for hidden in ["csrf", "seen", "page", "once"] {
            if let Some(value) = between(form, &format!("name=\"{hidden}\" value=\""), "\"") {
                part(&format!("name=\"{hidden}\""), value.as_bytes());
            }
        }
        for (name, value) in fields {
            part(&format!("name=\"{name}\""), value.as_bytes());
        }
        if let Some((material, bytes)) = picture {
            part(&format!("name=\"{material}\"; filename=\"a.jpg\""), bytes);
        }
        body.extend_from_slice(b"--b--\r\n");
        let action = between(form, "action=\"", "\"").unwrap();
        let request = self.request(Method::POST, action);
        let request = request.header(CONTENT_TYPE, "multipart/form-data; boundary=b");
        request.body(body).send().await.unwrap()
    }
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    Some(text.split_once(before)?.1.split_once(after)?.0)
}

/// Where an answer leads.
fn to(answer: &Response) -> String {
    let to = answer.headers().get(LOCATION);
    let to = to.unwrap_or_else(|| panic!("{answer:?} leads nowhere"));
    to.to_str().unwrap().to_owned()
}

/// The names of the inputs that a form asks for.
fn asked(page: &str) -> Vec<&str> {
    let form = page.split("<form class=\"form\"").nth(1).unwrap();
    let form = form.split("</form>").next().unwrap();
    let mut names: Vec<&str> = form
        .split(" name=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .filter(|name| !["csrf", "seen", "page", "once", "action"].contains(name))
        .collect();
    names.dedup();
    names
}

fn application(id: Uuid) -> String {
    format!("/applications/{id}")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_returned_application_shows_what_to_correct_and_is_handed_in_again() {
    let house = House::open().await;
    let case = house.case("family-01");
    let agent = house.agent(&case).await;
    let id = returned(&house, &agent, &case, &[PHOTO, ADDRESS]).await;
    let browser = Browser::of(&house, "family-01").await;

    let page = browser.open(&application(id)).await;
    assert!(page.contains("data-state=\"returned\""));
    assert_eq!(page.matches(SENTENCE).count(), 2);
    for item in [PHOTO, ADDRESS] {
        let open = format!("data-return-item=\"{item}\" data-correction=\"open\"");
        assert!(page.contains(&open), "{item}");
    }
    let photo_url = format!("{}/supplement?page=supplement", application(id));
    assert!(page.contains(&format!("href=\"{photo_url}\" data-correct")));

    // The page holds what was returned alone, and says what staff wrote.
    let step = browser
        .open(&format!("{}/supplement", application(id)))
        .await;
    assert!(step.contains("data-step=\"supplement\"") && step.contains(SENTENCE));
    assert_eq!(asked(&step), [PHOTO, ADDRESS]);
    // Passed by without a new photo: the way goes on, and the end says so.
    let answer = browser.press(&step, &[(ADDRESS, "新的路9号")], None).await;
    let promise = to(&answer);
    assert!(promise.ends_with("/promise"), "{promise}");
    let step = browser.open(&promise).await;
    assert!(step.contains("重新提交</button>"));
    let early = browser.press(&step, &[("promise", "yes")], None).await;
    assert_eq!(early.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let early = early.text().await.unwrap();
    let named =
        format!("data-problem=\"not_corrected\" data-field=\"{PHOTO}\"><a href=\"{photo_url}\">");
    assert!(early.contains(&named), "{named}");
    assert!(early.contains(">错误："), "the title says so");

    let step = browser.open(&photo_url).await;
    let another = house.paper("family-02", PHOTO);
    browser.press(&step, &[], Some((PHOTO, &another))).await;
    let page = browser.open(&application(id)).await;
    assert_eq!(page.matches("data-correction=\"done\"").count(), 2);
    let step = browser.open(&promise).await;
    let done = browser.press(&step, &[("promise", "yes")], None).await;
    assert_eq!(to(&done), format!("{}/receipt", application(id)));
    let page = browser.open(&application(id)).await;
    assert!(page.contains("data-state=\"submitted\"") && !page.contains("data-return-item"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_not_returned_cannot_be_opened_or_changed() {
    let house = House::open().await;
    let case = house.case("family-01");
    let agent = house.agent(&case).await;
    let id = returned(&house, &agent, &case, &[ADDRESS]).await;
    let browser = Browser::of(&house, "family-01").await;
    let supplement = format!("{}/supplement", application(id));

    let child = format!("{}/child", application(id));
    let answer = browser.request(Method::GET, &child).send().await.unwrap();
    assert_eq!(to(&answer), supplement);
    let crop = format!("{}/materials/card_photo/crop", application(id));
    let answer = browser.request(Method::GET, &crop).send().await.unwrap();
    assert_eq!(to(&answer), application(id));

    // The summary can be read, and leads only to what was returned.
    let review = browser.open(&format!("{}/review", application(id))).await;
    assert!(review.contains(&case.child.name));
    assert_eq!(review.matches("from=review").count(), 1);

    // A form from before, with a picture that was not returned.
    let step = browser.open(&supplement).await;
    let another = house.paper("family-02", PHOTO);
    let refused = browser.press(&step, &[], Some((PHOTO, &another))).await;
    assert_eq!(refused.status(), StatusCode::CONFLICT);
    let refused = refused.text().await.unwrap();
    assert!(refused.contains("这项内容不能修改"));
}
