//! A program that applies through the JSON API, by its description alone.

use std::collections::{HashMap, VecDeque};

use reqwest::header::CONTENT_TYPE;
use reqwest::{Client, Method, RequestBuilder};
use serde_json::{Value, json};

use crate::family::Family;
use crate::picture::Picture;

/// More steps than any flow has: beyond it we run in circles.
const STEPS_AT_MOST: usize = 30;
/// It asks for the same pictures as the portal.
const CHANNEL: &str = "yikatong";

/// A mini-program in a parent's hands.
pub(crate) struct Program {
    client: Client,
    url: String,
    family: Family,
    token: String,
    /// Requests so far.
    pub(crate) requests: usize,
}

impl Program {
    /// Begins a session and proves everything, with the sandbox as the telephone.
    pub(crate) async fn enter(url: &str, family: &Family) -> Program {
        let mut program = Program {
            client: Client::builder().no_proxy().build().unwrap(),
            url: url.to_owned(),
            family: family.clone(),
            token: String::new(),
            requests: 0,
        };
        let code = program.native("login-code", json!({})).await["code"].clone();
        let wish = json!({"channel": CHANNEL, "host": "wechat", "code": code});
        let mut state = program.call(Method::POST, "/sessions", &wish).await;
        loop {
            state["token"]
                .as_str()
                .unwrap()
                .clone_into(&mut program.token);
            state = match state["next"].as_str() {
                None => break,
                Some("phone") => {
                    let native = program.native("phone", json!({})).await;
                    let proof = json!({"native": native["native"]});
                    program.call(Method::POST, "/session/phone", &proof).await
                }
                Some(next) => program.show_face(next == "real_name").await,
            };
        }
        program
    }

    async fn show_face(&mut self, is_unknown: bool) -> Value {
        let text = self
            .call(Method::GET, "/texts/consent.face", &Value::Null)
            .await;
        let mut wish = json!({"consent": text["version"]});
        if is_unknown {
            wish["name"] = json!(self.family.name);
            wish["id_number"] = json!(self.family.id_number);
        }
        let check = self.call(Method::POST, "/session/face", &wish).await;
        let shown = json!({"check": check["native"], "outcome": "pass"});
        let native = self.native("face", shown).await;
        let path = format!("/session/face/{}", check["check_id"].as_str().unwrap());
        let told = json!({"native": native["native"]});
        self.call(Method::POST, &path, &told).await
    }

    /// Begins an application and answers it to its receipt, sending exactly these pictures.
    pub(crate) async fn apply(&mut self, mut pictures: VecDeque<Picture>) {
        let wish = json!({"draft": "new"});
        let begun = self.call(Method::POST, "/applications", &wish).await;
        let application = format!("/applications/{}", begun["id"].as_str().unwrap());
        let mut step = begun["step"].as_str().unwrap().to_owned();
        let mut once = Value::Null;
        for _ in 0..STEPS_AT_MOST {
            if step == "submission" {
                let path = format!("{application}/submission");
                self.call(Method::POST, &path, &json!({"once": once})).await;
                let receipt = format!("{application}/receipt");
                self.call(Method::GET, &receipt, &Value::Null).await;
                assert!(
                    pictures.is_empty(),
                    "{}: pictures are left",
                    self.family.case
                );
                return;
            }
            let path = format!("{application}/steps/{step}");
            let shown = self.call(Method::GET, &path, &Value::Null).await;
            let answers = self.answers(&shown);
            let body = json!({"version": shown["version"], "answers": answers});
            let mut shown = self.call(Method::PUT, &path, &body).await;
            let wanted = wanted(&shown);
            for material in &wanted {
                let picture = pictures.pop_front().expect("as many as are asked for");
                let path = format!("{application}/materials/{material}");
                let request = self.request(Method::PUT, &path);
                let request = request.header(CONTENT_TYPE, "image/jpeg");
                self.answer(request.body(picture.to_vec())).await;
            }
            if !wanted.is_empty() {
                shown = self.call(Method::GET, &path, &Value::Null).await;
            }
            once = shown["once"].clone();
            shown["next"].as_str().unwrap().clone_into(&mut step);
        }
        panic!("{}: no receipt", self.family.case);
    }

    /// What the family answers to the questions that are open.
    fn answers(&self, step: &Value) -> HashMap<String, String> {
        let items = step["items"].as_array().unwrap().iter();
        let open = items.filter(|item| item["visible"] == true && item["locked"].is_null());
        open.filter_map(|item| {
            let field = item["field"].as_str()?;
            let answer = self.family.answers.get(field)?;
            Some((field.to_owned(), answer.clone()))
        })
        .collect()
    }

    async fn native(&mut self, call: &str, mut body: Value) -> Value {
        body["person"] = json!(self.family.username);
        body["channel"] = json!(CHANNEL);
        let address = format!("{}/sandbox/native/wechat/{call}", self.url);
        let request = self.client.post(address);
        self.answer(
            request
                .header(CONTENT_TYPE, "application/json")
                .body(body.to_string()),
        )
        .await
    }

    async fn call(&mut self, method: Method, path: &str, body: &Value) -> Value {
        let request = self.request(method, path);
        let request = match body {
            Value::Null => request,
            body => request
                .header(CONTENT_TYPE, "application/json")
                .body(body.to_string()),
        };
        self.answer(request).await
    }

    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let address = format!("{}/api/v1{path}", self.url);
        let request = self.client.request(method, address);
        if self.token.is_empty() {
            request
        } else {
            request.bearer_auth(&self.token)
        }
    }

    async fn answer(&mut self, request: RequestBuilder) -> Value {
        self.requests += 1;
        let answer = request.send().await.unwrap();
        let status = answer.status();
        let told: Value = serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap();
        assert!(status.is_success(), "{}: {status} {told}", self.family.case);
        told
    }
}

/// The materials of a step that are still missing.
fn wanted(step: &Value) -> Vec<String> {
    let items = step["items"].as_array().unwrap().iter();
    let missing = items.filter(|item| item["required"] == true && item["value"].is_null());
    let materials = missing.filter_map(|item| item["material"].as_str());
    materials.map(str::to_owned).collect()
}
