//! A running service, and programs that speak for a family's agent.
//!
//! The short way to a session, for tests that are not about the log-in: it is written as a host's log-in would write it, with the
//! proofs that the channel asks for. [`crate::telephone`] begins as a stranger must. Everything after it goes through HTTP.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Mutex, PoisonError};

use daiban::config::{Config, Overrides};
use daiban::wiring::{self, Running};
use domain::channel::{Channel, Host};
use domain::people::{ProofMethod, Provider};
use jiff::SignedDuration;
use reqwest::header::{ACCEPT_LANGUAGE, AUTHORIZATION, CONTENT_TYPE};
use reqwest::{Client, Method, RequestBuilder, StatusCode};
use sandbox::world::Case;
use serde_json::{Value, json};
use service::agent::Agent;
use service::known_browser::KnownBrowser;
use service::login::log_in::{LogInInput, LogInOutcome, log_in};
use service::login::picture_code::{CodeForm, new_challenge};
use service::sessions::{self, Where};
use service::token::Token;
use store::proofs::{self, StoredProof, Subject};
use store::sessions::SessionRow;
use tempfile::TempDir;

pub(crate) use crate::answers::{code, item, told, with_json};
use crate::answers::{missing_pictures, open_answers, wrong};

pub(crate) struct House {
    running: Running,
    client: Client,
    /// The address that a proxy in front says.
    said_address: Option<&'static str>,
    settings: String,
    /// Kept while a process uses it.
    _folder: Option<TempDir>,
}

/// A mini-program in a host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Pair(pub(crate) Channel, pub(crate) Host);

/// Where parents apply beside the portal.
pub(crate) const PAIRS: [Pair; 4] = [
    Pair(Channel::Jingtong, Host::WeChat),
    Pair(Channel::Jingtong, Host::Alipay),
    Pair(Channel::Jingtong, Host::Baidu),
    Pair(Channel::Yikatong, Host::WeChat),
];
pub(crate) const JINGTONG: Pair = PAIRS[0];
pub(crate) const YIKATONG: Pair = PAIRS[3];

/// A program with a session.
pub(crate) struct Program<'a> {
    pub(crate) house: &'a House,
    pub(crate) agent: Agent,
    pub(crate) token: Token,
}

/// How a walk through the steps ended.
#[derive(Debug, PartialEq)]
pub(crate) enum End {
    /// Handed in: the answer.
    Submitted(Value),
    /// The service refuses, with this code.
    Refused(String),
    /// A step cannot be finished, because of these fields.
    Stuck(Vec<String>),
    /// At the step that was asked for.
    Stopped,
}

/// What was asked on a walk: fields that were sent and materials that were uploaded.
pub(crate) type Asked = Vec<String>;

impl House {
    pub(crate) async fn open() -> House {
        House::open_with("").await
    }

    /// A service with these settings in addition to the usual ones.
    pub(crate) async fn open_with(more: &str) -> House {
        House::start("", more, None).await
    }

    /// The same for whoever asks from another machine: no limit is loosened.
    pub(crate) async fn seen_from_elsewhere(more: &str) -> House {
        House::start("proxies = ['127.0.0.1']\n", more, Some("203.0.113.9")).await
    }

    async fn start(server: &str, more: &str, said_address: Option<&'static str>) -> House {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data").display().to_string();
        let papers = std::env::var("DAIBAN__SANDBOX__PAPERS_FOLDER").unwrap_or_default();
        let settings = format!(
            "[server]\nlisten = '127.0.0.1:0'\n{server}[sandbox]\nlisten = '127.0.0.1:0'\nallow_beyond_loopback = true\npapers_folder = '{papers}'\ndrawn_families = 16\n[registry]\nretries = 0\ntimeout_ms = 3000\n[data]\nfolder = '{data}'\n{more}"
        );
        House {
            _folder: Some(folder),
            ..House::of(settings, said_address).await
        }
    }

    /// Another process of the same service, on the same data.
    pub(crate) async fn another_process(&self) -> House {
        House::of(self.settings.clone(), self.said_address).await
    }

