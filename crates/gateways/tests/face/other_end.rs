//! The other end of the wire, scripted by a test: what each path answers.

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use domain::id::{CitizenId, PersonalName};
use gateways::face::{Check, ReturnTo, Verdict, Wanted};
use gateways::{GatewayError, MachineClock, Person, Settings};
use rand::{SeedableRng, rngs::StdRng};
use serde_json::Value;
use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex};

pub(crate) const SECRET: &str = "secret of both ends 0001";

/// One request as received.
#[derive(Clone)]
pub(crate) struct Request {
    pub(crate) uri: Uri,
    pub(crate) body: Bytes,
}

/// A server on this machine. After the last answer of a path it repeats that one.
#[derive(Clone)]
pub(crate) struct OtherEnd {
    answers: Arc<Mutex<BTreeMap<String, VecDeque<String>>>>,
    requests: Arc<Mutex<Vec<Request>>>,
    pub(crate) base_url: String,
}

impl OtherEnd {
    pub(crate) async fn start(answers: &[(&str, &str)]) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let mut by_path = BTreeMap::<String, VecDeque<String>>::new();
        for (path, answer) in answers {
            by_path
                .entry((*path).to_owned())
                .or_default()
                .push_back((*answer).to_owned());
        }
        let other_end = Self {
            answers: Arc::new(Mutex::new(by_path)),
            requests: Arc::default(),
            base_url: format!("http://{}", listener.local_addr().unwrap()),
        };
        let app = Router::new().fallback(answer).with_state(other_end.clone());
        tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        other_end
    }

    pub(crate) fn access(&self, key: &str) -> Settings {
        Settings {
            first_wait_ms: 1,
            ..Settings::new(&self.base_url, "an-app", key.as_bytes().to_vec())
        }
    }

    pub(crate) fn requests(&self) -> Vec<Request> {
        self.requests.lock().unwrap().clone()
    }

    /// The paths asked for, in order.
    pub(crate) fn paths(&self) -> Vec<String> {
        let requests = self.requests();
        requests
            .iter()
            .map(|request| request.uri.path().to_owned())
            .collect()
    }
}

impl Request {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    /// The parameters of the address.
    pub(crate) fn query(&self) -> BTreeMap<String, String> {
        pairs(self.uri.query().unwrap_or_default())
    }
}

/// Names and values of a query or a form.
pub(crate) fn pairs(query: &str) -> BTreeMap<String, String> {
    let address = format!("http://a.example/?{query}");
    let url: reqwest::Url = address.parse().unwrap();
    url.query_pairs().into_owned().collect()
}

pub(crate) fn machine() -> MachineClock {
    MachineClock::new(|| "2026-11-22T02:59:00Z".parse().unwrap())
}

pub(crate) fn chance() -> Box<StdRng> {
    Box::new(StdRng::seed_from_u64(1))
}

pub(crate) fn person(name: &str) -> Person {
    let today = jiff::civil::date(2026, 11, 22);
    Person {
        name: PersonalName::parse(name).unwrap(),
        id_number: CitizenId::parse("11010519491231002X", today).unwrap(),
    }
}

pub(crate) fn wanted() -> Wanted {
    Wanted {
        person: person("张三"),
        attempt: "attempt1".into(),
        subject: Some("an-openid".into()),
        return_to: Some(ReturnTo {
            passed: "https://a.example/back?to=1&x".into(),
            failed: "https://a.example/failed".into(),
        }),
    }
}

pub(crate) fn check(id: &str) -> Check {
    Check {
        id: id.into(),
        attempt: "attempt1".into(),
        subject: Some("an-openid".into()),
    }
}

pub(crate) fn is_malformed<T>(outcome: &Result<T, GatewayError>) -> bool {
    matches!(outcome, Err(GatewayError::Malformed { .. }))
}

pub(crate) fn refused(code: &str) -> Result<Verdict, GatewayError> {
    Err(GatewayError::Refused { code: code.into() })
}

async fn answer(State(end): State<OtherEnd>, uri: Uri, _: HeaderMap, body: Bytes) -> String {
    let path = uri.path().to_owned();
    end.requests.lock().unwrap().push(Request { uri, body });
    let mut answers = end.answers.lock().unwrap();
    let of_path = answers.get_mut(&path).unwrap();
    if of_path.len() > 1 {
        of_path.pop_front().unwrap()
    } else {
        of_path[0].clone()
    }
}
