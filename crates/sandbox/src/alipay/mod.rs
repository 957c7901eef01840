//! Alipay's gateway: every method of every app, signed both ways with `RSA2`. Refusals are signed too.

mod account;
mod gate;
mod keys;
mod refusal;

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::http::header::{CONTENT_TYPE, LOCATION};
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse as _, Response};
use axum::routing::any;
use serde_json::{Value, json};

pub use account::{AlipayAccount, AlipayKeys};
pub(crate) use gate::Parameters;
pub(crate) use keys::Key;
pub(crate) use refusal::Refusal;

use crate::clocks::MachineClock;
use crate::encoding::pairs;
use crate::faults;
use gate::App;

/// Some of the methods.
pub(crate) trait Answers: Send + Sync {
    /// Does what a method asks; [`Refusal::Method`] when it is not one of these.
    fn answered(
        &self,
        method: &str,
        given: &Parameters,
        account: &AlipayAccount,
    ) -> Result<Answer, Refusal>;
}

/// What is answered.
pub(crate) enum Answer {
    /// A member of JSON.
    Member(Value),
    /// The same without the code of success, as the methods of OAuth answer.
    Bare(Value),
    /// The browser goes on to this address.
    Page(String),
    /// Nothing: the connection is reset.
    Nothing,
}

/// The gateway for these apps with these methods. `None` when a private key cannot be read.
pub(crate) fn gateway(
    accounts: Vec<AlipayAccount>,
    machine: MachineClock,
    methods: Vec<Box<dyn Answers>>,
) -> Option<Router> {
    let apps = accounts.into_iter().map(App::read);
    let platform = Platform {
        apps: apps.collect::<Option<_>>()?,
        machine,
        methods,
    };
    let router = Router::new()
        .route("/gateway.do", any(answer))
        .with_state(Arc::new(platform));
    Some(router)
}

struct Platform {
    apps: Vec<App>,
    machine: MachineClock,
    methods: Vec<Box<dyn Answers>>,
}

impl Platform {
    fn answered(&self, method: &str, given: &Parameters, app: &App) -> Result<Answer, Refusal> {
        let answers = self.methods.iter();
        answers
            .map(|methods| methods.answered(method, given, &app.account))
            .find(|outcome| !matches!(outcome, Err(Refusal::Method)))
            .unwrap_or(Err(Refusal::Method))
    }
}

async fn answer(
    State(platform): State<Arc<Platform>>,
    http_method: Method,
    RawQuery(query): RawQuery,
    body: Bytes,
) -> Response {
    let mut given: Parameters = pairs(&query.unwrap_or_default()).into_iter().collect();
    if http_method == Method::POST {
        given.extend(pairs(&String::from_utf8_lossy(&body)));
    }
    let method = given.get("method").cloned().unwrap_or_default();
    let app = gate::admitted(&platform.apps, &given, platform.machine.now());
    let outcome = app.and_then(|app| platform.answered(&method, &given, app));
    let (name, member) = match outcome {
        Ok(Answer::Page(address)) => {
            return (StatusCode::FOUND, [(LOCATION, address)]).into_response();
        }
        Ok(Answer::Nothing) => return faults::reset(),
        Ok(Answer::Bare(member)) => (method, member),
        Ok(Answer::Member(mut member)) => {
            member["code"] = "10000".into();
            member["msg"] = "Success".into();
            (method, member)
        }
        Err(refusal) => {
            let (code, msg, sub_code) = refusal.parts();
            let member = json!({"code": code, "msg": msg, "sub_code": sub_code, "sub_msg": "refused by the sandbox"});
            let name = if refusal == Refusal::Method {
                String::new()
            } else {
                method
            };
            (name, member)
        }
    };
    let name = if name.is_empty() {
        "error_response".to_owned()
    } else {
        format!("{}_response", name.replace('.', "_"))
    };
    let member = member.to_string();
    // An app that is not known is told so with the key of the first.
    let of_sender = |app: &&App| given.get("app_id") == Some(&app.account.app_id);
    let app = platform.apps.iter().find(of_sender);
    let sign = app
        .or(platform.apps.first())
        .map(|app| app.own.sign(&member));
    // Put together by hand: the signature covers the member as it is written here.
    let body = format!(
        r#"{{{}:{member},"sign":"{}"}}"#,
        json!(name),
        sign.unwrap_or_default()
    );
    ([(CONTENT_TYPE, "application/json;charset=utf-8")], body).into_response()
}