    async fn of(settings: String, said_address: Option<&'static str>) -> House {
        let overrides = Overrides {
            sandbox: true,
            sandbox_day: Some(jiff::civil::date(2026, 11, 22)),
        };
        let running = wiring::start(Config::load(&settings, [], &overrides).unwrap())
            .await
            .unwrap();
        House {
            running,
            client: Client::builder().no_proxy().build().unwrap(),
            said_address,
            settings,
            _folder: None,
        }
    }

    pub(crate) fn service(&self) -> &service::Shared {
        &self.running.web.service
    }

    pub(crate) fn sandbox(&self) -> &demo::Sandbox {
        let stand_in = self.running.stand_in.as_ref();
        stand_in
            .expect("these tests run with the sandbox")
            .sandbox()
    }

    pub(crate) fn case(&self, name: &str) -> Case {
        let world = &self.sandbox().world;
        let found = world.case(name);
        found
            .unwrap_or_else(|| panic!("the sandbox has no {name}"))
            .clone()
    }

    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let address = self.running.address;
        let request = self
            .client
            .request(method, format!("http://{address}{path}"));
        match self.said_address {
            Some(from) => request.header("x-forwarded-for", from),
            None => request,
        }
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.running.address
    }

    /// Its address.
    pub(crate) fn site(&self) -> String {
        format!("http://{}", self.running.address)
    }

    /// A paper of this kind from any family: drawing takes longer than everything else.
    pub(crate) fn paper(&self, case: &Case, material: &str) -> Option<Vec<u8>> {
        static DRAWN: Mutex<BTreeMap<String, Vec<u8>>> = Mutex::new(BTreeMap::new());
        case.papers.get(material)?;
        let mut drawn = DRAWN.lock().unwrap_or_else(PoisonError::into_inner);
        let paper = drawn
            .entry(material.to_owned())
            .or_insert_with(|| self.sandbox().world.paper(&case.case, material).unwrap());
        Some(paper.clone())
    }

    async fn agent(&self, case: &Case) -> Agent {
        let service = self.service();
        let challenge = new_challenge(service, CodeForm::Words).await.unwrap();
        let input = LogInInput {
            login: case.agent.username.clone(),
            password: case.agent.password.clone(),
            picture_code: self.sandbox().outbox.code_for(&challenge.id).unwrap(),
            challenge: challenge.id,
            address: [127, 0, 0, 1].into(),
            replaces: None,
            known: KnownBrowser::default(),
        };
        let LogInOutcome::LoggedIn { token, .. } = log_in(service, input).await.unwrap() else {
            panic!("{} is not logged in", case.case)
        };
        let from = Some([127, 0, 0, 1].into());
        let found = sessions::find(service, &token, Where::InABrowser, from).await;
        found.unwrap().unwrap().agent().unwrap().clone()
    }

    /// A session of a family's agent in a mini-program, with everything proved that it asks for.
    pub(crate) async fn program(&self, case: &str, pair: Pair) -> Program<'_> {
        let program = self.unproved(case, pair).await;
        if pair.0 == Channel::Jingtong {
            program.show_face().await;
        }
        program
    }

    /// The same without a face shown in it.
    pub(crate) async fn unproved(&self, case: &str, Pair(channel, host): Pair) -> Program<'_> {
        let agent = self.agent(&self.case(case)).await;
        let service = self.service();
        let (token, now) = (Token::logged_in(&service.chance), service.clock.now());
        let session = SessionRow {
            token: token.hash(),
            account: agent.account,
            provider: Provider::WeChat,
            way: None,
            channel,
            host,
            host_secret: None,
            created_at: now,
            last_seen_at: now,
            expires_at: now + SignedDuration::from_hours(8),
        };
        service
            .store
            .write(async move |tx| store::sessions::create(tx, &session).await)
            .await
            .unwrap();
        Program {
            house: self,
            agent,
            token,
        }
    }
}

