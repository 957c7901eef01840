//! A stranger's program in the hands of a person: the host's native side is the sandbox's, everything else is the interface.

use reqwest::header::ACCEPT_LANGUAGE;
use reqwest::{Method, Response, StatusCode};
use sandbox::world::Case;
use serde_json::{Value, json};
use service::sessions::{self, Where};
use service::token::Token;

use crate::house::{House, Pair, Program, told, with_json};

/// A program of which nothing is known but what it was told.
pub(crate) struct Stranger<'a> {
    house: &'a House,
    case: Case,
    pair: Pair,
    /// The token of its session, and what is next; `None` before it has one.
    session: Option<(String, Value)>,
}

impl House {
    /// A program in a host, before it has a session.
    pub(crate) fn stranger(&self, family: &str, pair: Pair) -> Stranger<'_> {
        Stranger {
            house: self,
            case: self.case(family),
            pair,
            session: None,
        }
    }

    /// The program of a family's agent that proved everything as strangers do.
    pub(crate) async fn proved_stranger(&self, family: &str, pair: Pair) -> Program<'_> {
        let mut stranger = self.stranger(family, pair);
        stranger.begin_session().await;
        stranger.prove_all().await;
        stranger.program().await
    }
}

impl<'a> Stranger<'a> {
    /// What the host's native side answers.
    pub(crate) async fn native(&self, call: &str, more: &Value) -> (StatusCode, Value) {
        let host = self.pair.1.code();
        let path = format!("/sandbox/native/{host}/{call}");
        let mut body = json!({
            "person": self.case.agent.username,
            "channel": self.pair.0.code(),
        });
        for (name, value) in more.as_object().unwrap() {
            body[name] = value.clone();
        }
        let request = with_json(self.house.request(Method::POST, &path), &body);
        let answer = request.send().await.unwrap();
        (answer.status(), read(answer).await)
    }

    /// Calls an operation, with the session if there is one.
    pub(crate) async fn call(&self, path: &str, body: &Value) -> (StatusCode, Value) {
        let request = self.house.request(Method::POST, &format!("/api/v1{path}"));
        let request = request.header(ACCEPT_LANGUAGE, "en");
        let request = match &self.session {
            Some((token, _)) => request.bearer_auth(token),
            None => request,
        };
        told(with_json(request, body)).await
    }

    /// What has to be proved next.
    pub(crate) fn next(&self) -> Option<&str> {
        self.session.as_ref().and_then(|(_, next)| next.as_str())
    }

    /// The token.
    pub(crate) fn token(&self) -> &str {
        &self.session.as_ref().unwrap().0
    }

    pub(crate) async fn login_code(&self) -> String {
        let (status, handed) = self.native("login-code", &json!({})).await;
        assert_eq!(status, StatusCode::OK, "{handed}");
        handed["code"].as_str().unwrap().to_owned()
    }

    pub(crate) async fn begin_session(&mut self) {
        let begun = self.enter_with(&self.login_code().await).await;
        self.goes_on(begun, StatusCode::CREATED);
    }

    /// Begins a session by this code.
    pub(crate) async fn enter_with(&self, code: &str) -> (StatusCode, Value) {
        let (channel, host) = (self.pair.0.code(), self.pair.1.code());
        let body = json!({"channel": channel, "host": host, "code": code});
        self.call("/sessions", &body).await
    }

    /// Proves whatever is asked for, until an application may begin.
    pub(crate) async fn prove_all(&mut self) {
        while let Some(next) = self.next().map(str::to_owned) {
            match next.as_str() {
                "phone" => self.prove_phone().await,
                "real_name" => self.pass(true).await,
                "face" => self.pass(false).await,
                other => panic!("{other}"),
            }
        }
    }

    /// By the host's button, or where the person has no mobile there, by a code sent to another one.
    pub(crate) async fn prove_phone(&mut self) {
        let (status, handed) = self.native("phone", &json!({})).await;
        let proof = if status == StatusCode::OK {
            json!({"native": handed["native"]})
        } else {
            assert_eq!(
                (status, &handed["code"]),
                (StatusCode::CONFLICT, &json!("no_phone"))
            );
            self.code_by_sms("13900000025").await
        };
        let proved = self.call("/session/phone", &proof).await;
        self.goes_on(proved, StatusCode::OK);
    }

    /// A code sent to this mobile, and read there.
    pub(crate) async fn code_by_sms(&self, mobile: &str) -> Value {
        let (status, sent) = self.call("/session/sms", &json!({"mobile": mobile})).await;
        assert_eq!(status, StatusCode::ACCEPTED, "{sent}");
        let request = self.house.request(Method::GET, "/sandbox/outbox.json");
        let outbox = read(request.send().await.unwrap()).await;
        let mut sent = outbox.as_array().unwrap().iter().rev();
        let read = sent.find(|one| one["kind"] == "sms" && one["to"] == mobile);
        json!({"mobile": mobile, "sms_code": read.unwrap()["code"]})
    }

    /// A face check that is passed; with name and number where these are not known.
    pub(crate) async fn pass(&mut self, is_unknown: bool) {
        let (check, native) = self.begin_check(is_unknown).await;
        let passed = self.finish_check(&check, &native, "pass").await;
        self.goes_on(passed, StatusCode::OK);
    }

    /// Asks for a face check.
    pub(crate) async fn ask_check(&self, is_unknown: bool) -> (StatusCode, Value) {
        let request = self
            .house
            .request(Method::GET, "/api/v1/texts/consent.face");
        let (_, text) = told(request).await;
        let mut wish = json!({"consent": text["version"]});
        if is_unknown {
            wish["name"] = json!(self.case.agent.name);
            wish["id_number"] = json!(self.case.agent.id_number);
        }
        self.call("/session/face", &wish).await
    }

    /// Begins a face check: its id, and what goes to the host's call.
    pub(crate) async fn begin_check(&self, is_unknown: bool) -> (String, Value) {
        let (status, begun) = self.ask_check(is_unknown).await;
        assert_eq!(status, StatusCode::CREATED, "{begun}");
        let id = begun["check_id"].as_str().unwrap().to_owned();
        (id, begun["native"].clone())
    }

    /// Plays the host's call to this end, and finishes the check.
    pub(crate) async fn finish_check(
        &self,
        check: &str,
        native: &Value,
        outcome: &str,
    ) -> (StatusCode, Value) {
        let more = json!({"check": native, "outcome": outcome});
        let (status, handed) = self.native("face", &more).await;
        assert_eq!(status, StatusCode::OK, "{handed}");
        let path = format!("/session/face/{check}");
        self.call(&path, &json!({"native": handed["native"]})).await
    }

    /// Takes up the session that an answer describes.
    pub(crate) fn goes_on(&mut self, (status, state): (StatusCode, Value), expected: StatusCode) {
        assert_eq!(status, expected, "{state}");
        let token = state["token"].as_str().unwrap().to_owned();
        self.session = Some((token, state["next"].clone()));
    }

    /// The same program once everything is proved.
    pub(crate) async fn program(self) -> Program<'a> {
        let token = Token::from_secret(self.token(), true).unwrap();
        let service = self.house.service();
        let found = sessions::find(service, &token, Where::InAProgram, None).await;
        Program {
            house: self.house,
            agent: found.unwrap().unwrap().agent().unwrap().clone(),
            token,
        }
    }
}

/// The JSON of an answer that no operation gave.
async fn read(answer: Response) -> Value {
    serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap_or(Value::Null)
}
