//! Both platforms, asked by hand-signed requests.

mod aliyun;
mod tencent;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;
use jiff::Timestamp;
use serde_json::Value;
use tower::ServiceExt as _;

use super::{Account, Kind, Network, Taken, Template};
use crate::clocks::{MachineClock, WorldClock};
use crate::lines::Cut;

const MOBILE: &str = "19900000001";
const SECRET: &str = "a secret for the tests";
/// The machine's time, which no test moves: it dates what is sent.
const WIRE_NOW: &str = "2026-03-01T16:30:00Z";

/// The network with a clock that tests move, and what it told.
struct Outside {
    network: Arc<Network>,
    world: Arc<Mutex<Timestamp>>,
    told: Arc<Mutex<Vec<Taken>>>,
}

impl Outside {
    fn new() -> Self {
        let world = Arc::new(Mutex::new("2026-11-22T04:00:00Z".parse().unwrap()));
        let told = Arc::new(Mutex::new(Vec::new()));
        let (clock, sink) = (world.clone(), told.clone());
        let network = Network::new(
            WorldClock::new(move || *clock.lock().unwrap()),
            Box::new(move |taken| sink.lock().unwrap().push(taken)),
        );
        Self {
            network: Arc::new(network),
            world,
            told,
        }
    }

    fn pass(&self, time: Duration) {
        let mut world = self.world.lock().unwrap();
        *world += time;
    }

    fn told(&self) -> Vec<Taken> {
        self.told.lock().unwrap().clone()
    }
}

fn account() -> Account {
    let template = |id: &str, name: &str, kind, text: &str| Template {
        id: id.into(),
        name: name.into(),
        language: "zh-CN".into(),
        kind,
        text: text.into(),
    };
    Account {
        id: "an-id".into(),
        secret: SECRET.into(),
        sign_names: vec!["京通办".into()],
        templates: vec![
            template("T1", "code", Kind::Code, "验证码${code}，五分钟内有效。"),
            template(
                "T2",
                "submitted",
                Kind::Notice,
                "已收到，回执号${receipt}，${days}日内办结。",
            ),
        ],
    }
}

fn machine() -> MachineClock {
    MachineClock::new(|| WIRE_NOW.parse().unwrap())
}

/// Sends a request; returns status and body, or `None` when the connection was cut.
async fn answer(router: Router, mut request: Request<Body>) -> Option<(u16, Value)> {
    let cut = Cut::default();
    request.extensions_mut().insert(ConnectInfo(cut.clone()));
    let response = router.oneshot(request).await.unwrap();
    let status = response.status().as_u16();
    let body = axum::body::to_bytes(response.into_body(), 100_000)
        .await
        .unwrap();
    (!cut.is_done()).then(|| (status, serde_json::from_slice(&body).unwrap()))
}
