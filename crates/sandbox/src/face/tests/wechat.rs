//! WeChat.

use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use data_encoding::BASE64;
use serde_json::{Value, json};

use super::{Outside, post, respond, text_of};
use crate::face::{Outcome, WechatAccount, wechat};
use crate::sha256;

fn router(outside: &Outside) -> Router {
    let app = |app_id: &str| WechatAccount {
        app_id: app_id.into(),
        secret: format!("secret of {app_id}"),
    };
    wechat(
        vec![app("wx1"), app("wx2")],
        outside.clock(),
        outside.faces.clone(),
    )
}

async fn token(router: &Router, app_id: &str) -> String {
    let body = json!({"grant_type": "client_credential", "appid": app_id, "secret": format!("secret of {app_id}")});
    let answer = post(router, "/cgi-bin/stable_token", &body).await;
    answer["access_token"].as_str().unwrap().to_owned()
}

fn begin(name: &str, id_number: &str, attempt: &str) -> Value {
    json!({
        "out_seq_no": attempt,
        "cert_info": {"cert_type": "IDENTITY_CARD", "cert_name": name, "cert_no": id_number},
        "openid": "o1",
    })
}

fn hash(name: &str, id_number: &str) -> String {
    let base64 = |text: &str| BASE64.encode(text.as_bytes());
    let text = format!(
        "cert_type=SURFTlRJVFlfQ0FSRA==&cert_name={}&cert_no={}",
        base64(name),
        base64(id_number)
    );
    sha256::digest_of(text.as_bytes())
}

/// A check with what it takes to ask about it.
struct Begun {
    router: Router,
    token: String,
    id: String,
    asking: Value,
}

impl Begun {
    async fn of(outside: &Outside, name: &str, id_number: &str) -> Self {
        let router = router(outside);
        let token = token(&router, "wx1").await;
        let address = format!("/cityservice/face/identify/getverifyid?access_token={token}");
        let answer = post(&router, &address, &begin(name, id_number, "a1")).await;
        let id = answer["verify_id"].as_str().unwrap().to_owned();
        let asking = json!({"verify_id": id, "out_seq_no": "a1", "cert_hash": hash(name, id_number), "openid": "o1"});
        Self {
            router,
            token,
            id,
            asking,
        }
    }

    async fn ask(&self, asking: &Value) -> Value {
        let address = format!(
            "/cityservice/face/identify/queryverifyinfo?access_token={}",
            self.token
        );
        post(&self.router, &address, asking).await
    }
}

#[tokio::test]
async fn a_check_waits_and_ends_once() {
    let outside = Outside::new();
    let (name, number) = outside.agent("family-01");
    let begun = Begun::of(&outside, name, number).await;
    let waiting = outside.faces.waiting(&begun.id).unwrap();
    assert_eq!((&*waiting.name, &*waiting.id_number), (name, number));
    assert_eq!(
        begun.ask(&begun.asking).await,
        json!({"errcode": 0, "errmsg": "ok"})
    );
    let ended = outside.faces.end(&begun.id, number, Outcome::Pass).unwrap();
    assert!(ended.passed);
    assert_eq!(begun.ask(&begun.asking).await["verify_ret"], 10_000);
    assert_eq!(outside.faces.waiting(&begun.id), None);
    assert_eq!(outside.faces.end(&begun.id, number, Outcome::Fail), None);
    assert_eq!(begun.ask(&begun.asking).await["verify_ret"], 10_000);
}

#[tokio::test]
async fn every_outcome_has_its_result() {
    let outside = Outside::new();
    let (name, number) = outside.agent("family-01");
    let (_, another) = outside.agent("family-02");
    for (name, in_front, outcome, result) in [
        (name, number, Outcome::Pass, 10_000),
        (name, another, Outcome::Pass, 10_004),
        (name, number, Outcome::Fail, 10_004),
        ("样样样", number, Outcome::Pass, 10_003),
        (name, number, Outcome::Cancel, 90_004),
        (name, number, Outcome::Timeout, 90_107),
    ] {
        let outside = Outside::new();
        let begun = Begun::of(&outside, name, number).await;
        let ended = outside.faces.end(&begun.id, in_front, outcome).unwrap();
        assert_eq!(ended.passed, result == 10_000);
        assert_eq!(begun.ask(&begun.asking).await["verify_ret"], result);
    }
}

