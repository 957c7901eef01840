//! How a platform misbehaves on request.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_LENGTH;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse as _, Response};
use serde_json::Value;

use crate::lines::Cut;

/// Longest answer of a stand-in.
const LONGEST_BYTES: usize = 1 << 20;

/// One way to misbehave.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Fault {
    /// None.
    #[default]
    None,
    /// The right answer after this delay.
    Late(Duration),
    /// The connection is reset without an answer.
    Reset,
    /// 200 with a page that is not what was asked for.
    Rubbish,
    /// 503, as a proxy in front of the platform answers.
    Refused,
    /// The right answer with a signature over something else, where it has one: Alipay's `sign`, an ID token.
    AlteredSignature,
}

/// The switch of one platform. It counts for what servers ask; pages for a browser work.
#[derive(Clone, Debug, Default)]
pub struct Faults(Arc<Mutex<Fault>>);

/// Marks an answer that is not to arrive.
#[derive(Clone, Copy)]
struct NoAnswer;

impl Faults {
    /// From now on the platform does this.
    pub fn set(&self, fault: Fault) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = fault;
    }

    /// What the platform does now.
    pub fn now(&self) -> Fault {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// An answer in whose place the connection is reset.
pub(crate) fn reset() -> Response {
    let mut response = StatusCode::BAD_GATEWAY.into_response();
    response.extensions_mut().insert(NoAnswer);
    response
}

/// The router of a platform with its switch.
pub fn switched(router: Router, faults: Faults) -> Router {
    router.layer(from_fn_with_state(faults, misbehave))
}

async fn misbehave(State(faults): State<Faults>, request: Request, next: Next) -> Response {
    let cut = request.extensions().get::<ConnectInfo<Cut>>().cloned();
    let fault = faults.now();
    let response = match fault {
        Fault::None | Fault::AlteredSignature => next.run(request).await,
        Fault::Late(delay) => {
            tokio::time::sleep(delay).await;
            next.run(request).await
        }
        Fault::Reset => reset(),
        Fault::Rubbish => "<html><body>Welcome</body></html>".into_response(),
        Fault::Refused => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    };
    if response.extensions().get::<NoAnswer>().is_some()
        && let Some(ConnectInfo(cut)) = cut
    {
        cut.now();
    }
    if fault == Fault::AlteredSignature {
        altered(response).await
    } else {
        response
    }
}

/// The answer with the first letter of its signature changed.
async fn altered(response: Response) -> Response {
    let (mut parts, body) = response.into_parts();
    let bytes = to_bytes(body, LONGEST_BYTES).await.unwrap_or_default();
    let mut text = String::from_utf8_lossy(&bytes).into_owned();
    let told: Value = serde_json::from_str(&text).unwrap_or_default();
    for name in ["sign", "id_token"] {
        if let Some(whole) = told[name].as_str() {
            let signature = whole.rsplit('.').next().unwrap_or(whole);
            let changed = if signature.starts_with('A') { "B" } else { "A" };
            let other = format!("{changed}{}", signature.get(1..).unwrap_or_default());
            text = text.replace(signature, &other);
        }
    }
    parts.headers.remove(CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(text))
}
