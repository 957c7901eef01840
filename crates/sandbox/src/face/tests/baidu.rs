//! Baidu.

use std::time::Duration;

use axum::Router;
use axum::http::Request;
use serde_json::{Value, json};

use super::{Outside, encoded, post, respond, text_of};
use crate::face::{BaiduAccount, Outcome, baidu};

const PATH: &str = "/rpc/2.0/brain/solution/faceprint";

fn router(outside: &Outside) -> Router {
    let account = BaiduAccount {
        client_id: "bd1".into(),
        secret: "a secret".into(),
        plan_id: "12345".into(),
    };
    baidu(account, outside.clock(), outside.faces.clone())
}

async fn granted(router: &Router, secret: &str) -> Value {
    let form = encoded(&[
        ("grant_type", "client_credentials"),
        ("client_id", "bd1"),
        ("client_secret", secret),
    ]);
    let request = Request::post("/oauth/2.0/token").body(form.into()).unwrap();
    serde_json::from_str(&text_of(respond(router, request).await).await).unwrap()
}

/// The platform with a token, and a check of somebody on it.
struct Begun {
    router: Router,
    token: String,
    id: String,
}

impl Begun {
    async fn of(outside: &Outside, name: &str, id_number: &str) -> Self {
        let router = router(outside);
        let token = granted(&router, "a secret").await["access_token"]
            .as_str()
            .unwrap()
            .to_owned();
        let mut begun = Self {
            router,
            token,
            id: String::new(),
        };
        let redirect =
            json!({"success_url": "https://a.example/yes", "failed_url": "https://a.example/no"});
        let asked = json!({"plan_id": 12345, "redirect_config": redirect});
        let answer = begun.ask("verifyToken/generate", &asked).await;
        begun.id = answer["result"]["verify_token"]
            .as_str()
            .unwrap()
            .to_owned();
        let person = json!({"verify_token": begun.id, "id_name": name, "id_no": id_number, "certificate_type": 0});
        let answer = begun.ask("idcard/submit", &person).await;
        assert_eq!(
            (&answer["success"], &answer["result"]),
            (&json!(true), &json!(1))
        );
        begun
    }

    async fn ask(&self, operation: &str, body: &Value) -> Value {
        let address = format!("{PATH}/{operation}?access_token={}", self.token);
        post(&self.router, &address, body).await
    }

    async fn result(&self) -> Value {
        let answer = self
            .ask("result/getall", &json!({ "verify_token": self.id }))
            .await;
        answer["result"]["verify_result"].clone()
    }
}

#[tokio::test]
async fn a_check_goes_to_and_fro_and_ends_once() {
    let outside = Outside::new();
    let (name, number) = outside.agent("family-01");
    let begun = Begun::of(&outside, name, number).await;
    assert_eq!(begun.result().await, json!([]));
    let ended = outside.faces.end(&begun.id, number, Outcome::Pass).unwrap();
    assert_eq!(ended.return_to.as_deref(), Some("https://a.example/yes"));
    assert_eq!(outside.faces.end(&begun.id, number, Outcome::Pass), None);
    let attempt = &begun.result().await[0];
    assert_eq!(attempt["is_verify_passed"], true);
    assert_eq!(attempt["code"], "0");
    assert_eq!(
        attempt["idcard_confirm"],
        json!({"name": name, "idcard_number": number, "idcard_type": 0})
    );
    let changed = json!({"verify_token": begun.id, "id_name": "样样", "id_no": number, "certificate_type": 0});
    assert_eq!(
        begun.ask("idcard/submit", &changed).await["success"],
        false,
        "what is decided stays about the same person"
    );
}

#[tokio::test]
async fn every_outcome_has_its_code() {
    for (misnamed, outcome, code) in [
        (false, Outcome::Fail, "223120"),
        (true, Outcome::Pass, "222351"),
        (false, Outcome::Cancel, "USER_CANCEL"),
        (false, Outcome::Timeout, "TIME_OUT"),
    ] {
        let outside = Outside::new();
        let (name, number) = outside.agent("family-01");
        let name = if misnamed { "样样样" } else { name };
        let begun = Begun::of(&outside, name, number).await;
        let ended = outside.faces.end(&begun.id, number, outcome).unwrap();
        assert_eq!(ended.return_to.as_deref(), Some("https://a.example/no"));
        let attempt = &begun.result().await[0];
        assert_eq!(attempt["is_verify_passed"], false);
        assert_eq!(attempt["code"], code);
    }
}

#[tokio::test]
async fn strangers_and_old_checks_are_refused() {
    let outside = Outside::new();
    let (name, number) = outside.agent("family-01");
    let mut begun = Begun::of(&outside, name, number).await;
    assert_eq!(
        granted(&begun.router, "guessed").await["error"],
        "invalid_client"
    );
    let wrong_plan = begun
        .ask("verifyToken/generate", &json!({"plan_id": "1"}))
        .await;
    assert_eq!(wrong_plan["error_code"], 216_100);
    outside.pass(Duration::from_hours(2));
    assert_eq!(outside.faces.waiting(&begun.id), None);
    let old = begun
        .ask("result/getall", &json!({ "verify_token": begun.id }))
        .await;
    assert_eq!(old["error_code"], 216_100);
    outside.pass(Duration::from_hours(30 * 24));
    let late = begun.ask("result/getall", &json!({})).await;
    assert_eq!(late["error_code"], 111);
    begun.token = "guessed".into();
    let stranger = begun.ask("result/getall", &json!({})).await;
    assert_eq!(stranger["error_code"], 110);
}
