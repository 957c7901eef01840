//! Tencent Cloud's SMS: `SendSms` and `PullSmsSendStatusByPhoneNumber` of version 2021-01-11, signed with TC3-HMAC-SHA256.
//!
//! Every answer has the status 200. What is wrong with the request is an `Error`; what is wrong with the message to a number is
//! the code of that number's entry. Any region is served.

mod gate;
mod operations;
mod refusal;

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, Method, Uri};
use axum::{Json, Router};
use serde_json::{Value, json};

use super::{Account, Network};
use crate::clocks::MachineClock;
use crate::headers::text;
use crate::lines::Cut;
use gate::{Asked, Gate};
use operations::Answering;
use refusal::Refusal;

const VERSION: &str = "2021-01-11";

/// The platform, for one account and its one application.
pub fn tencent(
    account: Account,
    sdk_app_id: String,
    machine: MachineClock,
    network: Arc<Network>,
) -> Router {
    let platform = Platform {
        gate: Gate::new(&account),
        account,
        sdk_app_id,
        machine,
        network,
    };
    Router::new()
        .fallback(answer)
        .with_state(Arc::new(platform))
}

struct Platform {
    gate: Gate,
    account: Account,
    sdk_app_id: String,
    machine: MachineClock,
    network: Arc<Network>,
}

async fn answer(
    State(platform): State<Arc<Platform>>,
    ConnectInfo(cut): ConnectInfo<Cut>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Json<Value> {
    let outcome = match body {
        Ok(body) => platform.hear(&method, &uri, &headers, &body),
        Err(_) => Err(Refusal::Parameter),
    };
    let code = outcome
        .as_ref()
        .err()
        .map_or("Ok", |refusal| refusal.code());
    tracing::debug!(code, "the sms platform of the sandbox was asked");
    if outcome == Err(Refusal::Silent) {
        cut.now();
    }
    let mut response = outcome.unwrap_or_else(
        |refusal| json!({"Error": {"Code": refusal.code(), "Message": refusal.message()}}),
    );
    response["RequestId"] = format!("sandbox-{}", platform.machine.now().as_microsecond()).into();
    Json(json!({ "Response": response }))
}

impl Platform {
    fn hear(
        &self,
        method: &Method,
        uri: &Uri,
        headers: &HeaderMap,
        body: &[u8],
    ) -> Result<Value, Refusal> {
        if uri.path() != "/" || *method != Method::POST {
            return Err(Refusal::Request);
        }
        let now = self.machine.now();
        let asked = Asked {
            method: method.as_str(),
            path: uri.path(),
            query: uri.query().unwrap_or_default(),
            headers,
            body,
        };
        self.gate.admit(&asked, now)?;
        let answering = Answering {
            account: &self.account,
            sdk_app_id: &self.sdk_app_id,
            network: &self.network,
            now,
        };
        match (text(headers, "x-tc-action"), text(headers, "x-tc-version")) {
            ("SendSms", VERSION) => answering.send(body),
            ("PullSmsSendStatusByPhoneNumber", VERSION) => answering.states(body),
            ("SendSms" | "PullSmsSendStatusByPhoneNumber", _) => Err(Refusal::UnknownVersion),
            _ => Err(Refusal::UnknownAction),
        }
    }
}
