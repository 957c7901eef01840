//! Aliyun's SMS: `SendSms` and `QuerySendDetails` of version 2017-05-25, signed with ACS3-HMAC-SHA256.
//!
//! Parameters are read from the query, and from a form as body. What is wrong with the request itself has a status of its own;
//! what is wrong with the message comes with 200 and a code that begins with `isv.`.

mod gate;
mod operations;
mod refusal;

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{ConnectInfo, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use axum::{Json, Router};
use serde_json::{Value, json};

use super::{Account, Network};
use crate::clocks::MachineClock;
use crate::encoding::pairs;
use crate::headers;
use crate::lines::Cut;
use gate::{Asked, Gate};
use operations::Parameters;
use refusal::Refusal;

const VERSION: &str = "2017-05-25";

/// The platform, for one account.
pub fn aliyun(account: Account, machine: MachineClock, network: Arc<Network>) -> Router {
    let platform = Platform {
        gate: Gate::new(&account),
        account,
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
) -> Response {
    let outcome = match body {
        Ok(body) => platform.hear(&method, &uri, &headers, &body),
        Err(_) => Err(Refusal::UnreadableBody),
    };
    let code = outcome
        .as_ref()
        .err()
        .map_or("OK", |refusal| refusal.code());
    tracing::debug!(code, "the sms platform of the sandbox was asked");
    if outcome == Err(Refusal::Silent) {
        cut.now();
    }
    let request_id = headers::text(&headers, "x-acs-signature-nonce").to_uppercase();
    let (status, mut body) = match outcome {
        Ok(body) => (StatusCode::OK, body),
        Err(refusal) => (refusal.status(), json!({"Message": refusal.message()})),
    };
    body["Code"] = code.into();
    body["RequestId"] = request_id.into();
    (status, Json(body)).into_response()
}

impl Platform {
    fn hear(
        &self,
        method: &Method,
        uri: &Uri,
        headers: &HeaderMap,
        body: &[u8],
    ) -> Result<Value, Refusal> {
        if uri.path() != "/" {
            return Err(Refusal::UnknownAction);
        }
        let now = self.machine.now();
        let query = uri.query().unwrap_or_default();
        let asked = Asked {
            method: method.as_str(),
            path: uri.path(),
            query,
            headers,
            body,
        };
        self.gate.admit(&asked, now)?;
        let mut given = pairs(query);
        if headers::text(headers, CONTENT_TYPE.as_str())
            .starts_with("application/x-www-form-urlencoded")
        {
            given.extend(pairs(&String::from_utf8_lossy(body)));
        }
        let operation = Parameters {
            given,
            account: &self.account,
            network: &self.network,
            now,
        };
        match headers::text(headers, "x-acs-action") {
            "SendSms" | "QuerySendDetails"
                if headers::text(headers, "x-acs-version") != VERSION =>
            {
                Err(Refusal::UnknownVersion)
            }
            "SendSms" => operation.send(),
            "QuerySendDetails" => operation.details(),
            _ => Err(Refusal::UnknownAction),
        }
    }
}
