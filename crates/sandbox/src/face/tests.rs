//! The three authorities, asked over their wires.

mod alipay;
mod baidu;
mod wechat;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, Response};
use jiff::Timestamp;
use serde_json::Value;
use tower::ServiceExt as _;

use super::Faces;
use crate::clocks::MachineClock;
use crate::world::World;

/// A world with its checks, and the machine's clock, which tests move.
struct Outside {
    faces: Arc<Faces>,
    world: Arc<World>,
    machine: Arc<Mutex<Timestamp>>,
    _folder: tempfile::TempDir,
}

impl Outside {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let day = jiff::civil::date(2026, 11, 22);
        let world = Arc::new(World::open(folder.path(), day, 7, 0).unwrap());
        let machine = Arc::new(Mutex::new("2026-03-01T16:30:00Z".parse().unwrap()));
        let clock = machine.clone();
        let clock = MachineClock::new(move || *clock.lock().unwrap());
        Self {
            faces: Arc::new(Faces::new(world.clone(), clock)),
            world,
            machine,
            _folder: folder,
        }
    }

    fn clock(&self) -> MachineClock {
        let machine = self.machine.clone();
        MachineClock::new(move || *machine.lock().unwrap())
    }

    fn pass(&self, time: Duration) {
        let mut machine = self.machine.lock().unwrap();
        *machine += time;
    }

    /// Name and ID number of a family's agent.
    fn agent(&self, family: &str) -> (&str, &str) {
        let agent = &self.world.case(family).unwrap().agent;
        (&agent.name, &agent.id_number)
    }
}

async fn respond(router: &Router, request: Request<Body>) -> Response<Body> {
    router.clone().oneshot(request).await.unwrap()
}

async fn text_of(response: Response<Body>) -> String {
    let body = axum::body::to_bytes(response.into_body(), 100_000)
        .await
        .unwrap();
    String::from_utf8(body.to_vec()).unwrap()
}

/// Posts JSON, and reads the JSON of the answer.
async fn post(router: &Router, address: &str, body: &Value) -> Value {
    let request = Request::post(address)
        .body(body.to_string().into())
        .unwrap();
    let response = respond(router, request).await;
    assert_eq!(response.status(), 200, "failures too come with this status");
    serde_json::from_str(&text_of(response).await).unwrap()
}

/// As a query or a form.
fn encoded(pairs: &[(&str, &str)]) -> String {
    let raw: Vec<_> = pairs
        .iter()
        .map(|(name, value)| {
            let value: Vec<_> = value.bytes().map(|byte| format!("%{byte:02X}")).collect();
            format!("{name}={}", value.concat())
        })
        .collect();
    raw.join("&")
}