#[tokio::test]
async fn another_person_attempt_subject_or_app_is_refused() {
    let outside = Outside::new();
    let (name, number) = outside.agent("family-01");
    let mut begun = Begun::of(&outside, name, number).await;
    outside.faces.end(&begun.id, number, Outcome::Pass).unwrap();
    for (member, value) in [
        ("verify_id", "0000".to_owned()),
        ("out_seq_no", "a2".to_owned()),
        ("openid", "o2".to_owned()),
        ("cert_hash", hash("样样样", number)),
    ] {
        let mut other = begun.asking.clone();
        other[member] = value.into();
        let answer = begun.ask(&other).await;
        assert_ne!(answer["errcode"], 0, "{member}");
        assert_eq!(answer["verify_ret"], Value::Null);
    }
    begun.token = token(&begun.router, "wx2").await;
    assert_ne!(begun.ask(&begun.asking).await["errcode"], 0);
    begun.token = "guessed".into();
    assert_eq!(begun.ask(&begun.asking).await["errcode"], 40_001);
}

#[tokio::test]
async fn an_attempt_belongs_to_one_person() {
    let outside = Outside::new();
    let (name, number) = outside.agent("family-01");
    let begun = Begun::of(&outside, name, number).await;
    let address = format!(
        "/cityservice/face/identify/getverifyid?access_token={}",
        begun.token
    );
    let again = post(&begun.router, &address, &begin(name, number, "a1")).await;
    assert_eq!(again["verify_id"], begun.id);
    let (other_name, other_number) = outside.agent("family-02");
    let other = begin(other_name, other_number, "a1");
    assert_ne!(post(&begun.router, &address, &other).await["errcode"], 0);
}

#[tokio::test]
async fn a_check_lasts_an_hour() {
    let outside = Outside::new();
    let (name, number) = outside.agent("family-01");
    let begun = Begun::of(&outside, name, number).await;
    outside.pass(Duration::from_hours(1));
    assert_eq!(outside.faces.end(&begun.id, number, Outcome::Pass), None);
    assert_ne!(begun.ask(&begun.asking).await["errcode"], 0);
}

#[tokio::test]
async fn a_stable_token_stays_and_a_new_one_ends_it_within_minutes() {
    let outside = Outside::new();
    let router = router(&outside);
    let first = token(&router, "wx1").await;
    outside.pass(Duration::from_hours(1));
    assert_eq!(token(&router, "wx1").await, first);
    outside.pass(Duration::from_mins(55));
    let second = token(&router, "wx1").await;
    assert_ne!(
        second, first,
        "five minutes before its end there is a new one"
    );

    let address = "/cgi-bin/token?grant_type=client_credential&appid=wx1&secret=secret%20of%20wx1";
    let request = Request::get(address).body(Body::empty()).unwrap();
    let answer: Value =
        serde_json::from_str(&text_of(respond(&router, request).await).await).unwrap();
    let third = answer["access_token"].as_str().unwrap();
    assert_ne!(third, second);
    let ask = async |token: &str| {
        let address = format!("/cityservice/face/identify/queryverifyinfo?access_token={token}");
        post(&router, &address, &json!({})).await["errcode"].clone()
    };
    assert_ne!(ask(&second).await, 40_001);
    outside.pass(Duration::from_mins(5));
    assert_eq!(ask(&second).await, 40_001);
    assert_ne!(ask(third).await, 40_001);

    for (member, value, code) in [
        ("appid", "wx9", 40_013),
        ("secret", "guessed", 40_125),
        ("grant_type", "password", 40_002),
    ] {
        let mut body =
            json!({"grant_type": "client_credential", "appid": "wx1", "secret": "secret of wx1"});
        body[member] = value.into();
        let answer = post(&router, "/cgi-bin/stable_token", &body).await;
        assert_eq!(answer["errcode"], code);
    }
}