impl Program<'_> {
    async fn show_face(&self) {
        let service = self.house.service();
        let now = service.clock.now();
        let proof = StoredProof {
            id: service.chance.id_at(now),
            account: self.agent.account,
            subject: Subject::Face(self.token.hash()),
            method: ProofMethod::FaceCheck,
            provider: Some(Provider::WeChat),
            at: now,
            until: None,
        };
        service
            .store
            .write(async move |tx| proofs::add(tx, &proof).await)
            .await
            .unwrap();
    }

    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.house.request(method, &format!("/api/v1{path}"));
        let bearer = format!("Bearer {}", self.token.secret());
        request
            .header(AUTHORIZATION, bearer)
            .header(ACCEPT_LANGUAGE, "en")
    }

    pub(crate) async fn get(&self, path: &str) -> (StatusCode, Value) {
        told(self.request(Method::GET, path)).await
    }

    pub(crate) async fn send(
        &self,
        method: Method,
        path: &str,
        body: &Value,
    ) -> (StatusCode, Value) {
        told(with_json(self.request(method, path), body)).await
    }

    /// Begins an application, or takes one up: its id, its open step, and whether it is new.
    pub(crate) async fn begin(&self, draft: &str) -> (String, String, bool) {
        let (status, told) = self
            .send(Method::POST, "/applications", &json!({"draft": draft}))
            .await;
        assert!(status.is_success(), "{status} {told}");
        let text = |name: &str| told[name].as_str().unwrap().to_owned();
        (text("id"), text("step"), status == StatusCode::CREATED)
    }

    pub(crate) async fn step(&self, id: &str, step: &str) -> Value {
        let (status, shown) = self.get(&format!("/applications/{id}/steps/{step}")).await;
        assert_eq!(status, StatusCode::OK, "{step}: {shown}");
        shown
    }

    /// Saves answers over the step as it is stored now.
    pub(crate) async fn save(&self, id: &str, step: &str, answers: Value) -> (StatusCode, Value) {
        let version = self.step(id, step).await["version"].clone();
        self.save_over(id, step, &version, answers).await
    }

    pub(crate) async fn save_over(
        &self,
        id: &str,
        step: &str,
        version: &Value,
        answers: Value,
    ) -> (StatusCode, Value) {
        let body = json!({"version": version, "answers": answers});
        let path = format!("/applications/{id}/steps/{step}");
        self.send(Method::PUT, &path, &body).await
    }

    pub(crate) async fn upload(
        &self,
        id: &str,
        material: &str,
        picture: Vec<u8>,
    ) -> (StatusCode, Value) {
        let path = format!("/applications/{id}/materials/{material}");
        let request = self.request(Method::PUT, &path);
        told(request.header(CONTENT_TYPE, "image/jpeg").body(picture)).await
    }

    /// Walks on by nothing but what the answers say, from `step` to the end or to the step `until`.
    pub(crate) async fn walk(
        &self,
        case: &Case,
        id: &str,
        step: &str,
        until: Option<&str>,
    ) -> (End, Asked) {
        let (mut step, mut asked, mut times) = (step.to_owned(), Asked::new(), 0);
        loop {
            if until == Some(step.as_str()) {
                return (End::Stopped, asked);
            }
            let shown = self.step(id, &step).await;
            let answers = open_answers(case, &shown);
            asked.extend(answers.keys().cloned());
            let (status, mut now) = self
                .save_over(id, &step, &shown["version"], json!(answers))
                .await;
            if status == StatusCode::CONFLICT {
                return (End::Refused(code(&now)), asked);
            }
            assert_eq!(status, StatusCode::OK, "{} {step}: {now}", case.case);
            for material in missing_pictures(&now) {
                let Some(paper) = self.house.paper(case, &material) else {
                    continue;
                };
                let (status, item) = self.upload(id, &material, paper).await;
                assert_eq!(status, StatusCode::OK, "{material}: {item}");
                assert_eq!(item["value"], "present");
                asked.push(material);
                now = self.step(id, &step).await;
            }
            let next = now["next"].as_str().unwrap().to_owned();
            if next == "submission" {
                return (self.hand_in(id, &now["once"]).await, asked);
            }
            times = if next == step { times + 1 } else { 0 };
            if times == 3 {
                return (End::Stuck(wrong(&now)), asked);
            }
            step = next;
        }
    }

    pub(crate) async fn hand_in(&self, id: &str, once: &Value) -> End {
        let path = format!("/applications/{id}/submission");
        let (status, told) = self.send(Method::POST, &path, &json!({"once": once})).await;
        match status {
            StatusCode::OK => End::Submitted(told),
            StatusCode::CONFLICT => End::Refused(code(&told)),
            other => panic!("{other}: {told}"),
        }
    }
}
