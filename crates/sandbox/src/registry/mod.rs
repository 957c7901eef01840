//! The registry: population, kinship, households, births and card eligibility, behind the signed REST contract.
//!
//! Every operation is a `POST` of JSON, signed with HMAC-SM3 over method, path, query, timestamp, nonce and body, and states
//! its purpose, the consent and the operator. Every answer, refusals too, is signed over its status, its timestamp, the
//! request's nonce and its body. The codes of the envelope:
//!
//! | code | HTTP | meaning |
//! | --- | --- | --- |
//! | `0` | 200 | answered |
//! | `1001`, `1002` | 400 | the body is not JSON of this operation; purpose, consent id or operator is missing |
//! | `1003` | 404 | no such operation |
//! | `2001` .. `2005` | 401 | app id; timestamp off by over 300 s; nonce malformed or seen before; signature; algorithm |
//! | `3001` | 200 | no person of this name and number |
//! | `3002` | 200 | the child's name and number do not belong together |
//! | `5001` | 503 | down for now, retry later |
//!
//! The stand-in can be told to misbehave, towards everybody or for one person, and does so by itself for families that are
//! made for it: see [`Behaviours`].

mod behaviour;
mod envelope;
mod gate;
mod operations;
mod signature;

use std::fmt;
use std::future::Future;
use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, Method, Uri};
use axum::response::Response;
use tokio::net::TcpListener;
use tokio::sync::watch;

pub use behaviour::{Behaviour, Behaviours};

use crate::clocks::{MachineClock, WorldClock};
use crate::lines::{self, Cut};
use crate::world::World;
use envelope::Refusal;
use gate::Gate;
use signature::Key;

/// Who may send requests.
#[derive(Clone)]
pub struct Settings {
    /// The application id that the service sends.
    pub app_id: String,
    /// The shared key of the signatures.
    pub key: String,
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings")
            .field("app_id", &self.app_id)
            .field("key", &"***")
            .finish()
    }
}

/// Serves on `listener` until `shutdown` completes, then finishes the requests in progress.
///
/// Stop it after the service that calls it: a service that drains its last requests still calls the registry.
pub async fn serve(
    listener: TcpListener,
    world: Arc<World>,
    machine: MachineClock,
    clock: WorldClock,
    settings: Settings,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let (close, closing) = watch::channel(false);
    let registry = Registry {
        world,
        key: Key::new(&settings.key),
        gate: Gate::new(settings.app_id),
        machine,
        clock,
        closing,
    };
    let router = Router::new()
        .fallback(answer)
        .with_state(Arc::new(registry));
    let shutdown = async move {
        shutdown.await;
        // There is no receiver when no answer is delayed: that is not an error.
        close.send(true).ok();
    };
    lines::serve(listener, router, shutdown).await
}

struct Registry {
    world: Arc<World>,
    key: Key,
    gate: Gate,
    machine: MachineClock,
    clock: WorldClock,
    /// Ends the delay of late answers when the registry stops.
    closing: watch::Receiver<bool>,
}

async fn answer(
    State(registry): State<Arc<Registry>>,
    ConnectInfo(cut): ConnectInfo<Cut>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let request_id = gate::header(&headers, "x-request-id")
        .unwrap_or_default()
        .to_owned();
    let nonce = gate::header(&headers, "x-nonce")
        .unwrap_or_default()
        .to_owned();
    let (outcome, behaviour) = match body {
        Ok(body) => registry.hear(&method, &uri, &headers, &body),
        Err(_) => (Err(Refusal::UnreadableBody), Behaviour::Normal),
    };
    let code = outcome.as_ref().err().map_or("0", |refusal| refusal.code());
    tracing::debug!(
        path = uri.path(),
        code,
        request_id,
        "the registry of the sandbox was asked"
    );

    if let Behaviour::Late(wait) = behaviour {
        let mut closing = registry.closing.clone();
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            _ = closing.changed() => {}
        }
    }
    if behaviour == Behaviour::Silent {
        cut.now();
    }
    let mut reply = envelope::reply(outcome, &request_id);
    if behaviour == Behaviour::Rubbish {
        reply.body = b"<html>maintenance</html>".to_vec();
    }
    let nonce = if behaviour == Behaviour::WrongSignature {
        "0".repeat(32)
    } else {
        nonce
    };
    reply.signed(&registry.key, registry.machine.now(), &nonce)
}

impl Registry {
    /// Authenticates the request and answers it, or says how to misbehave instead.
    fn hear(
        &self,
        method: &Method,
        uri: &Uri,
        headers: &HeaderMap,
        body: &[u8],
    ) -> (Result<serde_json::Value, Refusal>, Behaviour) {
        let (sent_at, now) = (self.machine.now(), self.clock.now());
        let asked = gate::Asked {
            method: method.as_str(),
            path: uri.path(),
            query: uri.query().unwrap_or_default(),
            body,
        };
        if let Err(refusal) = self.gate.admit(&self.key, &asked, headers, sent_at) {
            return (Err(refusal), Behaviour::Normal);
        }
        if *method != Method::POST {
            return (Err(Refusal::UnknownOperation), Behaviour::Normal);
        }
        let operation = match operations::Operation::read(uri.path(), body) {
            Ok(operation) => operation,
            Err(refusal) => return (Err(refusal), Behaviour::Normal),
        };
        let behaviour = self
            .world
            .behaviours()
            .toward(&operation.people(), operation.is_about_kin());
        let outcome = match behaviour {
            Behaviour::Down => Err(Refusal::Down),
            Behaviour::Contradicting => operation.impossible_answer(self.world.kept(), now),
            _ => operation.answer(self.world.kept(), now),
        };
        (outcome, behaviour)
    }
}
